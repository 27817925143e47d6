"""The same conversation in every format, to the character, and what each format has of its own."""

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from qualcode.importers import READERS, ReadOptions, read
from qualcode.model import Source

SPEECH = (
    ("Intervjuer", "Hva er «fast» her på øya?"),
    ("Åse", "Det viktigste: ro. 👨‍👩‍👧 Og é med løs aksent: e\u0301."),
    ("Intervjuer", "Og ellers – hva da?"),
    ("Åse", "Ikke noe <fast> & ikke noe «løst» … eller?"),
)
TURNS = [(who, "interviewer" if who == "Intervjuer" else "participant", said) for who, said in SPEECH]
LINES = [f"{who}: {said}" for who, said in SPEECH]
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body: str, **parts: str) -> bytes:
    """A Word document with this XML in its body, and other parts by name."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", f"<w:document {W}><w:body>{body}</w:body></w:document>")
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def paragraph(text: str, properties: str = "", bold: int = 0) -> str:
    runs = [(text[:bold], "<w:rPr><w:b/></w:rPr>"), (text[bold:], "")]
    inside = "".join(f'<w:r>{p}<w:t xml:space="preserve">{escape(t)}</w:t></w:r>' for t, p in runs if t)
    return f"<w:p>{properties}{inside}</w:p>"


def table(rows: list[list[str]]) -> str:
    cells = ["".join(f"<w:tc>{paragraph(cell)}</w:tc>" for cell in row) for row in rows]
    return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"


def odf(body: str, kind: str = "text") -> bytes:
    names = "".join(
        f' xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
        for short, long in [("office", "office"), ("text", "text"), ("table", "table"), ("style", "style")]
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        content = f"<office:document-content{names}><office:body><office:{kind}>{body}</office:{kind}></office:body>"
        archive.writestr("content.xml", content + "</office:document-content>")
    return packed.getvalue()


def rtf(lines: list[str]) -> bytes:
    def letter(c: str) -> str:
        units = c.encode("utf-16-le")
        codes = [int.from_bytes(units[i : i + 2], "little", signed=True) for i in range(0, len(units), 2)]
        return c if c.isascii() else "".join(f"\\u{code}?" for code in codes)

    return ("{\\rtf1\\ansi\\ansicpg1252 " + "\\par\n".join("".join(map(letter, line)) for line in lines) + "}").encode()


def vtt_time(n: int) -> str:
    return f"00:00:{n:02}.500 --> 00:00:{n + 1:02}.250"


def vtt(cues: list[str]) -> bytes:
    return ("WEBVTT\n\n" + "\n\n".join(f"{vtt_time(n)}\n{cue}" for n, cue in enumerate(cues)) + "\n").encode()


def srt(cues: list[str]) -> bytes:
    return "\n".join(f"{n + 1}\n{vtt_time(n).replace('.', ',')}\n{cue}\n" for n, cue in enumerate(cues)).encode()


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    return [(t.speaker, t.role, source.text[t.start : t.end]) for t in source.turns]


def one(path: Path, data: bytes | str, **options: object) -> Source:
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    (source,) = read(path, ReadOptions(**options))  # type: ignore[arg-type]
    return source


# Formats in which the labels stand in the text: one line a paragraph.
LABELLED: dict[str, Callable[[], bytes]] = {
    "txt": lambda: "\n".join(LINES).encode(),
    "md": lambda: "\n".join(LINES).encode(),
    "docx": lambda: docx("".join(map(paragraph, LINES))),
    "odt": lambda: odf("".join(f"<text:p>{escape(line)}</text:p>" for line in LINES)),
    "html": lambda: ("<!DOCTYPE html><body>" + "".join(f"<p>{escape(line)}</p>\n" for line in LINES)).encode(),
    "rtf": lambda: rtf(LINES),
}
# Formats in which the speaker is structure: one paragraph a turn, a blank line between.
STRUCTURED: dict[str, tuple[str, Callable[[], bytes]]] = {
    "docx table": ("docx", lambda: docx(table([[who, said] for who, said in SPEECH]))),
    "docx table with numbers and times": (
        "docx",
        lambda: docx(
            table(
                [["Nr", "Tid", "Taler", "Tekst"]]
                + [[str(n), f"00:0{n}", f"{who}:", said] for n, (who, said) in enumerate(SPEECH)]
            )
        ),
    ),
    "html table": (
        "html",
        lambda: (
            "<table>" + "".join(f"<tr><td>{who}</td><td>{escape(said)}</td></tr>" for who, said in SPEECH) + "</table>"
        ).encode(),
    ),
    "odt table": (
        "odt",
        lambda: odf(
            "<table:table>"
            + "".join(
                "<table:table-row>"
                + "".join(f"<table:table-cell><text:p>{escape(c)}</text:p></table:table-cell>" for c in row)
                + "</table:table-row>"
                for row in SPEECH
            )
            + "</table:table>"
        ),
    ),
    "vtt voices": ("vtt", lambda: vtt([f"<v {who}>{escape(said)}</v>" for who, said in SPEECH])),
    "vtt labels": ("vtt", lambda: vtt([escape(line) for line in LINES])),
    "srt labels": ("srt", lambda: srt([escape(line) for line in LINES])),
    "whisper json with speakers": (
        "json",
        lambda: json.dumps(
            {
                "text": "…",
                "segments": [
                    {"start": n + 0.5, "end": n + 1.25, "text": f" {said}", "speaker": who}
                    for n, (who, said) in enumerate(SPEECH)
                ],
            }
        ).encode(),
    ),
    "whisper.cpp json": (
        "json",
        lambda: json.dumps(
            {
                "transcription": [
                    {"offsets": {"from": n * 1000 + 500, "to": n * 1000 + 1250}, "text": f" {line}"}
                    for n, line in enumerate(LINES)
                ]
            }
        ).encode(),
    ),
    "whisper tsv": (
        "tsv",
        lambda: (
            "start\tend\ttext\n" + "".join(f"{n}500\t{n + 1}250\t{line}\n" for n, line in enumerate(LINES))
        ).encode(),
    ),
}


@pytest.mark.parametrize("ending", LABELLED)
def test_labels_in_the_text(tmp_path: Path, ending: str) -> None:
    source = one(tmp_path / f"granmo_1.{ending}", LABELLED[ending]())
    assert source.name == "granmo_1"
    assert source.text == "\n".join(LINES)
    assert spoken(source) == TURNS


@pytest.mark.parametrize("title", STRUCTURED)
def test_speakers_as_structure(tmp_path: Path, title: str) -> None:
    ending, build = STRUCTURED[title]
    source = one(tmp_path / f"granmo_1.{ending}", build())
    assert source.text == "\n\n".join(said for _, said in SPEECH)
    assert spoken(source) == TURNS
    timed = title.startswith(("vtt", "srt", "whisper"))
    assert [(t.time_start, t.time_end) for t in source.turns] == [
        (n + 0.5, n + 1.25) if timed else (n, None) if "times" in title else (None, None) for n in range(4)
    ]


def test_every_reader_is_tried_here_or_with_tables() -> None:
    tried = {f".{e}" for e in LABELLED} | {f".{e}" for e, _ in STRUCTURED.values()}
    annotated = {".cha", ".eaf", ".exb", ".tei", ".textgrid", ".trs", ".xml"}  # in test_annotation
    assert set(READERS) - tried - annotated == {".csv", ".htm", ".jsonl", ".markdown", ".ods", ".pdf", ".xlsx"}


def test_captions_of_one_speaker_are_one_turn(tmp_path: Path) -> None:
    source = one(
        tmp_path / "a.vtt", vtt(["<v Kari>Hei,</v>", "<v Kari>hører du\nmeg?</v>", "<v Ola>Ja.</v> <v Kari>Bra.</v>"])
    )
    assert source.text == "Hei, hører du meg?\n\nJa.\n\nBra."
    assert [(t.speaker, t.time_start, t.time_end) for t in source.turns] == [
        ("Kari", 0.5, 2.25),
        ("Ola", 2.5, 3.25),
        ("Kari", 2.5, 3.25),
    ]


def test_captions_without_speakers_are_paragraphs_at_pauses(tmp_path: Path) -> None:
    cues = [(0, 2, "Da er vi"), (2, 4, "i gang."), (7, 9, "Ja, det"), (12, 13, "er vi.")]
    segments = [{"start": a, "end": b, "text": t} for a, b, t in cues]
    source = one(tmp_path / "a.json", json.dumps({"segments": segments}))
    assert source.text == "Da er vi i gang.\n\nJa, det er vi."
    assert [(t.speaker, t.time_start, t.time_end) for t in source.turns] == [(None, 0, 4), (None, 7, 13)]


def test_bold_labels_need_no_colon(tmp_path: Path) -> None:
    lines = [("Kari Hva nå?", 4), ("Ola Det viktige er ro.", 3), ("Viktig: ro.", 0), ("Kari Ja?", 4), ("Ola Ja.", 3)]
    source = one(tmp_path / "a.docx", docx("".join(paragraph(text, bold=bold) for text, bold in lines)))
    assert spoken(source) == [
        ("Kari", "interviewer", "Hva nå?"),
        ("Ola", "participant", "Det viktige er ro.\nViktig: ro."),
        ("Kari", "interviewer", "Ja?"),
        ("Ola", "participant", "Ja."),
    ]


def test_tracked_changes_read_as_accepted(tmp_path: Path) -> None:
    body = (
        "<w:p><w:r><w:t xml:space='preserve'>Vi var </w:t></w:r><w:del><w:r><w:delText>ikke </w:delText></w:r></w:del>"
        "<w:ins><w:r><w:t>alltid</w:t></w:r></w:ins><w:r><w:t xml:space='preserve'> enige</w:t></w:r>"
        "<w:moveFrom><w:r><w:t> her</w:t></w:r></w:moveFrom></w:p>"
        "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Ja</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>, da.</w:t></w:r></w:p>"
        "<w:tbl><w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:r><w:t>borte</w:t></w:r></w:p></w:tc></w:tr>"
        "<w:tr><w:tc><w:p><w:r><w:t>her</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
    )
    assert one(tmp_path / "a.docx", docx(body)).text == "Vi var alltid enige\nJa, da.\nher"


def test_comments_are_counted_and_footnotes_stand_at_the_end(tmp_path: Path) -> None:
    comments = (
        f"<w:comments {W}><w:comment w:author='A'/><w:comment w:author='B'/><w:comment w:author='A'/></w:comments>"
    )
    footnotes = f"<w:footnotes {W}><w:footnote w:id='4'>{paragraph('Hun ler.')}</w:footnote></w:footnotes>"
    body = (
        "<w:p><w:commentRangeStart/><w:r><w:t>Kari: Ja.</w:t><w:footnoteReference w:id='4'/></w:r></w:p>"
        + paragraph("Intervjuer: Ja?")
        + paragraph("Kari: Nei.")
    )
    source = one(tmp_path / "a.docx", docx(body, comments=comments, footnotes=footnotes))
    assert source.text == "Kari: Ja.[1]\nIntervjuer: Ja?\nKari: Nei.\n\n[1] Hun ler."
    assert [t.speaker for t in source.turns] == ["Kari", "Intervjuer", "Kari", None]
    assert source.notes[0] == "comments: 3 by 2 author(s), left out of the text"


def test_headings_lists_and_breaks(tmp_path: Path) -> None:
    styles = f"<w:styles {W}><w:style w:styleId='Overskrift1'><w:name w:val='heading 1'/></w:style></w:styles>"
    heading = "<w:pPr><w:pStyle w:val='Overskrift1'/></w:pPr>"
    body = (
        paragraph("Del 1", heading)
        + paragraph("Intervjuer: Klar?")
        + "<w:p><w:r><w:t>Mor: Ja,</w:t><w:br/><w:t>klar</w:t><w:tab/><w:t>nå</w:t><w:noBreakHyphen/></w:r></w:p>"
        + paragraph("Del 2", heading)
        + paragraph("Intervjuer: Videre?")
    )
    source = one(tmp_path / "a.docx", docx(body, styles=styles))
    assert spoken(source) == [
        (None, None, "Del 1"),
        ("Intervjuer", "interviewer", "Klar?"),
        ("Mor", "participant", "Ja,\nklar\tnå-"),
        (None, None, "Del 2"),
        ("Intervjuer", "interviewer", "Videre?"),
    ]


def test_a_first_table_of_names_and_values_is_attributes(tmp_path: Path) -> None:
    front = table([["Kontor:", "Granmo"], ["Runde", "2017"]])
    source = one(tmp_path / "a.docx", docx(front + "".join(map(paragraph, LINES))))
    assert source.attributes == {"Kontor": "Granmo", "Runde": "2017"}
    assert source.text.startswith("Kontor:\tGranmo\nRunde\t2017\nIntervjuer: ")
    assert spoken(source)[1:] == TURNS


def test_a_form_is_lines_without_speakers(tmp_path: Path) -> None:
    rows = [["Hva trenger barnet?", "Ro på rommet, og noen å leke med etter skolen."], ["Hvem gjør hva?", ""]]
    source = one(tmp_path / "a.docx", docx(paragraph("Skjema 3") + table(rows)))
    assert source.text == "\n".join(["Skjema 3", "\t".join(rows[0]), "\t".join(rows[1])])
    assert source.attributes == {}
    assert {t.speaker for t in source.turns} == {None}


def test_odt_blanks_notes_and_comments(tmp_path: Path) -> None:
    body = (
        "<text:h>Tittel</text:h><text:p>To\n  ord<text:s text:c='2'/>og<text:tab/>tabulator<text:line-break/>ny linje"
        "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Note.</text:p></text:note-body>"
        "</text:note><office:annotation><text:p>Borte</text:p></office:annotation>.</text:p>"
    )
    source = one(tmp_path / "a.odt", odf(body))
    assert source.text == "Tittel\nTo ord  og\ttabulator\nny linje[1].\n\n[1] Note."
    assert source.notes[0].startswith("comments: 1")


def test_html_as_a_browser_shows_it(tmp_path: Path) -> None:
    page = (
        "<html><head><title>x</title><style>p{}</style></head><body><h1>Tittel</h1><!-- skjult -->"
        "<p><strong>Kari:</strong> Hei\n   på <em>deg</em>.<br>\nNy linje&nbsp;her.</p><ul><li>ett<li>to</ul>"
    )
    assert one(tmp_path / "a.html", page).text == "Tittel\nKari: Hei på deg.\nNy linje\u00a0her.\nett\nto"
    assert one(tmp_path / "c.html", "<p>linje" * 5_000).text == "\n".join(["linje"] * 5_000)
    declared = "<meta charset='iso-8859-1'><p>på øya".encode("latin-1")
    assert one(tmp_path / "b.html", declared).text == "på øya"


def test_pdf_with_text(tmp_path: Path) -> None:
    canvas = pytest.importorskip("reportlab.pdfgen.canvas")
    path = tmp_path / "a.pdf"
    pdf = canvas.Canvas(str(path))
    for n, line in enumerate(["Intervjuer: Hva er viktig?", "Mor: Ro, sa Åse på øya.", "Intervjuer: Takk."]):
        pdf.drawString(72, 720 - 20 * n, line)
    pdf.save()
    (source,) = read(path)
    assert source.text == "Intervjuer: Hva er viktig?\nMor: Ro, sa Åse på øya.\nIntervjuer: Takk."
    assert [t.speaker for t in source.turns] == ["Intervjuer", "Mor", "Intervjuer"]


def test_members_of_an_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "alle.zip", "w") as archive:
        for ending, build in LABELLED.items():
            archive.writestr(f"runde 1/{ending}.{ending}", build())
        archive.writestr("__MACOSX/._x.txt", "nei")
        archive.writestr("README.md", "nei")
    found = list(read(tmp_path / "alle.zip"))
    assert sorted(source.name for source in found) == sorted(LABELLED)
    assert all(spoken(source) == TURNS for source in found)
