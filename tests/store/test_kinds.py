"""The register of stored kinds: every table has answers, and a new kind works by its row."""

import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from qualcode.importers.reanchor import reanchor
from qualcode.project import Project, Settings
from qualcode.store import codebook, codings, database, erasing, history, merging, packing, sidecar, transcripts
from qualcode.store.conflicts import Verdicts
from qualcode.store.kinds import ANY, BY_TABLE, KINDS, NOT_KINDS
from qualcode.store.schema import columns, keys
from qualcode.verbs import coding, revising

TIME = "2026-11-29T12:00:00.000000Z"
NEW = (
    *("foreign_id", "foreign_part", "former_name", "coder_alias", "waiting", "person", "person_speaker"),
    *("person_attribute", "saved_set", "saved_set_member", "summary", "theme_entry", "draft", "draft_theme"),
    *("draft_code", "quotation", "theme_review", "memo_link", "recording", "pseudonym"),
)
OF_GRANMO = {
    *("foreign_id", "foreign_part", "former_name", "waiting", "person_speaker", "saved_set_member", "summary"),
    *("quotation", "theme_review", "memo_link", "recording"),
}
"""What the rows below say of the transcript granmo-1."""


def rows(project: Project) -> dict[str, dict[str, object]]:
    """A row of each of the newer kinds; parents first. Most are about granmo-1 or a coding in it."""
    uid, code = transcripts.uid(project.db, "granmo-1"), codebook.load(project.db).by_id["barn"].uid
    text = transcripts.one(project.db, "granmo-1")
    made = next(c for c in codings.load(project.db) if c.transcript == "granmo-1")
    (memo,) = project.db.execute("SELECT id FROM memo WHERE target = ?", [made.id]).fetchone()
    (n,) = project.db.execute("SELECT revision FROM transcript WHERE uid = ?", [uid]).fetchone()
    passage = text.segments[3]
    span = {"revision": n, "start": passage.start, "end": passage.end, "quote": text.quote(passage), "anchor": "kept"}
    new = {name: (name * 32)[:32] for name in ("person", "saved", "draft", "theme")}
    said: dict[str, dict[str, object]] = {
        "foreign_id": {"kind": "coding", "program": "NVivo", "guid": "{A}", "target": made.id, "details": "{}"},
        "foreign_part": {"program": "NVivo", "kind": "Link", "target": uid, "content": "<Link/>"},
        "former_name": {"kind": "transcript", "name": "granmo", "target": uid},
        "coder_alias": {"name": "KARI", "coder": "Kari"},
        "waiting": {"kind": "row", "about": made.id, "transcript": uid, "coder": "Kari", "payload": "{}"},
        "person": {"id": new["person"], "name": "Kari Dal"},
        "person_speaker": {"transcript": uid, "speaker": "Kari", "person": new["person"]},
        "person_attribute": {"person": new["person"], "name": "alder", "value": "34"},
        "saved_set": {"id": new["saved"], "name": "kontorene", "rule": ""},
        "saved_set_member": {"saved_set": new["saved"], "transcript": uid},
        "summary": {"attribute": "transcript", "value": uid, "code": code, "coder": "Kari", "text": "Lite om barna."},
        "theme_entry": {"theme": code, "field": "idea", "coder": "Kari", "text": "Barna er fraværende."},
        "draft": {"id": new["draft"], "name": "første utkast", "coder": "Kari", "status": "open"},
        "draft_theme": {"id": new["theme"], "draft": new["draft"], "name": "De som mangler"},
        "draft_code": {"draft": new["draft"], "code": code, "theme": new["theme"]},
        "quotation": {"transcript": uid, "theme": code, "coder": "Kari", "shown": "[…]", **span},
        "theme_review": {
            "theme": code,
            "kind": "misfit",
            "coding": made.id,
            "transcript": uid,
            "coder": "Kari",
            **span,
        },
        "memo_link": {"memo": memo, "kind": "segment", "target": f"{uid}@{passage.start}-{passage.end}/{n}"},
        "recording": {"transcript": uid, "path": "/opptak/granmo.wav"},
        "pseudonym": {"kind": "person", "found": "Kari", "forms": "[]", "decision": "later", "coder": "Kari"},
    }
    return {table: _whole(project.db, table, row) for table, row in said.items()}


def _whole(db: sqlite3.Connection, table: str, said: dict[str, object]) -> dict[str, object]:
    """A row with all its columns."""
    info = {row[1]: row for row in db.execute(f"PRAGMA table_info({table})")}
    row: dict[str, object] = {}
    for name, (_, _, type_, not_null, *_) in info.items():
        row[name] = said.get(name, (0 if type_ == "INTEGER" else "") if not_null else None)
    row |= {"id": said.get("id", (table * 32)[:32])} if "id" in info else {}
    return row | ({"created": TIME} if "created" in info else {})


def insert(project: Project, table: str, row: dict[str, object]) -> None:
    names = ", ".join(f'"{c}"' for c in row)
    with project.verb("made for the test", "Kari"):
        project.db.execute(f"INSERT INTO {table} ({names}) VALUES ({', '.join('?' for _ in row)})", list(row.values()))  # noqa: S608


def there(db: sqlite3.Connection, table: str) -> list[dict[str, object]]:
    return [dict(row) for row in db.execute(f"SELECT * FROM {table}")]  # noqa: S608


@pytest.fixture
def coded(project: Project) -> Project:
    """Kari coded one passage of granmo-1, with a memo."""
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari", memo="viktig")
    return project


@pytest.fixture
def copy(coded: Project, tmp_path: Path) -> "Iterator[Project]":
    shutil.copytree(coded.folder, tmp_path / "copy")
    with Project.open(tmp_path / "copy") as made:
        yield made


def test_every_table_has_answers_or_a_reason(project: Project) -> None:
    tables = {row[0] for row in project.db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    assert tables == {kind.table for kind in KINDS} | NOT_KINDS.keys()
    assert len(BY_TABLE) == len(KINDS)
    assert all(NOT_KINDS.values())


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.table)
def test_the_answers_speak_of_columns_that_there_are(kind: object, project: Project) -> None:
    kind = BY_TABLE[kind.table]  # type: ignore[attr-defined]
    have = set(columns(project.db, kind.table))
    said = [kind.refers, kind.asked, kind.together, kind.attributes, kind.coders, kind.words, kind.json, kind.times]
    assert {column for columns in said for column in columns} <= have
    assert {table for table in kind.refers.values() if table != ANY} <= BY_TABLE.keys() | {"body"}
    assert (kind.whose in have) if kind.pack == "own" else True
    if kind.placed:
        assert keys(project.db, kind.table) == ["id"]
        assert {"span": {"transcript", "revision", "start", "end", "quote", "anchor"}, "target": {"kind", "target"}}[
            kind.placed
        ] <= have
    times = {c for c in have if c in ("created", "removed", "finished", "settled")}
    assert times == set(kind.times), "a time that check does not read"
    foreign = {row["from"] for row in project.db.execute(f"PRAGMA foreign_key_list({kind.table})")} - {"revision", "n"}
    assert foreign - {"uid"} <= set(kind.refers), "a reference that erasing and packing do not follow"
    texts = {"coder", "layer", "between"} & have
    assert texts <= {*kind.coders, kind.whose}, "a person's name that renaming would forget"


@pytest.mark.parametrize("table", NEW)
def test_a_newer_kind_is_made_undone_and_done_again(table: str, coded: Project, tables: Callable[..., object]) -> None:
    made = rows(coded)
    for parent in list(made)[: list(made).index(table)]:
        insert(coded, parent, made[parent])
    before = tables(coded)
    insert(coded, table, made[table])
    after = tables(coded)
    assert after != before
    history.undo(coded.db, "Kari")
    assert tables(coded) == before
    history.redo(coded.db, "Kari")
    assert tables(coded) == after
    assert database.integrity(coded.db) == []


def test_newer_kinds_are_merged(coded: Project, copy: Project, tables: Callable[..., object]) -> None:
    made = rows(copy)
    for table, row in made.items():
        insert(copy, table, row)
    _merge(coded, copy)
    assert {table: there(coded.db, table) for table in NEW} == {table: [made[table]] for table in NEW}
    _merge(copy, coded)
    assert tables(copy) == tables(coded)
    history.undo(coded.db, "Kari")
    assert not any(there(coded.db, table) for table in NEW)


def test_newer_kinds_go_with_a_transcript_that_is_erased(coded: Project, copy: Project) -> None:
    for table, row in rows(coded).items():
        insert(coded, table, row)
        insert(copy, table, row)
    uid = transcripts.uid(coded.db, "granmo-1")
    with coded.verb("transcripts erase", "Kari", undoable=False) as verb:
        erasing.erase(coded.db, [uid], verb)
    assert {table for table in NEW if not there(coded.db, table)} == OF_GRANMO
    told = json.dumps([list(row) for row in coded.db.execute("SELECT before, after FROM change")])
    assert uid not in told
    assert "viktig" not in told
    assert database.integrity(coded.db) == []
    _merge(coded, copy)
    assert {table for table in NEW if not there(coded.db, table)} == OF_GRANMO


def test_newer_kinds_are_packed_as_their_rows_say(coded: Project) -> None:
    for table, row in rows(coded).items():
        insert(coded, table, row)
    uids = transcripts.names(coded.db)
    own, others, without = (
        _packed(coded, coder, uids[name], blind=True)
        for coder, name in (("Kari", "granmo-1"), ("Ola", "granmo-1"), ("Kari", "lyngdalen-1"))
    )
    never = {kind.table for kind in KINDS if kind.pack == "never"}
    assert own == set(NEW) - never
    loose = {"draft_theme", "draft_code", "memo_link", "foreign_id"}  # they belong to what Ola does not get
    assert others == {t for t in NEW if BY_TABLE[t].pack == "all"} - loose - never
    assert without == set(NEW) - never - OF_GRANMO
    opened = _packed(coded, "Ola", uids["granmo-1"], blind=False)
    assert opened == set(NEW) - never


def test_every_kind_that_an_exchange_file_carries_comes_back_whole(coded: Project, tmp_path: Path) -> None:
    for table, row in rows(coded).items():
        insert(coded, table, row)
    uids = transcripts.names(coded.db)
    made = {str(row["id"]) for row in there(coded.db, "coding")}
    gone = sidecar.rows(coded.db, uids.values(), made, ())
    assert {table for table, held in gone.items() if held} >= {k.table for k in KINDS if k.refi != "stays"} & {*NEW}
    with Project.create(tmp_path / "other", Settings("other")) as other:
        assert sidecar.in_the_way(other.db, gone) == []
        with other.verb("import", "Kari"):
            assert sidecar.insert(other.db, gone).total() == sum(map(len, gone.values()))
        assert sidecar.rows(other.db, uids.values(), made, ()) == gone
        assert database.integrity(other.db) == []
        with other.verb("import", "Kari"):
            assert sidecar.insert(other.db, gone).total() == 0


def test_an_exchange_file_holds_what_was_chosen_only(coded: Project) -> None:
    uids = transcripts.names(coded.db)
    other = sidecar.rows(coded.db, [uids["lyngdalen-1"]], (), ())
    assert [row["name"] for row in other["transcript"]] == ["lyngdalen-1"]
    assert other["coding"] == other["memo"] == []
    nobody = sidecar.rows(coded.db, uids.values(), (), ["Ola"])
    assert nobody["coding"] == nobody["memo"] == []
    taken = {"transcript": [{"uid": "f" * 32, "name": "granmo-1"}]}
    assert sidecar.in_the_way(coded.db, taken) == ["granmo-1"]


def test_placed_kinds_are_found_again_in_a_corrected_text(coded: Project, tmp_path: Path) -> None:
    for table, row in rows(coded).items():
        insert(coded, table, row)
    file = tmp_path / "granmo-1.txt"
    file.write_text("Intervjuer: Nytt først.\n" + transcripts.one(coded.db, "granmo-1").text, encoding="utf-8")
    revising.replace(coded, "granmo-1", file, coder="Kari")
    text = transcripts.one(coded.db, "granmo-1").text
    for table in ("quotation", "theme_review"):
        (row,) = there(coded.db, table)
        assert text[int(str(row["start"])) : int(str(row["end"]))] == row["quote"]
        assert row["anchor"] == "moved"
    (link,) = there(coded.db, "memo_link")
    start, end = str(link["target"]).partition("@")[2].partition("/")[0].split("-")
    assert text[int(start) : int(end)] == there(coded.db, "quotation")[0]["quote"]
    file.write_text("Noe helt annet.", encoding="utf-8")
    revising.replace(coded, "granmo-1", file, coder="Kari")
    waits = {row["kind"] for row in coded.db.execute("SELECT kind FROM unsettled")}
    assert waits == {"row", "lost"}
    assert there(coded.db, "memo_link")[0]["kind"] == "transcript"


def test_what_refers_to_a_code_goes_over_to_the_one_it_is_merged_into(coded: Project) -> None:
    for table, row in rows(coded).items():
        insert(coded, table, row)
    book = codebook.load(coded.db)
    with coded.verb("codebook merge", "Kari"):
        codebook.hand_over(coded.db, book.by_id["barn"].uid, book.by_id["økonomi"].uid)
    new = book.by_id["økonomi"].uid
    for table, column in (
        ("summary", "code"),
        ("theme_entry", "theme"),
        ("draft_code", "code"),
        ("quotation", "theme"),
    ):
        assert there(coded.db, table)[0][column] == new


def _merge(here: Project, other: Project) -> None:
    with here.verb("merge", "Kari") as verb:
        merging.merge(here.db, other.db, verb, verdicts=Verdicts(), reanchor=reanchor)


def _packed(project: Project, coder: str, uid: str, *, blind: bool) -> set[str]:
    """The newer tables that a package has rows in."""
    data = packing.pack(project.db, coder=coder, uids=[uid], blind=blind, about={"settings": ""})
    with database.other(data, "pakke") as db:
        assert not db.execute("PRAGMA foreign_key_check").fetchall()
        return {table for table in NEW if there(db, table)}
