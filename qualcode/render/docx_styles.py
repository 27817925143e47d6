"""How a Word document looks: paper, language, fonts, and styles that a person can change for the whole text."""

from typing import TYPE_CHECKING, Any

from qualcode.document import Document
from qualcode.wording import TAGS

if TYPE_CHECKING:
    from docx.document import Document as File

_INK, _SOFT, _ACCENT = "1D2327", "58636B", "1F5F7A"
_SANS, _SERIF = "Calibri", "Cambria"


def set_up(file: "File", document: Document) -> None:
    """Paper, language, styles, header and page numbers of a new file."""
    _paper(file, document)
    _language(file, document)
    _headings(file)
    file.styles["Heading 1"].paragraph_format.page_break_before = document.chapters
    _texts(file)
    _table_style(file)
    _margins(file, document)


def _paper(file: "File", document: Document) -> None:
    from docx.enum.section import WD_ORIENT
    from docx.shared import Cm

    section = file.sections[0]
    sides = (Cm(29.7), Cm(21.0)) if document.landscape else (Cm(21.0), Cm(29.7))
    section.page_width, section.page_height = sides
    section.orientation = WD_ORIENT.LANDSCAPE if document.landscape else WD_ORIENT.PORTRAIT
    edge = Cm(2.0) if document.landscape else Cm(2.5)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = edge


def _language(file: "File", document: Document) -> None:
    from docx.oxml.ns import qn

    for lang in file.styles.element.iter(qn("w:lang")):
        lang.set(qn("w:val"), TAGS[document.lang])
        lang.set(qn("w:eastAsia"), TAGS[document.lang])


def _style(file: "File", name: str, base: str = "Normal") -> Any:
    """The paragraph style of that name, made where the template has none."""
    from docx.enum.style import WD_STYLE_TYPE

    if name in file.styles:
        return file.styles[name]
    style = file.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    style.base_style = file.styles[base]
    return style


def _font(
    style: Any, size: float, colour: str = _INK, face: str = _SANS, bold: bool = False, italic: bool = False
) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt, RGBColor

    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, italic
    style.font.color.rgb = RGBColor.from_string(colour)
    style.font.name = face
    fonts = style.element.rPr.rFonts
    for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{theme}"), None)


def _spacing(style: Any, before: float, after: float, line: float = 1.15, left: float = 0) -> None:
    from docx.shared import Cm, Pt

    form = style.paragraph_format
    form.space_before, form.space_after, form.line_spacing = Pt(before), Pt(after), line
    form.left_indent = Cm(left)


def _headings(file: "File") -> None:
    title = file.styles["Title"]
    _font(title, 26, _INK, bold=True)
    _spacing(title, 0, 14, 1.0)
    for border in list(title.element.pPr.findall(f"{{{title.element.nsmap['w']}}}pBdr")):
        title.element.pPr.remove(border)
    for level, size in enumerate((18, 14, 12, 11, 11, 11), start=1):
        style = file.styles[f"Heading {level}"]
        _font(style, size, _ACCENT if level < 3 else _INK, bold=True)
        _spacing(style, 22 if level == 1 else 14, 6, 1.0)
        style.paragraph_format.keep_with_next = True
    _font(_style(file, "Contents Title"), 14, _ACCENT, bold=True)
    _spacing(file.styles["Contents Title"], 20, 6)
    for level in (1, 2):
        style = _style(file, f"TOC {level}")
        style.element.set(f"{{{style.element.nsmap['w']}}}styleId", f"TOC{level}")
        _font(style, 11 if level == 1 else 10, _INK if level == 1 else _SOFT)
        _spacing(style, 3 if level == 1 else 0, 1, 1.0, left=0.6 * (level - 1))


def _texts(file: "File") -> None:
    from docx.shared import Cm

    _font(file.styles["Normal"], 11)
    _spacing(file.styles["Normal"], 0, 6)
    for name, size, colour in (("Body Text", 11, _INK), ("Note", 9.5, _SOFT), ("Caption", 9.5, _SOFT)):
        _font(_style(file, name), size, colour)
        _spacing(file.styles[name], 0, 6)
    quote = file.styles["Quote"]
    _font(quote, 11, face=_SERIF)
    _spacing(quote, 8, 3, 1.2, left=0.8)
    quote.paragraph_format.keep_with_next = True
    _font(_style(file, "Quote Source"), 9, _SOFT)
    _spacing(file.styles["Quote Source"], 0, 8, 1.0, left=0.8)
    _font(_style(file, "Quote Context"), 9.5, _SOFT, face=_SERIF)
    _spacing(file.styles["Quote Context"], 4, 0, 1.1, left=0.8)
    file.styles["Quote Context"].paragraph_format.keep_with_next = True
    fact = _style(file, "Fact")
    _font(fact, 10.5)
    _spacing(fact, 0, 3, 1.1, left=3.2)
    fact.paragraph_format.first_line_indent = Cm(-3.2)
    fact.paragraph_format.tab_stops.add_tab_stop(Cm(3.2))
    _font(_style(file, "Cell"), 9.5)
    file.styles["Cell"].font.bold = None
    _spacing(file.styles["Cell"], 2, 2, 1.0)
    _font(_style(file, "After Table"), 6)


def _table_style(file: "File") -> None:
    """A quiet table: a rule below the head, thin lines between rows, no boxes."""
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    rule = '<w:{side} w:val="single" w:sz="{size}" w:space="0" w:color="{colour}"/>'
    thin = rule.format(side="insideH", size=4, colour="D9DEDF") + rule.format(side="bottom", size=4, colour="D9DEDF")
    below_head = rule.format(side="bottom", size=10, colour=_ACCENT)
    file.styles.element.append(
        parse_xml(
            f'<w:style {nsdecls("w")} w:type="table" w:customStyle="1" w:styleId="Plain"><w:name w:val="Plain"/>'
            f'<w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders>{thin}</w:tblBorders><w:tblCellMar>'
            '<w:left w:w="0" w:type="dxa"/><w:right w:w="140" w:type="dxa"/></w:tblCellMar></w:tblPr>'
            f'<w:tblStylePr w:type="firstRow"><w:rPr><w:b/></w:rPr><w:tcPr><w:tcBorders>{below_head}</w:tcBorders>'
            "</w:tcPr></w:tblStylePr></w:style>"
        )
    )


def _margins(file: "File", document: Document) -> None:
    """The title in the header of every page but the first, and page numbers below."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH

    from qualcode.render.values import visible

    section = file.sections[0]
    section.different_first_page_header_footer = True
    for name in ("Header", "Footer"):
        _font(file.styles[name], 9, _SOFT)
    section.header.paragraphs[0].add_run(visible(document.title))
    for footer in (section.footer, section.first_page_footer):
        paragraph = footer.paragraphs[0]
        paragraph.style = file.styles["Footer"]
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(paragraph, "PAGE")
        paragraph.add_run(" / ")
        _page_number(paragraph, "NUMPAGES")


def _page_number(paragraph: Any, field: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    simple = OxmlElement("w:fldSimple")
    simple.set(qn("w:instr"), field)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    simple.append(run)
    paragraph._p.append(simple)
