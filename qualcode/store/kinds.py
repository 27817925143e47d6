"""The register of stored kinds: for every table with people's work, what it is to all that works on every kind.

Undoing, merging, finding places again, uniting codes, erasing, packing and checking ask this register and know no
table by name, so that a new kind works by its row. The other tables stand in `NOT_KINDS`, each with its reason.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

ANY = "*"
"""In `Kind.refers`: any permanent id, according to the row's own kind; a place in a text may stand behind it."""

Placed = Literal["", "span", "target"]
Pack = Literal["all", "own", "never"]
Refi = Literal["element", "sidecar", "stays"]


@dataclass(frozen=True)
class Kind:
    """What one table's rows are to everything that works on all kinds.

    Undo needs no answer here: all changes of all kinds are remembered and taken back (see `schema`). When a transcript
    or a code gets another name nothing has to follow, since rows refer to permanent ids, in the columns `refers` (to
    which table; '' there is nobody). `attributes` and `coders` are the columns that hold such names as text (of
    attributes, and of people), which renaming has to carry along; JSON lists of names are among them.

    * *Merging*: rows of one key are one row. Each column has what was written last, except that the columns `together`
      are written together. Where both copies wrote something else into the columns `asked`, a person decides; the same
      where one of them took the row away. A row that is gone on one side stays where rows of the other refer to it.
    * *Re-anchoring*: `placed` 'span' has transcript, revision, start, end, in some kinds quote and anchor too; 'target'
      has a kind, and a target that may be `uid@start-end/revision`.
    * *A code is merged into another*: the columns that refer to a code follow; when it is split, moved or retired
      nothing has to. Codings follow by a rule of their own, since two of them may become one.
    * *Erasing* a transcript takes every row that refers to it, or to a row that is taken.
    * *Pseudonymising* goes through the columns `words`: what people said or wrote, or named after it.
    * *Packages*: blind ones have `own`, the rows that the column `whose` says are the coder's or nobody's; `all`; or
      `never`, which no package has. Rows whose `removed` is filled stay at home.
    * *check* follows `refers`, reads the columns `json`, and the times in `times`.
    * *REFI-QDA*: it has an element for it, our sidecar carries it, or it stays here.
    """

    table: str
    refers: Mapping[str, str] = field(default_factory=dict)
    whose: str = ""
    pack: Pack = "all"
    asked: frozenset[str] = frozenset()
    together: frozenset[str] = frozenset()
    placed: Placed = ""
    attributes: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    json: tuple[str, ...] = ()
    times: tuple[str, ...] = ("created",)
    refi: Refi = "sidecar"

    def belongs(self, row: Mapping[str, object], to: Collection[str]) -> bool:
        """Whether a row refers to one of these permanent ids."""
        return any(str(row.get(column) or "")[:32] in to for column in self.refers)


_SPAN = frozenset({"revision", "start", "end", "quote", "anchor"})
_OF_TRANSCRIPT = {"transcript": "transcript"}
_ON_TEXT = {"transcript": "transcript", "code": "code"}
_CODE = frozenset("id parent name definition include exclude keywords rules examples color retired".split())

KINDS: tuple[Kind, ...] = (
    Kind(
        "transcript",
        asked=frozenset({"revision"}),
        words=("name",),
        times=("created", "removed"),
        refi="element",
    ),
    Kind("revision", _OF_TRANSCRIPT | {"body": "body"}, words=("origin",)),
    Kind("attribute", _OF_TRANSCRIPT, attributes=("name",), words=("value",), times=(), refi="element"),
    Kind("attribute_type", attributes=("name",), words=("label",), times=()),
    Kind("speaker", _OF_TRANSCRIPT, words=("name",), times=()),
    Kind("speaker_attribute", _OF_TRANSCRIPT, attributes=("name",), words=("speaker", "value"), times=()),
    Kind(
        "code",
        {"parent": "code"},
        asked=_CODE,
        words=("id", "name", "definition", "include", "exclude", "keywords", "rules", "examples"),
        json=("keywords", "rules", "examples"),
        times=(),
        refi="element",
    ),
    Kind("codebook_version", coders=("coder",), words=("book", "source", "why"), json=("book",)),
    Kind(
        "coding",
        _ON_TEXT | {"version": "codebook_version"},
        whose="coder",
        pack="own",
        together=_SPAN,
        placed="span",
        coders=("coder",),
        words=("quote", "why"),
        times=("created", "removed"),
        refi="element",
    ),
    Kind(
        "memo",
        {"target": ANY},
        whose="coder",
        pack="own",
        together=frozenset({"kind", "target"}),
        placed="target",
        coders=("coder",),
        words=("text",),
        times=("created", "removed"),
        refi="element",
    ),
    Kind(
        "reading",
        _OF_TRANSCRIPT,
        whose="coder",
        pack="own",
        together=frozenset({"finished", "revision"}),
        coders=("coder",),
        times=("finished",),
    ),
    Kind("decision", _ON_TEXT, whose="coder", pack="own", coders=("coder",), words=("why",)),
    Kind(
        "settlement",
        _ON_TEXT,
        whose="coder",
        pack="own",
        coders=("layer", "coder", "between"),
        words=("reason",),
        json=("between",),
    ),
    Kind("round", json=(), words=("name", "sentence")),
    Kind("assignment", _OF_TRANSCRIPT | {"round": "round"}, whose="coder", pack="own", coders=("coder",), times=()),
    Kind(
        "foreign_id", {"target": ANY}, whose="coder", coders=("coder",), words=("details",), json=("details",), times=()
    ),
    Kind("foreign_part", {"target": ANY}, words=("content",)),
    Kind("former_name", {"target": ANY}, words=("name",)),
    Kind("coder_alias", whose="coder", pack="own", coders=("coder",)),
    Kind(
        "waiting",
        _OF_TRANSCRIPT,
        whose="coder",
        pack="own",
        coders=("coder",),
        words=("payload", "verdict"),
        json=("payload",),
        times=("created", "settled"),
        refi="stays",
    ),
    Kind("person", words=("name",), refi="element"),
    Kind("person_speaker", _OF_TRANSCRIPT | {"person": "person"}, words=("speaker",), times=(), refi="element"),
    Kind("person_attribute", {"person": "person"}, attributes=("name",), words=("value",), times=(), refi="element"),
    Kind("saved_set", attributes=("rule",), words=("name", "rule"), refi="element"),
    Kind("saved_set_member", _OF_TRANSCRIPT | {"saved_set": "saved_set"}, times=(), refi="element"),
    Kind(
        "summary",
        {"value": ANY, "code": "code"},
        whose="coder",
        pack="own",
        attributes=("attribute",),
        coders=("coder",),
        words=("value", "text"),
        times=("created", "removed"),
    ),
    Kind(
        "theme_entry",
        {"theme": ANY},
        whose="coder",
        pack="own",
        coders=("coder",),
        words=("text",),
        times=("created", "removed"),
    ),
    Kind("draft", whose="coder", pack="own", coders=("coder",), words=("name",), times=("created", "removed")),
    Kind("draft_theme", {"draft": "draft", "code": "code"}, words=("name",), times=()),
    Kind("draft_code", {"draft": "draft", "code": "code", "theme": "draft_theme"}, times=()),
    Kind(
        "quotation",
        _OF_TRANSCRIPT | {"theme": ANY},
        whose="coder",
        pack="own",
        together=_SPAN,
        placed="span",
        coders=("coder",),
        words=("quote", "shown"),
        times=("created", "removed"),
    ),
    Kind(
        "theme_review",
        _OF_TRANSCRIPT | {"theme": ANY, "coding": "coding"},
        whose="coder",
        pack="own",
        together=_SPAN,
        placed="span",
        coders=("coder",),
        words=("quote", "why"),
        times=("created", "removed"),
    ),
    Kind(
        "memo_link",
        {"memo": "memo", "target": ANY},
        together=frozenset({"kind", "target"}),
        placed="target",
    ),
    Kind("recording", _OF_TRANSCRIPT, pack="never", refi="stays"),
    Kind(
        "pseudonym",
        whose="coder",
        pack="never",
        coders=("coder",),
        words=("found", "forms", "replacement"),
        json=("forms",),
        refi="stays",
    ),
)
"""Every kind of thing that verbs write, in the order of the schema."""

NOT_KINDS: Mapping[str, str] = {
    "meta": "what the file says of itself; merged by rules of its own",
    "body": "texts, named by their content: written once, never changed, so there is nothing to take back",
    "log": "the history itself",
    "change": "the history itself",
    "doing": "the verb under way; empty in between",
    "bookmark": "where a coder left the reader: a place to come back to, neither logged nor handed on",
    "source_file": "where a text was read from on this machine: of this copy alone",
    "_sqlite_migrations": "of the migrations",
}
"""The other tables, and why they are no kind."""

BY_TABLE: Mapping[str, Kind] = {kind.table: kind for kind in KINDS}


def referring(to: str) -> Iterator[tuple[Kind, str]]:
    """Every kind and column that holds the permanent id of a row of the table `to`, and of nothing else."""
    return ((kind, column) for kind in KINDS for column, table in kind.refers.items() if table == to)


def with_columns(*names: str) -> Iterator[Kind]:
    """The kinds that have something to say under all of these questions, such as `placed` or `coders`."""
    return (kind for kind in KINDS if all(getattr(kind, name) for name in names))
