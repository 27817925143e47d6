"""Excel: the table on the first sheet, what it is on the sheet `about`."""

import io
from datetime import datetime, time
from typing import Any

from qualcode.document import Output
from qualcode.render.values import day, is_absent, visible

CELL_LIMIT = 32_767
"""Characters that a cell of Excel can hold."""
_WIDEST = 70


def xlsx_bytes(output: Output) -> bytes:
    """The table with a frozen, filtered header and wrapped cells. Text stays text: no formulas, no links."""
    import xlsxwriter

    file = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(file, options)
    created = datetime.combine(day(output), time())
    book.set_properties({"title": visible(output.title), "author": "", "company": "", "created": created})
    _table_sheet(book, output)
    _about_sheet(book, output)
    book.close()
    return file.getvalue()


def _table_sheet(book: Any, output: Output) -> None:
    table, sheet = output.table, book.add_worksheet("table")
    head = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4", "valign": "top", "text_wrap": True})
    cell = book.add_format({"valign": "top", "text_wrap": True})
    for x, name in enumerate(table.columns):
        values = table[name].tolist()
        sheet.write_string(0, x, _fit(str(name)), head)
        sheet.set_column(x, x, _width(str(name), values), cell)
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
    if len(table):
        _choices(sheet, output)


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
    sheet = book.add_worksheet("about")
    bold = book.add_format({"bold": True, "valign": "top"})
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 90)
    facts = [("", output.title)] * bool(output.title) + output.provenance.facts(output.lang)
    for y, (label, value) in enumerate(facts):
        sheet.write_string(y, 0, label, bold)
        sheet.write_string(y, 1, _fit(value), wrapped if label else bold)
