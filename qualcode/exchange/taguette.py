"""A Taguette project, from the tables of its SQLite file.

A highlight is a stretch of the UTF-8 bytes of an HTML document's text nodes, one after the other; who made it stands in
the list of commands only. Sub-tags are written into names (`a.b`).
"""

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from qualcode.exchange.foreign import Account, Exchanged, Memo, Tables, Text
from qualcode.exchange.identity import keys_of, moment
from qualcode.exchange.names import named_code, numbered, tree_in_names
from qualcode.model import Codebook, Coding, Source
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

ORIGIN = "Taguette"
_BLOCKS = frozenset("p div li ul ol h1 h2 h3 h4 h5 h6 blockquote pre table tr section article br hr".split())


class Page:
    """The text of an HTML document with a line end after each block, and the way to it from Taguette's positions."""

    def __init__(self, html: str) -> None:
        from lxml.html import document_fromstring

        self._bytes, self._starts, self._pieces = 0, list[int](), list[tuple[int, bytes]]()
        self._parts: list[str] = []
        self._length = 0
        body = document_fromstring(f"<html><body>{html}</body></html>").find("body")
        if body is not None:
            self._walk(body)
        self.text = "".join(self._parts).rstrip("\n")

    def _walk(self, element: "_Element") -> None:
        self._take(element.text)
        for child in element:
            if isinstance(child.tag, str):
                self._walk(child)
                if child.tag in _BLOCKS:
                    self._end_line()
            self._take(child.tail)

    def _take(self, text: str | None) -> None:
        """A text node. White space between blocks is counted, but is no text of ours."""
        if not text:
            return
        data = text.encode()
        if text.strip() or not self._at_line_start():
            self._starts.append(self._bytes)
            self._pieces.append((self._length, data))
            self._parts.append(text)
            self._length += len(text)
        self._bytes += len(data)

    def _at_line_start(self) -> bool:
        return not self._parts or self._parts[-1].endswith("\n")

    def _end_line(self) -> None:
        if not self._at_line_start():
            self._parts.append("\n\n")
            self._length += 2

    def at(self, offset: int) -> int:
        """The position in the text of a number of bytes."""
        n = bisect_right(self._starts, offset) - 1
        if n < 0:
            return 0
        start, data = self._pieces[n]
        return start + len(data[: offset - self._starts[n]].decode(errors="ignore"))


def read_taguette(tables: Tables, where: str) -> Exchanged:
    """The project, or all projects, in a Taguette database."""
    return _Reader(tables).read()


_KINDS: Mapping[str, str] = {"Document": "documents", "Tag": "tags", "Tagging": "highlight_tags"}


class _Reader:
    def __init__(self, tables: Tables) -> None:
        self._tables, projects = tables, tables.get("projects", ())
        self._name = ", ".join(str(p["name"]) for p in projects)
        self._key = keys_of(f"{ORIGIN} {self._name} {min((str(p['created']) for p in projects), default='')}")
        self._account = Account(Counter({kind: len(tables[t]) for kind, t in _KINDS.items() if tables.get(t)}))
        self._pages = {d["id"]: Page(str(d["contents"])) for d in tables["documents"]}
        self._titles = numbered([(d["id"], str(d["name"])) for d in tables["documents"]])
        self._texts = {n: normalise(page.text) for n, page in self._pages.items()}

    def read(self) -> Exchanged:
        """Everything."""
        taken = set[str]()
        tags = self._tables["tags"]
        codes = [named_code(str(t["path"]), str(t["description"]), self._key(f"tag {t['id']}"), taken) for t in tags]
        book = Codebook(tree_in_names(codes), self._name)
        texts = tuple(
            Text(Source(title, self._texts[n], origin=ORIGIN), self._key(f"document {n}"))
            for n, title in self._titles.items()
        )
        self._account.imported["Tag"] += len(tags)
        self._account.imported["Document"] += len(texts)
        codings = tuple(self._codings({code.uid: code.id for code in book.walk()}))
        memos = tuple(memo for memo in self._memos() if memo.text)
        return Exchanged(self._name, ORIGIN, book, texts, codings, memos, fates=tuple(self._account.fates()))

    def _codings(self, ids: Mapping[str, str]) -> Iterator[Coding]:
        people = dict(_who(self._tables))
        highlights = {h["id"]: h for h in self._tables["highlights"]}
        for row in self._tables["highlight_tags"]:
            highlight, code = highlights.get(row["highlight_id"]), ids.get(self._key(f"tag {row['tag_id']}"))
            page = self._pages.get(highlight["document_id"]) if highlight else None
            if highlight is None or page is None or code is None:
                self._account.lose("Tagging", "of a highlight, document or tag that is not there")
                continue
            span = page.at(highlight["start_offset"]), page.at(highlight["end_offset"])
            if span[0] >= span[1]:
                self._account.lose("Tagging", "outside its document")
                continue
            self._account.imported["Tagging"] += 1
            coder, created = people.get(highlight["id"], ("", ""))
            number = self._key(f"highlight {highlight['id']} {row['tag_id']}")
            title, quote = self._titles[highlight["document_id"]], page.text[slice(*span)]
            yield Coding(number, title, code, coder, *span, quote, "", "import", created)

    def _memos(self) -> Iterator[Memo]:
        for project in self._tables.get("projects", ()):
            yield Memo(str(project["description"]).strip())
        for document in self._tables["documents"]:
            yield Memo(str(document["description"]).strip(), self._titles[document["id"]])


def _who(tables: Tables) -> Iterator[tuple[Any, tuple[str, str]]]:
    """Who made each highlight and when, from the commands that did it, the last one last."""
    for command in tables.get("commands", ()):
        try:
            payload = json.loads(command["payload"])
        except ValueError:
            continue
        if isinstance(payload, dict) and payload.get("type") == "highlight_add":
            yield payload.get("highlight_id"), (str(command["user_login"]), moment(str(command["date"])))
