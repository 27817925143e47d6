"""The phrases of documents and screens. English is what stands in the code; the other languages have a catalogue."""

from collections.abc import Mapping
from functools import cache
from gettext import GNUTranslations, NullTranslations
from io import BytesIO
from pathlib import Path

from qualcode.wording.numbers import Lang, whole

FOLDER = Path(__file__).parent
TOGETHER = 2
"""Seconds between two files that an installer put there at once, in whatever order."""


def phrase(text: str, lang: Lang, /, **values: object) -> str:
    """An English phrase in a language, with the values for its `{names}`; in English where it has no translation."""
    said = _translations(lang).gettext(text)
    return said.format(**values) if values else said


def counted(one: str, many: str, n: int, lang: Lang, /, **values: object) -> str:
    """A phrase that depends on a number, in the form that the language has for it: `{n}` is the number."""
    return _translations(lang).ngettext(one, many, n).format(n=whole(n, lang), **values)


def later(text: str) -> str:
    """A phrase in a table, of which the catalogues are to know; `phrase` gives it in a language when it is needed."""
    return text


def plural(one: str, many: str) -> tuple[str, str]:
    """As `later`, for a phrase that depends on a number: what `counted` takes first."""
    return one, many


def both_forms(one: str, many: str, lang: Lang, /) -> list[str]:
    """A phrase's forms for one and for several, for a reader that chooses between them: a page's script."""
    return [_translations(lang).ngettext(one, many, n) for n in (1, 2)]


def headed(columns: Mapping[str, str], lang: Lang) -> dict[str, str]:
    """What people call columns, in their language."""
    return {column: phrase(text, lang) for column, text in columns.items()}


@cache
def _translations(lang: Lang) -> NullTranslations:
    """A language's catalogue, compiled (`.mo`); in a checkout where that is missing or old, its source (`.po`)."""
    if lang == "en":
        return NullTranslations()
    source, ready = FOLDER / f"{lang}.po", FOLDER / f"{lang}.mo"
    if source.exists() and not (ready.exists() and ready.stat().st_mtime + TOGETHER >= source.stat().st_mtime):
        return GNUTranslations(BytesIO(compiled(source)))
    with ready.open("rb") as file:
        return GNUTranslations(file)


def compiled(source: Path) -> bytes:
    """A catalogue's source as `.mo`."""
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import read_po

    out = BytesIO()
    with source.open("rb") as file:
        write_mo(out, read_po(file))
    return out.getvalue()
