"""Every phrase is said in every language: none is missing, none is left over, and each takes what the English takes."""

import ast
import os
import re
from collections import Counter
from pathlib import Path

import pytest
from babel.messages.catalog import Message

import qualcode
from qualcode.render.report.phrases import PHRASES
from qualcode.wording import LANGS, Lang, catalogue, counted, phrase
from qualcode.wording.__main__ import calls, phrases, said, update
from qualcode.wording.__main__ import catalogue as source_of

CODE = Path(qualcode.__file__).parent
OTHERS: list[Lang] = [lang for lang in LANGS if lang != "en"]
SOURCES: dict[Lang, list[Message]] = {
    lang: [m for m in source_of(catalogue.FOLDER / f"{lang}.po") if m.id] for lang in OTHERS
}
BOKMAL = re.compile(
    r"\b(ikke|hvor|hver|hva|hvem|hvilke|noen|noe|fra|jeg|kodet|kodere|koderne|kodinger|bare|mer|uten|ble|være|dem|disse"
    r"|transkripsjoner|forskjell\w*|enighet|ganger|temaer|temaene|eksempel\w*|sammen|andel|deltakere|funnet|lest"
    r"|kontorer|kontorene|setninger|ordene|utdragene|steder|notater|gruppen|teksten som|tilbake til)\b",
    re.IGNORECASE,
)
"""Forms that are bokmål only."""
OTHER_NYNORSK = re.compile(r"\b(vart|vert|verte|vorte|å \w+a)\b")
"""Forms of nynorsk that are right, and not those of this program."""


def texts(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (str(message.id),)


def holes(text: str) -> list[str]:
    return sorted(re.findall(r"\{[^{}]*\}", text))


@pytest.mark.parametrize("lang", OTHERS)
def test_no_phrase_is_missing_and_none_is_left_over(lang: Lang) -> None:
    in_code, told = {m.id for m in phrases() if m.id}, {m.id: said(m) for m in SOURCES[lang]}
    assert len(in_code) > 400
    assert in_code - told.keys() == set()
    assert told.keys() - in_code == set()
    assert [text for text, forms in told.items() if not all(forms)] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_no_translation_is_in_doubt(lang: Lang) -> None:
    assert [m.id for m in SOURCES[lang] if m.fuzzy] == []


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_takes_what_the_english_takes(lang: Lang) -> None:
    for message in SOURCES[lang]:
        for english, translated in zip(texts(message), said(message), strict=True):
            assert holes(english) == holes(translated), english


@pytest.mark.parametrize("lang", OTHERS)
def test_a_translation_ends_as_the_english_does(lang: Lang) -> None:
    for message in SOURCES[lang]:
        for english, translated in zip(texts(message), said(message), strict=True):
            assert len(english) - len(english.lstrip()) == len(translated) - len(translated.lstrip()), english
            assert (english[-1] in ".:?") == (translated[-1] in ".:?"), english


def test_a_phrase_is_given_what_it_takes() -> None:
    """`phrase("… {n} …", lang)` without `n=` would show the braces, with another name it would be a traceback."""
    seen = 0
    for file in sorted(CODE.rglob("*.py")):
        for call, message in calls(file.read_text("utf-8")):
            assert isinstance(call.func, ast.Name)
            if call.func.id in ("phrase", "counted") and all(k.arg for k in call.keywords):
                given = {f"{{{k.arg}}}" for k in call.keywords} | ({"{n}"} if call.func.id == "counted" else set())
                forms = message if isinstance(message, tuple) else (message,)
                assert all(set(holes(form)) == given for form in forms), f"{file.name}:{call.lineno}"
                seen += 1
    assert seen > 200


def test_a_phrase_with_a_number_has_the_form_for_it() -> None:
    one, many = "{n} coding", "{n} codings"
    assert [counted(one, many, n, "nb") for n in (0, 1, 2)] == ["0 kodinger", "1 koding", "2 kodinger"]
    assert [counted(one, many, n, "nn") for n in (0, 1, 2)] == ["0 kodingar", "1 koding", "2 kodingar"]
    assert [counted(one, many, n, "en") for n in (0, 1, 12_000)] == ["0 codings", "1 coding", "12,000 codings"]


def test_no_plural_is_made_by_hand() -> None:
    """`{n} codings` in a phrase of one form would be `1 codings`."""
    noun = re.compile(r"\{n\} (codings?|transcripts?|codes|themes|places|excerpts|segments|coders|words|offices)\b")
    assert [m.id for m in phrases() if isinstance(m.id, str) and noun.search(m.id)] == []


def test_what_has_no_translation_is_said_in_english() -> None:
    assert phrase("Nobody has translated {this}.", "nn", this="it") == "Nobody has translated it."


def test_an_old_compiled_catalogue_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "nb.po").write_bytes((catalogue.FOLDER / "nb.po").read_bytes())
    (tmp_path / "nb.mo").write_bytes(b"old")
    monkeypatch.setattr(catalogue, "FOLDER", tmp_path)
    for file, time in (("nb.mo", 1), ("nb.po", 10)):
        os.utime(tmp_path / file, (time, time))
    read = catalogue._translations.__wrapped__
    assert read("nb").gettext("Codebook") == "Kodebok"
    (tmp_path / "nb.mo").write_bytes(catalogue.compiled(tmp_path / "nb.po"))
    (tmp_path / "nb.po").unlink()
    assert read("nb").gettext("Codebook") == "Kodebok"


def test_the_catalogues_are_as_the_tool_writes_them(tmp_path: Path) -> None:
    for lang in OTHERS:
        copy = tmp_path / f"{lang}.po"
        copy.write_bytes((catalogue.FOLDER / f"{lang}.po").read_bytes())
        assert update(copy, phrases()) == 0
        assert copy.read_text("utf-8") == (catalogue.FOLDER / f"{lang}.po").read_text("utf-8"), (
            "run `python -m qualcode.wording`"
        )


def test_nynorsk_is_no_bokmal() -> None:
    told = [text for message in SOURCES["nn"] for text in said(message)]
    assert [text for text in told if BOKMAL.search(text)] == []
    bokmal = [text for message in SOURCES["nb"] for text in said(message)]
    assert sum(bool(BOKMAL.search(text)) for text in bokmal) > 100  # it would be noticed
    assert sum(a != b for a, b in zip(told, bokmal, strict=True)) > 200


def test_nynorsk_has_one_norm() -> None:
    assert [text for message in SOURCES["nn"] for text in said(message) if OTHER_NYNORSK.search(text)] == []


def test_what_the_pages_script_says_stands_in_the_script() -> None:
    script = "".join(f.read_text("utf-8") for f in sorted((CODE / "render/report/script").glob("*.js")))
    named = Counter(name for name in PHRASES if f'"{name}"' in script)
    composed = {name for name in PHRASES if name.startswith(("order_", "paper_"))}
    assert PHRASES.keys() - named.keys() - composed == set()


def test_no_words_for_people_stand_in_a_table_of_languages() -> None:
    """What is said in three languages is in the catalogues; what stands by a language's name is about the language."""
    found = [
        f"{file.relative_to(CODE)}:{node.lineno}"
        for file in sorted(CODE.rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Dict) and {"nb", "nn"} <= {k.value for k in node.keys if isinstance(k, ast.Constant)}
    ]
    assert {place.partition(":")[0] for place in found} <= {
        "text/lemmas.py",
        "text/stopwords.py",
        "segment/sentences.py",
        "wording/numbers.py",
    }


def test_no_language_is_asked_for_by_what_it_is_not() -> None:
    """`lang == "nb"` would make English of nynorsk."""
    wrong = re.compile(r"lang\w* *(==|!=) *[\"']n[bn][\"']")
    faults = [f.name for f in CODE.rglob("*") if f.suffix in (".py", ".js", ".html") and wrong.search(f.read_text())]
    assert faults == []
