"""The words of documents for people, in Norwegian and English."""

from collections.abc import Mapping

from qualcode.document import Lang

WORDS: Mapping[str, Mapping[Lang, str]] = {
    "excerpts": {"nb": "Utdrag", "en": "Excerpts"},
    "coded_by": {"nb": "kodet av", "en": "coded by"},
    "segment": {"nb": "segment", "en": "segment"},
    "without": {"nb": "uten {}", "en": "no {}"},
    "nothing": {"nb": "Ingen utdrag i dette utvalget.", "en": "No excerpts in this selection."},
    "coding": {"nb": "koding", "en": "coding"},
    "codings": {"nb": "kodinger", "en": "codings"},
    "transcript": {"nb": "transkripsjon", "en": "transcript"},
    "transcripts": {"nb": "transkripsjoner", "en": "transcripts"},
    "excerpt": {"nb": "utdrag", "en": "excerpt"},
    "different": {"nb": "{} ulike utdrag", "en": "{} different excerpts"},
    "in": {"nb": "i", "en": "in"},
    "and": {"nb": "og", "en": "and"},
    "interviewer": {"nb": "intervjuer", "en": "interviewer"},
    "participant": {"nb": "deltaker", "en": "participant"},
    "theme": {"nb": "Tema", "en": "Theme"},
    "code": {"nb": "Kode", "en": "Code"},
}


def say(key: str, lang: Lang) -> str:
    """The word for `key`."""
    return WORDS[key][lang]


def counted(number: int, singular: str, plural: str, lang: Lang) -> str:
    """A number with its noun: '1 coding', '7 codings'."""
    return f"{number} {say(singular if number == 1 else plural, lang)}"


def listed(items: list[str], lang: Lang) -> str:
    """'a', 'a og b', 'a, b og c'."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {say('and', lang)} {items[-1]}"
