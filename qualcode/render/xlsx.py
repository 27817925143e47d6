"""Excel: the table on the first sheet, on a second what its cells stand for, on the last where it all comes from."""

import io
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from qualcode.document import Behind, Output
from qualcode.render.values import day, is_absent, visible
from qualcode.wording import phrase

if TYPE_CHECKING:
    import pandas as pd

CELL_LIMIT = 32_767
"""Characters that a cell of Excel can hold."""
_WIDEST = 70
_COMMENT = 255
_MOST_LINKS = 65_000
"""Excel shows no more links on a sheet."""


def xlsx_bytes(output: Output) -> bytes:
    """The table with a frozen, filtered header and wrapped cells, what its cells stand for, and where it comes from.

    Text stays text: nothing that somebody wrote becomes a formula or a link. The only links lead from cells to the
    sheet of what they stand for, and back.
    """
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    created = datetime.combine(day(output), time())
    facts = "; ".join(f"{label}: {value}" for label, value in output.provenance.facts(output.lang))
    about = {"title": visible(output.title), "author": "", "company": "", "comments": visible(facts)[:_COMMENT]}
    book.set_properties({**about, "created": created})
    behind = output.behind() if output.behind else None
    sheet = _table_sheet(book, phrase("table", output.lang), output.table)
    if behind:
        sheet.freeze_panes(1, 1)  # a cell is nothing without its row's name
    if len(output.table):
        _choices(sheet, output)
    if behind and len(behind.table):
        _lead(book, output, behind)
    _about_sheet(book, output)
    book.close()
    return file.getvalue()


def _table_sheet(book: Any, name: str, table: "pd.DataFrame") -> Any:
    sheet = book.add_worksheet(name)
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top", "text_wrap": True})
    cell = book.add_format({"valign": "top", "text_wrap": True})
    for x, column in enumerate(table.columns):
        values = table[column].tolist()
        sheet.write_string(0, x, _fit(str(column)), head)
        sheet.set_column(x, x, _width(str(column), values), cell)
        for y, value in enumerate(values, start=1):
            if isinstance(value, str):
                if value:
                    sheet.write_string(y, x, _fit(value), cell)
            elif not is_absent(value):
                _write(sheet, y, x, value, cell)
    sheet.freeze_panes(1, 0)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    if len(table.columns):
        sheet.autofilter(0, 0, len(table), len(table.columns) - 1)
    return sheet


def _lead(book: Any, output: Output, behind: Behind) -> None:
    """A sheet of what the table's cells stand for; links to its rows, and from its rows back."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    table, name = book.worksheets()[0], visible(behind.name)[:31]
    sheet = _table_sheet(book, name, behind.table)
    look = {"valign": "top", "text_wrap": True, "font_color": "#1F5F7A"}
    link = book.add_format({**look, "underline": 1})
    plain = book.add_format(look)
    values = {column: output.table[column].tolist() for _, column in behind.first}
    ends = [*behind.first.values(), len(behind.table)][1:]
    for ((y, column), first), end in zip(behind.first.items(), ends, strict=True):
        x = list(output.table.columns).index(column)
        value = values[column][y]
        table.write_url(y + 1, x, f"internal:'{name}'!A{first + 2}", plain, _fit(str(value)), name)
        if not isinstance(value, str):
            _write(table, y + 1, x, value, plain)
        back = f"internal:'{table.get_name()}'!{xl_rowcol_to_cell(y + 1, x)}"
        for row in range(first, min(end, _MOST_LINKS)):
            sheet.write_url(row + 1, 0, back, link, _fit(str(behind.table.iat[row, 0])))


def _choices(sheet: Any, output: Output) -> None:
    """Let Excel offer the words for the columns that people fill in, and refuse others."""
    for name, words in output.choices.items():
        x = output.table.columns.get_loc(name)
        rule = {"validate": "list", "source": list(words), "error_message": f"Choose one of {', '.join(words)}."}
        sheet.data_validation(1, x, len(output.table), x, rule)


def _write(sheet: Any, y: int, x: int, value: object, cell: Any) -> None:
    if isinstance(value, bool):
        sheet.write_boolean(y, x, value, cell)
    elif isinstance(value, int | float) and abs(value) < 1e300:
        sheet.write_number(y, x, value, cell)
    elif isinstance(value, list | tuple):
        sheet.write_string(y, x, _fit(", ".join(str(v) for v in value)), cell)
    else:
        sheet.write_string(y, x, _fit(str(value)), cell)


def _fit(text: str) -> str:
    """The text as Excel can hold it; what is too long says at its end how much was cut, instead of vanishing."""
    text = visible(text)
    if len(text) <= CELL_LIMIT // 2 or len(text.encode("utf-16-le")) // 2 <= CELL_LIMIT:
        return text
    kept = text[: (CELL_LIMIT - 60) // 2]
    return f"{kept} … [{len(text) - len(kept)} characters cut]"


def _width(name: str, values: list[object]) -> float:
    longest = max((len(line) for v in values for line in str(v).split("\n")), default=0)
    return max(8, min(_WIDEST, longest + 1), min(30, len(name) + 4))


def _about_sheet(book: Any, output: Output) -> None:
    sheet = book.add_worksheet(phrase("about", output.lang))
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    facts = [("", output.title)] * bool(output.title) + output.provenance.facts(output.lang)
    for y, (label, value) in enumerate(facts):
        sheet.write_string(y, 0, label, bold)
        sheet.write_string(y, 1, _fit(value), wrapped if label else bold)
