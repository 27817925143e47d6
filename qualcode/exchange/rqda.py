"""An RQDA project, from the tables of its SQLite file. Positions are characters of the text as it is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from qualcode.exchange.foreign import Account, Case, Exchanged, Memo, Part, Tables, Text
from qualcode.exchange.identity import keys_of
from qualcode.exchange.names import named_code, numbered
from qualcode.exchange.offsets import Counting, Positions
from qualcode.model import Code, Codebook, Coding, Source
from qualcode.text.normalise import normalise

ORIGIN = "RQDA"
_KINDS: Mapping[str, str] = {
    "Text": "source", "Code": "freecode", "Category": "codecat", "Coding": "coding", "Case": "cases",
    "Part of a case": "caselinkage", "Attribute of a case": "caseAttr", "Attribute of a text": "fileAttr",
}  # fmt: skip


def read_rqda(tables: Tables, where: str) -> Exchanged:
    """The project in an RQDA database. Rows whose status is 0 were deleted there and are not read."""
    live = {name: [row for row in rows if row.get("status", 1) != 0] for name, rows in tables.items()}
    return _Reader(live, where).read()


class _Reader:
    def __init__(self, tables: Mapping[str, list[Mapping[str, Any]]], where: str) -> None:
        self._tables, self._key = tables, keys_of(f"{ORIGIN} {where}")
        self._account = Account(Counter({k: len(tables[t]) for k, t in _KINDS.items() if tables.get(t)}))
        self._names = numbered([(r["id"], str(r["name"])) for r in tables["source"]])
        raw = {r["id"]: str(r["file"] or "") for r in tables["source"]}
        self._texts = {n: normalise(text) for n, text in raw.items()}
        self._places = {n: Positions(text, Counting()) for n, text in raw.items()}

    def read(self) -> Exchanged:
        """Everything."""
        book = Codebook(self._codes(), "")
        self._ids = {code.uid: code.id for code in book.walk()}
        values = self._values("fileAttr", "fileID", "Attribute of a text")
        texts = tuple(
            Text(Source(name, self._texts[n], attributes=values.get(n, {}), origin=ORIGIN), self._key(f"source {n}"))
            for n, name in self._names.items()
        )
        self._account.imported["Text"] += len(texts)
        codings, cases, memos = tuple(self._codings()), tuple(self._cases()), tuple(self._memos())
        return Exchanged("", ORIGIN, book, texts, codings, memos, cases, fates=tuple(self._account.fates()))

    def _codes(self) -> tuple[Code, ...]:
        """Codes below their (first) category."""
        taken, above = set[str](), {r["cid"]: r["catid"] for r in reversed(self._tables.get("treecode", []))}
        below: dict[Any, list[Code]] = defaultdict(list)
        known = {r["catid"] for r in self._tables.get("codecat", [])}
        categories = [
            (row["catid"], named_code(str(row["name"]), _memo(row), self._key(f"cat {row['catid']}"), taken))
            for row in self._tables.get("codecat", [])
        ]
        for row in self._tables["freecode"]:
            code = named_code(str(row["name"]), _memo(row), self._key(f"code {row['id']}"), taken)
            category = above.get(row["id"])
            below[category if category in known else None].append(code)
        self._account.imported["Code"] += len(self._tables["freecode"])
        self._account.imported["Category"] += len(categories)
        trees = [replace(category, codes=tuple(below[n])) for n, category in categories]
        return (*trees, *below[None])

    def _codings(self) -> Iterator[Coding]:
        for row in self._tables["coding"]:
            span = self._span(row, "fid", "selfirst", "selend")
            code = self._ids.get(self._key(f"code {row['cid']}"))
            if span is None or code is None:
                self._account.lose("Coding", "outside its text" if span is None else "of a code that is not there")
                continue
            self._account.imported["Coding"] += 1
            number = self._key(f"coding {row['cid']} {row['fid']} {row['selfirst']} {row['selend']} {row.get('owner')}")
            quote, name = self._texts[row["fid"]][slice(*span)], self._names[row["fid"]]
            yield Coding(number, name, code, str(row.get("owner") or ""), *span, quote, _memo(row), "import", "")

    def _span(self, row: Mapping[str, Any], of: str, first: str, last: str) -> tuple[int, int] | None:
        places = self._places.get(row[of])
        if places is None or row[first] is None or row[last] is None:
            return None
        return places.span(int(row[first]), int(row[last]))

    def _cases(self) -> Iterator[Case]:
        values, parts = self._values("caseAttr", "caseID", "Attribute of a case"), defaultdict[Any, list[Part]](list)
        for row in self._tables.get("caselinkage", []):
            if span := self._span(row, "fid", "selfirst", "selend"):
                self._account.imported["Part of a case"] += 1
                whole = (0, len(self._texts[row["fid"]]))
                name = self._names[row["fid"]]
                parts[row["caseid"]].append(Part(name) if span == whole else Part(name, *span))
            else:
                self._account.lose("Part of a case", "of no text")
        for row in self._tables.get("cases", []):
            self._account.imported["Case"] += 1
            own = tuple(dict.fromkeys(parts[row["id"]]))
            yield Case(str(row["name"]), self._key(f"case {row['id']}"), own, values.get(row["id"], {}))

    def _values(self, table: str, of: str, kind: str) -> dict[Any, dict[str, str]]:
        found: dict[Any, dict[str, str]] = defaultdict(dict)
        for row in self._tables.get(table, []):
            self._account.imported[kind] += 1
            if row["value"]:
                found[row[of]][str(row["variable"])] = str(row["value"])
        return found

    def _memos(self) -> Iterator[Memo]:
        for row in self._tables.get("project", []):
            if text := _memo(row):
                yield Memo(text)
        for row in self._tables["source"]:
            if text := _memo(row):
                yield Memo(text, self._names[row["id"]], coder=str(row.get("owner") or ""))


def _memo(row: Mapping[str, Any]) -> str:
    return str(row.get("memo") or "").strip()
