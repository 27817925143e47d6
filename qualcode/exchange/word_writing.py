"""A transcript as a docx to be coded by comments: numbered segments, the coder's codings, the codebook at the end."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from hashlib import sha256
from io import BytesIO
from itertools import pairwise
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from qualcode.exchange.page import Line, Page, page, visible
from qualcode.exchange.remarks import written
from qualcode.model import Codebook, Coding, Transcript
from qualcode.wording import TAGS, Lang, later, phrase

PROPERTY = "qualcode"
"""The prefix of the document properties in which a file says what it was made from."""

_CHUNK = 9  # signs in a property; word processors cut what is longer than 255 characters
_COLUMNS = {
    later("Code"): 4.2, later("Name"): 4.2, later("Definition"): 5.6, later("Include"): 5.6, later("Exclude"): 5.6,
}  # fmt: skip
"""The headings of the codebook at the end, and how broad their columns are in centimetres."""


def word_out(transcript: Transcript, codebook: Codebook, codings: Sequence[Coding] = (), lang: Lang = "nb") -> bytes:
    """The docx of a transcript. `codings` are those of the coder it is for (their codes are ids).

    Each span's become one comment, like `#bolig #helse`, with the memo below. What lies outside all segments is not
    shown.

    The file says in its properties which transcript, revision and text it was made from and which comments it came
    with, so that reading it back is certain. The same values give the same bytes.
    """
    import docx

    document: Any = docx.Document()
    sheet = page(transcript)
    _prepare(document, TAGS[lang])
    document.add_heading(visible(transcript.name), 1)
    one, two = ([c.id for c in codebook.walk() if not c.retired] + ["kode1", "kode2"])[:2]
    document.add_paragraph(_how(one, two, lang)).runs[0].italic = True
    marks = _marks(codings, sheet)
    _body(document, sheet, marks)
    _appendix(document, codebook, lang)
    _describe(document, transcript, ["{}-{}-{}".format(*sign(start, end, text)) for start, end, text, *_ in marks])
    out = BytesIO()
    document.save(out)
    return _repacked(out.getvalue())


def _how(one: str, two: str, lang: Lang) -> str:
    """What the person who codes is to do, with two codes as examples."""
    return phrase(
        "Mark the text and add a comment that begins with one or more codes: “#{one}” or “#{one} #{two} here I think "
        "that …”. The rest of the comment becomes a memo. A comment without marked text is about the whole paragraph. "
        "Please do not change the text itself.",
        lang,
        one=one,
        two=two,
    )


Mark = tuple[int, int, str, str, str]
"""A comment to be written: a stretch of the page, its text, its author and its date."""


def _marks(codings: Iterable[Coding], sheet: Page) -> list[Mark]:
    """One comment for each span, memo and coder; the span cut to what the page shows of it."""
    found: dict[tuple[int, int, str, str], list[Coding]] = {}
    for coding in sorted(codings, key=lambda c: (c.created, c.code, c.id)):
        shown = [
            (
                ln.start + max(coding.start - ln.segment.start, 0),
                ln.start + min(coding.end, ln.segment.end) - ln.segment.start,
            )
            for ln in sheet.lines
            if ln.segment.start < coding.end and coding.start < ln.segment.end
        ]
        if shown:
            found.setdefault((shown[0][0], shown[-1][1], coding.memo, coding.coder), []).append(coding)
    return [
        (start, end, visible(written([c.code for c in group], memo)), visible(coder), max(c.created for c in group))
        for (start, end, memo, coder), group in sorted(found.items(), key=lambda item: item[0])
    ]


Sign = tuple[int, int, str]
"""By which a comment of ours is known again: the stretch of the page it stands on, and a digest of its words."""


def sign(start: int, end: int, text: str) -> Sign:
    """The sign of a comment; white space in it does not count."""
    return start, end, sha256(" ".join(text.split()).encode()).hexdigest()[:8]


def signs(codings: Iterable[Coding], transcript: Transcript) -> list[Sign]:
    """The signs of the comments that a file with these codings comes with."""
    return [sign(start, end, text) for start, end, text, *_ in _marks(codings, page(transcript))]


def _prepare(document: Any, locale: str) -> None:
    """A calm page: a readable font, the language set so that not every word is underlined, room for numbers."""
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(11)
    for element in document.styles.element.iter(qn("w:lang")):
        element.set(qn("w:val"), locale)
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    style = document.styles.add_style("Segment", 1)
    style.base_style = normal
    style.paragraph_format.left_indent, style.paragraph_format.first_line_indent = Cm(1.2), Cm(-1.2)
    style.paragraph_format.tab_stops.add_tab_stop(Cm(1.2))
    style.paragraph_format.space_after = Pt(6)


def _body(document: Any, sheet: Page, marks: Sequence[Mark]) -> None:
    """The segments, each paragraph cut into runs where a comment begins or ends."""
    cuts = sorted({at for start, end, *_ in marks for at in (start, end)})
    runs: list[tuple[int, int, Any]] = []
    for line in sheet.lines:
        runs += _paragraph(document, sheet, line, [at for at in cuts if line.start < at < line.end])
    for start, end, text, author, created in marks:
        inside = [run for at, to, run in runs if start <= at and to <= end]
        if inside:
            initials = "".join(part[0] for part in author.split())
            comment = document.add_comment([inside[0], inside[-1]], text=text, author=author, initials=initials)
            _date(comment, created)


def _paragraph(document: Any, sheet: Page, line: Line, cuts: Sequence[int]) -> list[tuple[int, int, Any]]:
    from docx.shared import Pt, RGBColor

    paragraph = document.add_paragraph(style="Segment")
    number = paragraph.add_run(line.number)
    number.font.size, number.font.color.rgb = Pt(8), RGBColor(0x80, 0x80, 0x80)
    if line.speaker:
        paragraph.add_run(line.speaker).bold = True
    bounds = [line.start, *cuts, line.end]
    return [(at, to, paragraph.add_run(sheet.text[at:to])) for at, to in pairwise(bounds) if at < to]


def _date(comment: Any, created: str) -> None:
    """The coding's own time on the comment; without one none, since the time of writing says nothing."""
    from docx.oxml.ns import qn

    try:
        when = datetime.fromisoformat(created).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        when = ""
    element = comment._comment_elm
    element.attrib.pop(qn("w:date"), None)
    if when:
        element.set(qn("w:date"), when)


def _appendix(document: Any, codebook: Codebook, lang: Lang) -> None:
    """The codes that can be used, as a table on broad pages of its own."""
    from docx.enum.section import WD_ORIENT
    from docx.oxml.ns import qn
    from docx.shared import Cm, Pt

    section = document.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.add_heading(phrase("Codebook", lang), 1)
    codes = [code for code in codebook.walk() if not code.retired]
    grid = document.add_table(len(codes) + 1, len(_COLUMNS), style="Table Grid")
    grid.style.font.size, grid.autofit = Pt(9), False
    cells = grid._cells  # asked for once: each look-up walks the whole table
    rows = [[phrase(heading, lang) for heading in _COLUMNS]]
    for code in codes:
        indent = "– " * (len(codebook.paths[code.id]) - 1)
        rows.append([code.id, indent + code.name, code.definition, code.include, code.exclude])
    for n, (cell, text) in enumerate(zip(cells, (text for row in rows for text in row), strict=True)):
        cell.width = Cm(list(_COLUMNS.values())[n % len(_COLUMNS)])
        cell.paragraphs[0].add_run(visible(text)).bold = n < len(_COLUMNS)
    header = grid.rows[0]._tr.get_or_add_trPr()
    header.append(header.makeelement(qn("w:tblHeader")))


def _describe(document: Any, transcript: Transcript, signs: Sequence[str]) -> None:
    """What the file was made from, as custom document properties."""
    from docx.opc.packuri import PackURI
    from docx.opc.part import Part

    chunks = [" ".join(signs[at : at + _CHUNK]) for at in range(0, len(signs), _CHUNK)]
    values = {
        "transcript": transcript.name,
        "revision": str(transcript.revision),
        "sha256": transcript.sha256,
        **{f"comments_{n}": chunk for n, chunk in enumerate(chunks, 1)},
    }
    body = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{pid}" name={quoteattr(f"{PROPERTY}_{key}")}>'
        f"<vt:lpwstr>{escape(visible(value))}</vt:lpwstr></property>"
        for pid, (key, value) in enumerate(values.items(), 2)
    )
    office = "http://schemas.openxmlformats.org/officeDocument/2006"
    xml = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<Properties xmlns="{office}/custom-properties" xmlns:vt="{office}/docPropsVTypes">{body}</Properties>'
    )
    kind = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    part = Part(PackURI("/docProps/custom.xml"), kind, xml.encode(), document.part.package)
    document.part.package.relate_to(part, f"{office}/relationships/custom-properties")
    core = document.core_properties
    core.title, core.author, core.comments = visible(transcript.name)[:250], "", ""


def _repacked(data: bytes) -> bytes:
    """The same archive without the hour it was made in."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            fixed = zipfile.ZipInfo(info.filename, (1980, 1, 1, 0, 0, 0))
            fixed.compress_type, fixed.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            new.writestr(fixed, old.read(info))
    return out.getvalue()
