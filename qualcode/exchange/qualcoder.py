"""A QualCoder project, from the tables of its `data.qda`. Positions are code points of the text as it is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from qualcode.exchange.foreign import Account, Case, Exchanged, Memo, Part, Tables, Text
from qualcode.exchange.identity import keys_of, moment
from qualcode.exchange.names import named_code, numbered
from qualcode.exchange.offsets import Counting, Positions
from qualcode.model import Code, Codebook, Coding, Source
from qualcode.text.normalise import normalise

ORIGIN = "QualCoder"
_KINDS: Mapping[str, str] = {
    "Text": "source", "Category": "code_cat", "Code": "code_name", "Coding": "code_text", "Annotation": "annotation",
    "Case": "cases", "Part of a case": "case_text", "Attribute": "attribute", "Journal entry": "journal",
    "Coding of a picture": "code_image", "Coding of sound or film": "code_av",
}  # fmt: skip


def read_qualcoder(tables: Tables, where: str) -> Exchanged:
    """The project in a QualCoder database."""
    return _Reader(tables).read()


class _Reader:
    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._project = next(iter(tables.get("project", ())), {})
        self._key = keys_of(f"{ORIGIN} {self._project.get('date', '')}")
        self._account = Account(Counter({k: len(tables[t]) for k, t in _KINDS.items() if tables.get(t)}))
        self._raw = {r["id"]: str(r["fulltext"]) for r in tables["source"] if r["fulltext"]}
        rows = [(r["id"], str(r["name"])) for r in tables["source"] if r["id"] in self._raw]
        self._names = numbered(rows)
        self._texts = {n: normalise(raw) for n, raw in self._raw.items()}
        self._places = {n: Positions(raw.removeprefix("\ufeff"), Counting()) for n, raw in self._raw.items()}

    def read(self) -> Exchanged:
        """Everything."""
        book = Codebook(self._codes(), "")
        self._ids = {code.uid: code.id for code in book.walk()}
        attributes = self._attributes("file")
        texts = tuple(
            Text(
                Source(self._names[n], self._texts[n], attributes=attributes.get(n, {}), origin=ORIGIN),
                self._key(f"source {n}"),
            )
            for n in self._names
        )
        self._account.imported["Text"] += len(texts)
        self._account.lose("Text", "a picture, sound, film or page without words",
                           len(self._tables["source"]) - len(texts))  # fmt: skip
        codings, memos, cases = tuple(self._codings()), tuple(self._memos()), tuple(self._cases())
        for kind in ("Coding of a picture", "Coding of sound or film"):
            self._account.lose(kind, "not of words", self._account.file[kind])
        fates = tuple(self._account.fates())
        return Exchanged("", ORIGIN, book, texts, codings, memos, cases, fates=fates)

    def _codes(self) -> tuple[Code, ...]:
        """Categories and codes as one tree."""
        taken: set[str] = set()
        below: dict[str, list[tuple[str, Mapping[str, Any]]]] = defaultdict(list)
        known = {f"cat {r['catid']}" for r in self._tables["code_cat"]}
        known |= {f"code {r['cid']}" for r in self._tables["code_name"]}
        for row in self._tables["code_cat"]:
            above = f"cat {row['supercatid']}"
            below[above if above in known else ""].append((f"cat {row['catid']}", row))
        for row in self._tables["code_name"]:
            options = (f"code {row.get('supercid')}", f"cat {row['catid']}")
            below[next((o for o in options if o in known), "")].append((f"code {row['cid']}", row))

        def grown(number: str, seen: frozenset[str]) -> Iterator[Code]:
            for own, row in below[number]:
                if own in seen:
                    continue  # a circle of parents
                name, memo = str(row["name"]), str(row["memo"] or "").strip()
                code = named_code(name, memo, self._key(own), taken, _color(row))
                self._account.imported["Category" if own.startswith("cat") else "Code"] += 1
                yield replace(code, codes=tuple(grown(own, seen | {own})))

        return tuple(grown("", frozenset()))

    def _span(self, row: Mapping[str, Any]) -> tuple[int, int] | None:
        places = self._places.get(row["fid"])
        if places is None or row["pos0"] is None or row["pos1"] is None:
            return None
        return places.span(int(row["pos0"]), int(row["pos1"]))

    def _codings(self) -> Iterator[Coding]:
        for row in self._tables["code_text"]:
            span, code = self._span(row), self._ids.get(self._key(f"code {row['cid']}"))
            if span is None or code is None:
                self._account.lose("Coding", "outside its text" if span is None else "of a code that is not there")
                continue
            self._account.imported["Coding"] += 1
            quote = self._texts[row["fid"]][slice(*span)]
            number, memo = self._key(f"coding {row['ctid']}"), str(row["memo"] or "").strip()
            name, when = self._names[row["fid"]], moment(str(row["date"] or ""))
            yield Coding(number, name, code, str(row["owner"] or ""), *span, quote, memo, "import", when)

    def _memos(self) -> Iterator[Memo]:
        if text := str(self._project.get("memo") or "").strip():
            yield Memo(text)
        for row in self._tables["source"]:
            if row["id"] in self._names and (text := str(row["memo"] or "").strip()):
                yield Memo(
                    text, self._names[row["id"]], coder=str(row["owner"] or ""), created=moment(str(row["date"]))
                )
        for row in self._tables.get("annotation", ()):
            span = self._span(row)
            if span is None:
                self._account.lose("Annotation", "outside its text")
                continue
            self._account.imported["Annotation"] += 1
            name, who, when = self._names[row["fid"]], str(row["owner"] or ""), moment(str(row["date"] or ""))
            yield Memo(str(row["memo"] or ""), name, *span, who, when, key=self._key(f"annotation {row['anid']}"))
        for row in self._tables.get("journal", ()):
            self._account.imported["Journal entry"] += 1
            text = f"{row['name']}\n{row['jentry'] or ''}".strip()
            yield Memo(text, coder=str(row["owner"] or ""), created=moment(str(row["date"] or "")))

    def _attributes(self, of: str) -> dict[Any, dict[str, str]]:
        found: dict[Any, dict[str, str]] = defaultdict(dict)
        for row in self._tables.get("attribute", ()):
            if row["attr_type"] == of:
                found[row["id"]][str(row["name"])] = str(row["value"] or "")
                self._account.imported["Attribute"] += 1
        return {number: {k: v for k, v in own.items() if v} for number, own in found.items()}

    def _cases(self) -> Iterator[Case]:
        values, parts = self._attributes("case"), defaultdict[Any, list[Part]](list)
        for row in self._tables.get("case_text", ()):
            span = self._span(row)
            if span is None:
                self._account.lose("Part of a case", "of no text")
                continue
            self._account.imported["Part of a case"] += 1
            name, whole = self._names[row["fid"]], (0, len(self._texts[row["fid"]]))
            parts[row["caseid"]].append(Part(name) if span == whole else Part(name, *span))
        for row in self._tables.get("cases", ()):
            self._account.imported["Case"] += 1
            number = row["caseid"]
            own = tuple(dict.fromkeys(parts[number]))
            yield Case(str(row["name"]), self._key(f"case {number}"), own, values.get(number, {}))


def _color(row: Mapping[str, Any]) -> str:
    color = str(row.get("color") or "")
    return color if len(color) == 7 and color[0] == "#" else ""
