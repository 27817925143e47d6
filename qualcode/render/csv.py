"""CSV, twice: plain for programs, and for the spreadsheet that a double click opens.

Programs get commas, decimal points and UTF-8 without a mark. Files get what a Norwegian Excel (and R's `read.csv2`)
expects: a byte order mark, semicolons and decimal commas, so that no letter is spoilt and `1.5` does not become a date.
Text that a spreadsheet could run as a formula is guarded in both.
"""

import csv
import io
import json

from qualcode.document import Output
from qualcode.render.values import is_absent
from qualcode.text.formula_guard import guard


def comma_csv(output: Output) -> bytes:
    """UTF-8, `,` between cells, LF line ends: for scripts."""
    return _csv(output, delimiter=",", decimal=".").encode()


def spreadsheet_csv(output: Output) -> bytes:
    """UTF-8 with a byte order mark, `;` between cells, decimal commas, CRLF line ends: for Excel in Norwegian."""
    return _csv(output, delimiter=";", decimal=",", line_end="\r\n").encode("utf-8-sig")


def _csv(output: Output, delimiter: str, decimal: str, line_end: str = "\n") -> str:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=delimiter, lineterminator=line_end)
    table = output.plain
    writer.writerow(guard(c) for c in table.columns)
    writer.writerows(zip(*([_cell(v, decimal) for v in table[c]] for c in table.columns), strict=True))
    return file.getvalue()


def _cell(value: object, decimal: str) -> str:
    if isinstance(value, str):
        return guard(value)
    if is_absent(value):
        return ""
    if isinstance(value, float):
        return repr(value).replace(".", decimal)
    if isinstance(value, list | tuple | dict):
        return guard(json.dumps(value, ensure_ascii=False))
    return str(value)
