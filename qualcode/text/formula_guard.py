"""Cells of tables that spreadsheets open: guarded so that no text is run as a formula, unguarded when read back."""

import re

_DANGEROUS = re.compile(r"'*[=+\-@\t\r]")
_FIRST = frozenset("'=+-@\t\r")
_GUARDED = re.compile(r"'+[=+\-@\t\r]")


def guard(cell: str) -> str:
    """The cell with `'` before it where a spreadsheet could take it for a formula.

    A cell that already looks guarded gets one more `'`, so that `unguard` gives back every text exactly.
    """
    return f"'{cell}" if cell[:1] in _FIRST and _DANGEROUS.match(cell) else cell


def unguard(cell: str) -> str:
    """The cell as it was before `guard`."""
    return cell[1:] if _GUARDED.match(cell) else cell
