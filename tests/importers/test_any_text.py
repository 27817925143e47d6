"""Whatever the text, it comes back unchanged, and its turns are sound."""

import csv
import io
import json
import zipfile
from xml.sax.saxutils import escape

from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.importers.incoming import File, ReadOptions
from qualcode.importers.reading import _sources
from qualcode.model import Source
from qualcode.text.normalise import normalise

LINES = st.sampled_from(
    "Intervjuer: Hva?|Kari: Ja: nei.|Kari (ler): Ja.|[00:12] Ola: Nei|00:00:03|KARI|Kari\tJa|\t||# Del 1|**Kari:** ja|"
    "[pause]|Dato: 3.5.|I:| I: hei |1. Kari: ja|Det er: slik|Kari 0:03".split("|")
)
SCRIPTS = st.lists(LINES, min_size=1, max_size=14).map("\n".join)
SIGNS = st.characters(codec="utf-8", exclude_characters="\0\ufeff")
TEXTS = (st.text(SIGNS, min_size=1) | SCRIPTS).filter(lambda text: bool(text.strip()))
XML = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufeff\ufffe\uffff")
NEWLINES = st.sampled_from(["\n", "\r\n", "\r"])


def one(name: str, data: bytes, **options: object) -> Source:
    stem, _, ending = name.partition(".")
    (source,) = _sources(File(name, stem, f".{ending}", data, ReadOptions(**options)))  # type: ignore[arg-type]
    sound(source)
    return source


def sound(source: Source) -> None:
    """Turns are numbered, in order, apart, begin and end with speech; no speech stands outside but labels and times."""
    last = 0
    for n, turn in enumerate(source.turns, 1):
        assert turn.n == n
        assert last <= turn.start < turn.end <= len(source.text)
        assert not source.text[turn.start].isspace()
        assert not source.text[turn.end - 1].isspace()
        last = turn.end
    if not any(turn.speaker or (turn.time_start, turn.time_end) != (None, None) for turn in source.turns):
        spoken = "".join(source.text[t.start : t.end] for t in source.turns)
        assert "".join(spoken.split()) == "".join(source.text.split())


@settings(max_examples=300)
@given(TEXTS, NEWLINES, st.sampled_from(["utf-8", "utf-8-sig", "utf-16", "utf-16-be"]), st.sampled_from(["txt", "md"]))
def test_plain_text(text: str, newline: str, encoding: str, ending: str) -> None:
    written = text.replace("\n", newline)
    said = {"encoding": encoding} if encoding == "utf-16-be" else {}
    assert one(f"a.{ending}", written.encode(encoding), **said).text == normalise(written)


@settings(max_examples=200)
@given(TEXTS)
def test_a_cell_of_a_table(text: str) -> None:
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([["navn", "svar"], ["a", text]])
    options = {"text_columns": ("svar",), "name_column": "navn"}
    assert one("a.csv", out.getvalue().encode(), **options).text == normalise(text)
    line = json.dumps({"navn": "a", "svar": text}).encode()
    assert one("a.jsonl", line, **options).text == normalise(text)


@settings(max_examples=200)
@given(st.lists(st.text(XML) | LINES, min_size=1, max_size=12).filter(lambda lines: any(x.strip() for x in lines)))
def test_paragraphs_of_word(lines: list[str]) -> None:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    runs = "".join(f'<w:p><w:r><w:t xml:space="preserve">{escape(line)}</w:t></w:r></w:p>' for line in lines)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", f'<w:document xmlns:w="{w}"><w:body>{runs}</w:body></w:document>')
    assert one("a.docx", out.getvalue()).text == "\n".join(lines)


def recurring(speeches: list[tuple[str, str]]) -> bool:
    """Whether the interviewer and those whose label is known only by coming again speak more than once, or not."""
    names = [who for who, _ in speeches]
    return names.count("Intervjuer") > 1 and all(names.count(who) != 1 for who in ("I", "Åse"))


SPEECHES = st.lists(
    st.tuples(
        st.sampled_from(["Intervjuer", "Åse", "Bjørn-Erik (leder)", "FK1", "Informant 12", "Mor", "I"]),
        st.sampled_from(
            ["Ja.", "Det viktigste: ro.", "Hva? «Nei»: sa hun.", "å\u0301 👨‍👩‍👧", "i dag\nog i går", "[pause] …"]
        ),
    ),
    min_size=3,
    max_size=12,
).filter(recurring)
MARKS = st.sampled_from(["{}: ", "{}:\t", "**{}:** ", "[00:00:03] {}: ", "{}:\n", "[{}]: ", "00:03 {}: "])


@settings(max_examples=300)
@given(SPEECHES, MARKS, st.sampled_from(["\n", "\n\n"]))
def test_any_conversation_in_any_notation(speeches: list[tuple[str, str]], mark: str, between: str) -> None:
    if mark.endswith("\n"):
        between = "\n\n"  # a label on a line of its own is told from other lines by the blank line before it
    text = between.join(mark.format(who) + said for who, said in speeches)
    source = one("a.txt", text.encode())
    assert [(t.speaker, source.text[t.start : t.end]) for t in source.turns] == speeches
