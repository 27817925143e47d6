"""A codebook as a sheet: one row per code, the tree in the column `parent`. Headings in English or Norwegian."""

import csv
import re
from collections.abc import Iterator, Sequence
from io import BytesIO, StringIO
from typing import cast

from qualcode.codebook import fields as f
from qualcode.codebook.yamltree import DEPTH
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook
from qualcode.text.normalise import normalise

COLUMNS = ("id", "parent", *f.FIELDS[1:], "key")
HEADINGS = {
    "kode": "id", "code": "id", "navn": "name", "namn": "name", "kodenavn": "name", "code_name": "name",
    "over": "parent", "overkode": "parent", "forelder": "parent", "definisjon": "definition",
    "description": "definition", "beskrivelse": "definition", "inkluder": "include", "inkluderer": "include",
    "ekskluder": "exclude", "ekskluderer": "exclude", "nøkkelord": "keywords", "stikkord": "keywords",
    "regler": "rules", "eksempel": "examples", "eksempler": "examples", "example": "examples", "farge": "color",
    "colour": "color", "utgått": "retired", "nøkkel": "key", "parent_code": "parent", "obercode": "parent",
    "comment": "definition", "kommentar": "definition", "code_memo": "definition", "memo": "definition",
    "tag": "name", "node": "name", "nickname": "name",
}  # fmt: skip
IGNORED = {"theme", "tema", "level", "nivå", "path", "sti", "uses", "bruk", "transcripts"}
"""Columns that our own tables add and that say nothing new about a code."""

_FOREIGN = frozenset(
    "grounded density code_groups files references sources documents parent_code number_of_highlights "
    "cod._seg. coded_segments cod._seg._(all_documents) coding_references created_by modified_by".split()
)
"""Columns by which tables of other programs are known; what they count is not a codebook's."""
_ROOTS = ("Codes", "Nodes", "Koder", "Noder")
_STEP = re.compile(r"\\+|\s>\s")
_COLOR = re.compile("#[0-9A-Fa-f]{6}")

Row = tuple[int, list[str]]
"""A row's number in the file, from 1, and its cells."""


def read_csv(data: bytes, where: str) -> Codebook:
    """The codebook in a CSV with `,`, `;` or tab, in UTF-8, UTF-16 or Windows-1252 (as Norwegian Excel writes it)."""
    text = normalise(_decode(data))
    if not text.strip():
        raise QualcodeError("the file is empty", where=f"{where}:1")
    header = text.lstrip().split("\n", 1)[0]
    delimiter = max(",;\t", key=header.count)
    reader = csv.reader(StringIO(text), delimiter=delimiter)
    rows: list[Row] = []
    try:
        begins = 1
        for cells in reader:
            rows.append((begins, [_plain(cell) for cell in cells]))
            begins = reader.line_num + 1
    except csv.Error as error:
        raise QualcodeError(f"not a readable CSV: {error}", where=f"{where}:{reader.line_num}") from error
    return _book(rows, where)


def read_xlsx(data: bytes, where: str) -> Codebook:
    """The codebook in the first sheet of an XLSX."""
    import warnings
    import zipfile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    from qualcode.text.archive import open_archive, parse_xml

    with open_archive(data, where) as archive:  # everything is weighed before a second reader sees it
        for name in archive.names():
            content = archive.read(name)
            if name.endswith((".xml", ".rels")):
                parse_xml(content, where)
    try:
        with warnings.catch_warnings(action="ignore"):  # what a sheet lacks in style is no matter here
            sheet = load_workbook(BytesIO(data), read_only=True, data_only=True).worksheets[0]
            rows = [(n, [_cell(v) for v in values]) for n, values in enumerate(sheet.iter_rows(values_only=True), 1)]
    except (InvalidFileException, zipfile.BadZipFile, OSError, KeyError, IndexError, ValueError, TypeError) as error:
        raise QualcodeError("not a readable XLSX", where=where, hint="Open and save it again.") from error
    return _book(rows, where)


def _cell(value: object) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else normalise(str(value))


def _decode(data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _plain(cell: str) -> str:
    """A cell without the apostrophe that keeps spreadsheets from computing it."""
    return cell[1:] if cell[:1] == "'" and cell[1:2] in set("=+-@\t\r") else cell


def _book(rows: Sequence[Row], where: str) -> Codebook:
    filled = [(n, cells) for n, cells in rows if any(c.strip() for c in cells)]
    if not filled:
        raise QualcodeError("the file is empty", where=f"{where}:1")
    header, *body = filled
    columns = list(_columns(header, where))
    if not body:
        raise QualcodeError("the codebook has no codes", where=f"{where}:{header[0]}")
    if "id" not in {cell.strip().casefold() for cell in header[1]} and _is_foreign(columns, body):
        return _foreign(columns, body)
    ids, found = f.Register(), []
    for n, cells in body:
        row = {key: cell.strip() for key, cell in zip(columns, cells, strict=False) if key}
        place = f.Place(where, n)
        fields = _fields(row, place)
        ids.enter(fields["id"], place)
        found.append((fields, row.get("parent", ""), place))
    return Codebook(_tree(found))


def _columns(header: Row, where: str) -> Iterator[str]:
    """The field each column holds; '' for one that is left out."""
    n, cells = header
    place, met = f.Place(where, n), set[str]()
    known = {HEADINGS.get(word, word) for word in (cell.strip().casefold().replace(" ", "_") for cell in cells)}
    known -= {"id"} if _FOREIGN & known else set()
    for cell in cells:
        word = cell.strip().casefold().replace(" ", "_")
        key = HEADINGS.get(word, word)
        if key in met:
            raise place.error(f"two columns hold '{key}'")
        if key and key not in COLUMNS and key not in IGNORED and "id" in known:
            raise f.unknown_key(cell.strip(), COLUMNS, place, "column")
        met.add(key) if key in COLUMNS else None
        yield key if key in COLUMNS else ""
    if not met & {"id", "name"}:
        raise place.error("there is no column 'id'", hint=f"Name the columns in the first row: {', '.join(COLUMNS)}.")


def _fields(row: dict[str, str], place: f.Place) -> f.CodeFields:
    texts = {key: row[key] for key in f.TEXTS if key in row}
    texts["id"] = f.checked_id(texts.get("id", ""), place)
    texts["color"] = f.color(texts.get("color", ""), place)
    lists = {key: f.parts(row[key], key) for key in f.LISTS if key in row}
    found = cast(f.CodeFields, {**texts, **lists})
    if "retired" in row:
        found["retired"] = f.truth(row["retired"], place)
    if "key" in row:
        found["uid"] = f.key(row["key"], place)
    return found


def _is_foreign(columns: Sequence[str], body: Sequence[Row]) -> bool:
    """Whether a table has only names, as other programs write codebooks, and no ids."""
    if "id" not in columns:
        return True
    ids = [cells[columns.index("id")] for _, cells in body if columns.index("id") < len(cells)]
    return "name" not in columns and any(" " in i.strip() or _STEP.search(i) for i in ids)


def _foreign(columns: Sequence[str], body: Sequence[Row]) -> Codebook:
    r"""A codebook of names: a code's path stands in its name or before it in the column of its parent.

    MAXQDA and NVivo write `Bolig\Leie`, others `Bolig > Leie`. Ids are made of the names. Codes that only stand in
    paths are made too.
    """
    below: dict[tuple[str, ...], dict[str, None]] = {(): {}}
    said: dict[tuple[str, ...], dict[str, str]] = {}
    for _, cells in body:
        row = {key: cell.strip() for key, cell in zip(columns, cells, strict=False) if key}
        path = (*_path(row.get("parent", "")), *_path(row.get("name") or row.get("id", "")))
        for n in range(len(path)):
            below.setdefault(path[:n], {})[path[n]] = None
        if path:
            said[path] = row
    top = next(iter(below[()]), "")
    start = (top,) if len(below[()]) == 1 and top in _ROOTS and below.get((top,)) else ()
    taken: set[str] = set()

    def codes(above: tuple[str, ...]) -> tuple[Code, ...]:
        return tuple(code((*above, name)) for name in below.get(above, ()))

    def code(path: tuple[str, ...]) -> Code:
        row = said.get(path, {})
        id_ = _free(f.as_id(path[-1]) or "kode", taken)
        color = row.get("color", "")
        return Code(
            id_,
            path[-1],
            definition=row.get("definition", ""),
            color=color if _COLOR.fullmatch(color) else "",
            codes=codes(path),
        )

    return Codebook(codes(start))


def _path(cell: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _STEP.split(cell) if part.strip())


def _free(wanted: str, taken: set[str]) -> str:
    """An id that no other code has."""
    id_, n = wanted, 2
    while id_.casefold() in taken:
        id_, n = f"{wanted}_{n}", n + 1
    taken.add(id_.casefold())
    return id_


def _tree(found: Sequence[tuple[f.CodeFields, str, f.Place]]) -> tuple[Code, ...]:
    """The rows as a tree. A parent may stand after its children; a circle is refused."""
    known = {fields["id"] for fields, _, _ in found}
    below: dict[str, list[f.CodeFields]] = {}
    for fields, parent, place in found:
        if parent and parent not in known:
            raise f.unknown_key(parent, sorted(known), place, "parent")
        below.setdefault(parent, []).append(fields)
    reached: set[str] = set()

    def codes(parent: str, depth: int) -> tuple[Code, ...]:
        reached.add(parent)
        if depth > DEPTH:
            raise found[0][2].error(f"codes nested more than {DEPTH} deep")
        return tuple(f.build(fields, codes(fields["id"], depth + 1)) for fields in below.get(parent, ()))

    tree = codes("", 0)
    for fields, _, place in found:
        if fields["id"] not in reached:
            raise place.error(f"'{fields['id']}' is below itself: its parents form a circle")
    return tree
