"""The codebook to look at: as a table, as a tree in the terminal."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from qualcode.codebook.fields import LISTS
from qualcode.model import Code, Codebook

if TYPE_CHECKING:
    import pandas as pd


def table(book: Codebook, uses: Mapping[str, int] | None = None) -> "pd.DataFrame":
    """One row per code: id, parent, theme, level (1 = theme), name, definition, include, exclude, keywords, rules,
    examples, color, retired, key (its permanent id), and `uses` (by id) if given. As CSV or XLSX it loads again as the
    same codebook.

    Keywords are joined by `; `, rules and examples by line.
    """
    import pandas as pd

    columns = [
        "id",
        "parent",
        "theme",
        "level",
        "name",
        "definition",
        "include",
        "exclude",
        *LISTS,
        "color",
        "retired",
        "key",
    ]
    rows = []
    for code in book.walk():
        path = book.paths[code.id]
        row: dict[str, object] = {key: getattr(code, key) for key in columns if hasattr(code, key)}
        row |= {"parent": path[-2] if len(path) > 1 else "", "theme": path[0], "level": len(path)}
        row |= {"retired": "true" if code.retired else "", "keywords": _keywords(code.keywords)}
        row |= {key: "\n".join(" ".join(e.split()) for e in getattr(code, key)) for key in ("rules", "examples")}
        row["key"] = code.uid
        if uses is not None:
            row["uses"] = uses.get(code.id, 0)
        rows.append(row)
    return pd.DataFrame(rows, columns=[*columns, "uses"] if uses is not None else columns)


def _keywords(keywords: tuple[str, ...]) -> str:
    """Joined by `; `; a single one that holds a comma gets a `;` of its own, or it would be read as several."""
    return "; ".join(keywords) + (";" if len(keywords) == 1 and "," in keywords[0] else "")


def outline(book: Codebook, counts: Mapping[str, int] | None = None) -> str:
    """The tree for the terminal, a line per code: id, name where it says more, and the count by id if given."""
    lines = list(_lines(book.codes, "", True))
    width = max((len(branch) + len(code.id) for branch, code in lines), default=0)
    names = {code.id: _shown_name(code) for _, code in lines}
    wide = max(map(len, names.values()), default=0)
    out = []
    for branch, code in lines:
        line = f"{branch + code.id:<{width}}  {names[code.id]:<{wide}}"
        out.append((line + f"  {counts.get(code.id, 0):>6,}" if counts is not None else line).rstrip())
    return "\n".join(out)


def _shown_name(code: Code) -> str:
    same = code.name.casefold() == code.id.replace("_", " ").casefold()
    return " ".join(filter(None, ["" if same else code.name, "(retired)" if code.retired else ""]))


def _lines(codes: tuple[Code, ...], indent: str, top: bool = False) -> Iterator[tuple[str, Code]]:
    for code in codes:
        last = code is codes[-1]
        yield "" if top else indent + ("└─ " if last else "├─ "), code
        yield from _lines(code.codes, "" if top else indent + ("   " if last else "│  "))
