"""Copies that went their own ways come together again: the same project in any order, and nothing of either lost."""

import shutil
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, Any

import pytest

from qualcode.choices import Side
from qualcode.errors import ProjectUnavailable, QualcodeError
from qualcode.importers.reanchor import reanchor
from qualcode.model import Code, Selection, Source
from qualcode.project import STORE, Project
from qualcode.store import codebook, codings, history, merging, transcripts
from qualcode.store.conflicts import Conflict, Verdicts
from qualcode.store.database import integrity
from qualcode.verbs import coding, erasing, revising
from qualcode.verbs import transcripts as bringing
from qualcode.verbs import waiting as waits

if TYPE_CHECKING:
    from collections.abc import Iterator

Tables = Callable[[Project], dict[str, list[str]]]
Copy = Callable[[Project], Project]


@pytest.fixture
def copy(tmp_path: Path) -> "Iterator[Copy]":
    """Copies of a project as it is now, each in a folder of its own."""
    opened: list[Project] = []

    def made(project: Project) -> Project:
        folder = tmp_path / f"copy-{len(opened)}"
        shutil.copytree(project.folder, folder)
        opened.append(Project.open(folder))
        return opened[-1]

    yield made
    for one in opened:
        one.close()


def merge(here: Project, there: Project, settle: Side | None = None) -> merging.Report:
    with here.verb("merge", "Kari") as verb:
        report = merging.merge(here.db, there.db, verb, verdicts=Verdicts(settle, texts=settle), reanchor=reanchor)
        assert not report.conflicts, report.conflicts
    return report


def whole(project: Project) -> bool:
    return integrity(project.db) == codings.faults(project.db) == transcripts.faults(project.db) == []


def ids(project: Project, table: str, condition: str = "") -> set[str]:
    return {row[0] for row in project.db.execute(f"SELECT id FROM {table} {condition}")}  # noqa: S608


def places(project: Project, *, removed: bool = False) -> dict[str, tuple[object, ...]]:
    """What every coding that stands says, by its id; with `removed` the others too."""
    found = project.db.execute(
        'SELECT id, transcript, revision, code, coder, "start", "end" FROM coding WHERE removed IS NULL OR ?', [removed]
    )
    return {row[0]: tuple(row)[1:] for row in found}


def lost(before: Project, a: Project, b: Project, merged: Project) -> set[str]:
    """Codings and memos of either copy that stand no more although neither copy took them away.

    A coding stands when it, or one that says the same, does; whichever text it points into.
    """
    gone = set()
    everything, kept = places(merged, removed=True), set(places(merged).values())
    for here, there in ((a, b), (b, a)):
        taken = ids(there, "coding", "WHERE removed IS NOT NULL") | (ids(before, "coding") - ids(there, "coding"))
        gone |= {id_ for id_ in places(here) if id_ not in taken and everything.get(id_) not in kept}
        gone |= ids(here, "memo") - ids(merged, "memo") - (ids(before, "memo") - ids(there, "memo"))
    return gone


def wander(
    act: Callable[..., bool], project: Project, random: Random, steps: int, coders: Sequence[str], **more: object
) -> None:
    """A history of verbs, with a good deal of undoing and redoing."""
    for _ in range(steps):
        coder, step = random.choice(coders), random.random()
        try:
            if step < 0.15:
                history.undo(project.db, coder)
            elif step < 0.22:
                history.redo(project.db, coder)
            else:
                act(project, random, coder, **more)
        except QualcodeError:
            continue


SEEDS = [pytest.param(s, marks=pytest.mark.slow if s > 14 else ()) for s in range(300)]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_two_histories_give_one_project(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    wander(act, project, random, 12, ["Kari", "Ola"])
    a, b = copy(project), copy(project)
    wander(act, a, random, 20, ["Kari", "Ola"] if seed % 3 else ["Kari"])
    wander(act, b, random, 20, ["Ola", "Kari"] if seed % 3 else ["Ola"])
    ab = copy(a)
    merge(ab, b, "ours")
    assert whole(ab)
    assert lost(project, a, b, ab) == set()
    ba = copy(b)
    merge(ba, ab)
    assert tables(ba) == tables(ab)
    for here, there in ((ab, b), (ab, ba), (ba, a), (ab, a), (ba, ba)):
        assert merge(here, there).lines == 0
        assert tables(here) == tables(ba)
    logs = [{(line["id"], line["undone"]) for line in history.lines(p.db) if line["verb"] != "merge"} for p in (ab, ba)]
    assert logs[0] == logs[1]


@pytest.mark.parametrize("seed", SEEDS)
def test_any_order_of_three_copies_gives_one_project(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    wander(act, project, random, 6, ["Kari"])
    one = [copy(project) for _ in range(3)]
    for n, there in enumerate(one):
        wander(act, there, random, 10, ["Kari", "Ola"], safe=n != seed % 3)
    ab, ba = copy(one[0]), copy(one[1])
    merge(ab, one[1], "ours")
    merge(ba, one[0], "ours")
    quarrel = "settled" in str([*history.lines(ab.db), *history.lines(ba.db)])
    assert quarrel or tables(ab) == tables(ba)
    pairs = [(i, j) for i in range(3) for j in range(3) if i != j] * 2
    random.shuffle(pairs)
    for i, j in pairs:
        merge(one[i], one[j], "ours")
        if random.random() < 0.5:
            wander(act, one[i], random, 2, ["Kari", "Ola"], safe=True)
    for i, j in ((0, 1), (0, 2)):
        merge(one[i], one[j], "theirs")
    for i in (1, 2):
        merge(one[i], one[0])
    assert tables(one[0]) == tables(one[1]) == tables(one[2])
    assert all(whole(p) for p in one)


@pytest.mark.parametrize("seed", range(6))
def test_a_merge_is_one_verb_that_can_be_undone(
    seed: int, project: Project, copy: Copy, act: Callable[..., bool], tables: Tables
) -> None:
    random = Random(seed)  # noqa: S311
    a, b = copy(project), copy(project)
    wander(act, a, random, 8, ["Kari", "Ola"])
    wander(act, b, random, 8, ["Kari", "Ola"])
    before, lines = tables(a), history.lines(a.db)
    merge(a, b, "theirs")
    after = tables(a)
    assert history.undo(a.db, "Kari")["verb"] == "merge"
    assert tables(a) == before
    assert history.lines(a.db)[: len(lines)] == lines
    assert {line["verb"] for line in history.lines(a.db)[len(lines) :]} == {"merge", "undo"}
    history.redo(a.db, "Kari")
    assert tables(a) == after
    history.undo(a.db, "Kari")
    merge(a, b, "theirs")
    assert {t: rows for t, rows in tables(a).items() if "code" not in t} == {
        t: rows for t, rows in after.items() if "code" not in t
    }


def define(project: Project, code: str, **fields: Any) -> None:
    """Change one top-level code, or add it."""
    with project.verb("codebook edit", "Kari") as verb:
        book = codebook.load(project.db)
        old = book.by_id.get(code)
        codes = tuple(replace(c, **fields) if c == old else c for c in book.codes)
        book = replace(book, codes=codes if old else (*codes, Code(code, **fields)))
        codebook.save(project.db, book, coder="Kari", time=verb.time)


def drop(project: Project, code: str) -> None:
    with project.verb("codebook edit", "Kari") as verb:
        book = codebook.load(project.db)
        book = replace(book, codes=tuple(c for c in book.codes if c.id != code))
        codebook.save(project.db, book, coder="Kari", time=verb.time)


@pytest.fixture
def pair(project: Project, copy: Copy) -> tuple[Project, Project]:
    return copy(project), copy(project)


def test_what_was_removed_on_one_side_stays_removed(project: Project, copy: Copy) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    a, b = copy(project), copy(project)
    coding.untag(a, "granmo-1:2", "barn", coder="Kari")
    coding.tag(b, "granmo-1:4", ["barn"], coder="Kari", memo="viktig")
    with b.verb("memo", "Ola") as verb:
        codings.add_memo(b.db, "coding", next(codings.load(b.db)).id, "Ola", "enig", verb.time)
    merge(b, a)
    merge(a, b)
    assert [(c.start, c.memo) for c in codings.load(a.db)] == [(c.start, c.memo) for c in codings.load(b.db)]
    assert [c.memo for c in codings.load(a.db)] == ["viktig"]


def test_what_was_undone_on_one_side_stays_undone(project: Project, copy: Copy) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    a, b = copy(project), copy(project)
    history.undo(a.db, "Kari")
    coding.tag(b, "lyngdalen-1:2", ["barn"], coder="Ola")
    for here, there in ((a, b), (b, a)):
        merge(here, there)
        assert [c.coder for c in codings.load(here.db)] == ["Ola"]
    assert {line["undone"] is not None for line in history.lines(b.db) if line["coder"] == "Kari"} == {True, False}


def test_the_same_coding_in_both_is_one_with_the_memos_of_both(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    coding.tag(a, "granmo-1:2", ["barn"], coder="Kari", memo="først")
    coding.tag(b, "granmo-1:2", ["barn"], coder="Kari", memo="så")
    merge(a, b)
    merge(b, a)
    assert [c.memo for c in codings.load(a.db)] == ["først\nså"]
    assert tables(a) == tables(b)
    coding.untag(b, "granmo-1:2", "barn", coder="Kari")
    merge(a, b)
    assert not list(codings.load(a.db))


def test_new_codes_of_both_are_united(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    define(a, "bolig", definition="Tak over hodet.")
    define(b, "skole", definition="Klasserommet.")
    define(b, "bolig", definition="Tak over hodet.")
    coding.tag(a, "granmo-1:2", ["bolig"], coder="Kari")
    coding.tag(b, "granmo-1:2", ["bolig", "skole"], coder="Ola")
    merge(a, b)
    merge(b, a)
    assert tables(a) == tables(b)
    assert {"bolig", "skole"} <= codebook.load(a.db).by_id.keys()
    assert sorted((c.code, c.coder) for c in codings.load(a.db)) == [
        ("bolig", "Kari"),
        ("bolig", "Ola"),
        ("skole", "Ola"),
    ]
    newest = codebook.version(a.db, codebook.load(a.db).version)
    assert newest is not None
    assert newest.by_id.keys() == codebook.load(a.db).by_id.keys(), "the united codebook is a version of its own"


@pytest.mark.parametrize(("side", "wins"), [("ours", "A"), ("theirs", "B")])
def test_a_code_changed_on_both_sides_is_settled_by_a_person(
    pair: tuple[Project, Project], side: Side, wins: str, tables: Tables
) -> None:
    a, b = pair
    define(a, "barn", definition="A", color="#111111")
    define(b, "barn", definition="B", include="nytt")
    with a.verb("merge", "Kari", dry_run=True) as verb:
        report = merging.merge(a.db, b.db, verb, verdicts=Verdicts(), reanchor=reanchor)
    assert report.conflicts == [Conflict("barn", "definition", "A", "B")]
    merge(a, b, side)
    code = codebook.load(a.db).by_id["barn"]
    assert (code.definition, code.include, code.color) == (wins, "nytt", "#111111")
    merge(b, a)
    assert tables(a) == tables(b)


def test_the_same_change_on_both_sides_and_changes_of_one_side_need_no_settling(pair: tuple[Project, Project]) -> None:
    a, b = pair
    define(a, "barn", definition="Det samme.")
    define(b, "barn", definition="Det samme.")
    define(b, "økonomi", definition="Bare her.")
    merge(a, b)
    assert codebook.load(a.db).by_id["økonomi"].definition == "Bare her."


def test_a_code_removed_on_one_side_and_changed_on_the_other_is_settled(pair: tuple[Project, Project]) -> None:
    a, b = pair
    drop(a, "økonomi")
    define(b, "økonomi", definition="Pengene.")
    with a.verb("merge", "Kari", dry_run=True) as verb:
        report = merging.merge(a.db, b.db, verb, verdicts=Verdicts(), reanchor=reanchor)
    assert report.conflicts == [Conflict("økonomi", "", "removed", "changed")]
    merge(b, a, "ours")
    assert codebook.load(b.db).by_id["økonomi"].definition == "Pengene."
    merge(a, b)
    assert codebook.load(a.db).by_id["økonomi"].definition == "Pengene."


def test_a_code_removed_on_one_side_and_used_on_the_other_stays(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    drop(a, "økonomi")
    coding.tag(b, "granmo-1:4", ["økonomi"], coder="Ola")
    assert "kept" in " ".join(merge(a, b).notes)
    merge(b, a)
    assert [c.code for c in codings.load(a.db)] == ["økonomi"]
    assert tables(a) == tables(b)


def test_an_import_undone_on_one_side_and_coded_on_the_other_stays(
    project: Project, copy: Copy, tables: Tables
) -> None:
    with project.verb("import", "Kari") as verb:
        transcripts.add(project.db, Source("ny", "En ny tekst.", attributes={"office": "Solvåg"}), (), verb.time)
    a, b = copy(project), copy(project)
    history.undo(a.db, "Kari")
    coding.tag(b, "ny@0-6", ["barn"], coder="Ola")
    assert "kept" in " ".join(merge(a, b).notes)
    merge(b, a)
    assert tables(a) == tables(b)
    assert transcripts.one(a.db, "ny").attributes == {"office": "Solvåg"}
    assert whole(a)


def test_codes_moved_below_each_other_are_refused(pair: tuple[Project, Project], tables: Tables) -> None:
    def move(project: Project, code: str, below: str) -> None:
        with project.verb("codebook move", "Kari") as verb:
            book = codebook.load(project.db)
            moved = book.by_id[code]
            codes = tuple(replace(c, codes=(*c.codes, moved)) if c.id == below else c for c in book.codes if c != moved)
            codebook.save(project.db, replace(book, codes=codes), coder="Kari", time=verb.time)

    a, b = pair
    move(a, "barn", "økonomi")
    move(b, "økonomi", "barn")
    before = tables(a)
    with pytest.raises(QualcodeError, match="below each other"):
        merge(a, b)
    assert tables(a) == before


def test_a_name_given_to_two_codes_is_refused(pair: tuple[Project, Project]) -> None:
    a, b = pair
    define(a, "barn", id="ungdom")
    define(b, "ungdom")
    with pytest.raises(QualcodeError, match="something else ungdom"):
        merge(a, b)


def test_different_texts_under_one_name_are_refused(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    for project, text in ((a, "En tekst."), (b, "En annen tekst.")):
        with project.verb("import", "Kari") as verb:
            transcripts.add(project.db, Source("ny", text), (), verb.time)
    before, lines = tables(a), history.lines(a.db)
    with pytest.raises(QualcodeError, match="another text as ny"):
        merge(a, b)
    assert (tables(a), history.lines(a.db)) == (before, lines)


def correct(project: Project, old: str, new: str, *, coder: str = "Kari", times: int = 1) -> None:
    """Replace granmo-1 by its text with a change."""
    file = project.folder / "rettet.txt"
    file.write_text(transcripts.one(project.db, "granmo-1").text.replace(old, new, times), encoding="utf-8")
    revising.replace(project, "granmo-1", file, coder=coder)


def at(project: Project, words: str) -> str:
    """The anchor of these words in granmo-1."""
    start = transcripts.one(project.db, "granmo-1").text.index(words)
    return f"granmo-1@{start}-{start + len(words)}"


def quotes(project: Project, coder: str = "") -> list[tuple[str, str]]:
    return [(c.quote, c.anchor) for c in codings.load(project.db) if coder in ("", c.coder)]


def test_codings_on_the_older_text_come_over_to_the_newer(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    correct(a, "Intervjuer: Hvordan", "Intervjuer: Godt å se deg igjen. Hvordan")
    coding.tag(b, at(b, "Barna snakker vi for lite om."), ["barn"], coder="Ola", memo="viktig")
    with b.verb("memo", "Ola") as verb:
        where = at(b, "husleia").replace("granmo-1", transcripts.uid(b.db, "granmo-1"))
        codings.add_memo(b.db, "segment", where, "Ola", "se her", verb.time)
    report = merge(a, b)
    assert quotes(a) == [("Barna snakker vi for lite om.", "moved")]
    assert report.found_again == {("granmo-1", "Ola", "moved"): 1}
    assert report.counts["coding", "Ola", "new"] == 1
    (there,) = [m["target"] for m in codings.memos(a.db) if m["kind"] == "segment"]
    assert there.partition("@")[2] == at(a, "husleia").partition("@")[2]
    merge(b, a)
    assert tables(a) == tables(b)
    assert transcripts.one(b.db, "granmo-1").revision == 2
    assert whole(a)
    assert whole(b)
    again = merge(a, b)
    assert not again.counts
    assert not again.found_again


def test_what_has_no_sure_place_in_the_newer_text_waits(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    correct(a, "Da går vi gjennom alle familiene 👨‍👩‍👧 sammen.", "Til lunsj blir det fisk.")
    coding.tag(b, at(b, "Da går vi gjennom alle familiene"), ["barn"], coder="Ola", memo="mitt ord")
    report = merge(a, b)
    (waiting,) = codings.load(a.db, unsettled=True)
    assert (waiting.anchor, waiting.quote, waiting.memo) == ("lost", "Da går vi gjennom alle familiene", "mitt ord")
    assert report.found_again == {("granmo-1", "Ola", "lost"): 1}
    waits.settle(a, waiting.id, at(a, "Til lunsj"), coder="Kari")
    merge(b, a)
    assert tables(a) == tables(b)
    assert quotes(b) == [("Til lunsj", "moved")]


def test_the_longest_way_round_ends_where_the_shortest_does(project: Project, copy: Copy, tables: Tables) -> None:
    """Two corrections after each other: a copy that met each, one that met the last alone."""
    a, b, c = copy(project), copy(project), copy(project)
    words = "Barna snakker vi for lite om. Det er helst husleia det handler om."
    coding.tag(b, at(b, words), ["barn"], coder="Ola")
    correct(a, "snakker vi for", "snakker vi nok for")
    merge(c, b)
    merge(c, a)
    correct(a, "nok for lite om", "egentlig ikke om")
    correct(a, "egentlig ikke om", "for lite om")
    merge(a, b)
    merge(c, a)
    assert quotes(a) == quotes(c) == [(words, "kept")]
    assert tables(a) == tables(c)


@pytest.mark.parametrize("side", ["ours", "theirs"])
def test_different_corrections_of_one_text_are_settled_by_a_person(
    pair: tuple[Project, Project], side: Side, tables: Tables
) -> None:
    a, b = pair
    correct(a, "hver tirsdag", "hver onsdag")
    correct(b, "hver tirsdag", "hver eneste torsdag", coder="Ola")
    coding.tag(a, at(a, "Og barna?"), ["barn"], coder="Kari")
    coding.tag(b, at(b, "Barna snakker vi for lite om."), ["barn"], coder="Ola")
    with a.verb("merge", "Kari", dry_run=True) as verb:
        report = merging.merge(a.db, b.db, verb, verdicts=Verdicts("ours"), reanchor=reanchor)
    (conflict,) = report.conflicts
    assert (conflict.what, conflict.name, conflict.field) == ("transcript", "granmo-1", "text")
    assert "rettet.txt" in conflict.ours
    merge(a, b, side)
    assert ("onsdag" in transcripts.one(a.db, "granmo-1").text) is (side == "ours")
    assert len(transcripts.revisions(a.db, transcripts.uid(a.db, "granmo-1"))) == 3, "both corrections are kept"
    assert [quote for quote, _ in quotes(a)] == ["Og barna?", "Barna snakker vi for lite om."]
    merge(b, a)
    assert tables(a) == tables(b)
    merge(a, b)
    assert tables(a) == tables(b)
    assert whole(a)


def test_the_same_correction_on_both_sides_needs_no_settling(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    for one, coder in ((a, "Kari"), (b, "Ola")):
        correct(one, "hver tirsdag", "hver eneste torsdag")
        coding.tag(one, at(one, "Barna snakker vi for lite om."), ["barn"], coder=coder)
    merge(a, b)
    merge(b, a)
    assert tables(a) == tables(b)
    assert len(quotes(a)) == 2
    assert not list(codings.load(a.db, unsettled=True))


def test_a_correction_counts_for_more_than_other_segments(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    correct(a, "hver tirsdag", "hver eneste torsdag")
    with b.verb("import", "Ola") as verb:
        old = transcripts.one(b.db, "granmo-1")
        source = Source(old.name, old.text, old.turns[:2])
        assert transcripts.reread(b.db, old.uid, source, old.segments[:2], verb.time)
    merge(a, b)
    merge(b, a)
    assert tables(a) == tables(b)
    assert "torsdag" in transcripts.one(b.db, "granmo-1").text


def test_a_correction_taken_back_is_taken_back_everywhere(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    coding.tag(b, at(b, "Barna snakker vi for lite om."), ["barn"], coder="Ola")
    before = quotes(b)
    correct(a, "hver tirsdag", "hver eneste torsdag")
    merge(b, a)
    assert quotes(b) == [("Barna snakker vi for lite om.", "moved")]
    history.undo(a.db, "Kari")
    merge(b, a)
    assert quotes(b) == before
    merge(a, b)
    assert tables(a) == tables(b)
    assert whole(b)


def test_where_somebody_settled_a_coding_is_one_place(pair: tuple[Project, Project], tables: Tables) -> None:
    """Not the beginning of one and the end of another, when two people settle the same."""
    a, b = pair
    coding.tag(a, at(a, "hver tirsdag"), ["barn"], coder="Ola")
    merge(b, a)
    correct(a, "Vi møtes hver tirsdag.", "Nei.")
    merge(b, a)
    (waiting,) = codings.load(a.db, unsettled=True)
    waits.settle(a, waiting.id, at(a, "Barna snakker"), coder="Kari")
    there = f"granmo-1@{waiting.start}-{waiting.end + 5}"  # begins where the lost one began
    waits.settle(b, waiting.id, there, coder="Ola")
    merge(a, b)
    merge(b, a)
    text = transcripts.one(b.db, "granmo-1").text
    assert quotes(a) == quotes(b) == [(text[waiting.start : waiting.end + 5], "moved")]
    assert tables(a) == tables(b)


def test_the_same_text_imported_on_both_sides_is_one_transcript(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    for project, coder in zip(pair, ("Kari", "Ola"), strict=True):
        with project.verb("import", coder) as verb:
            transcripts.add(project.db, Source("ny", "En ny tekst."), (), verb.time)
        coding.tag(project, "ny@0-6", ["barn"], coder=coder)
    merge(a, b)
    merge(b, a)
    assert tables(a) == tables(b)
    assert [c.coder for c in codings.load(a.db) if c.transcript == "ny"] == ["Kari", "Ola"]
    history.undo(b.db, "Kari")  # the merge
    assert [c.coder for c in codings.load(b.db)] == ["Ola"]


def test_attributes_set_on_both_sides_have_the_later_value(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    granmo = Selection(transcripts=("granmo-1",))
    bringing.set_values(b, granmo, {"office": "Solvåg", "round": "2017"}, {}, coder="Ola")
    bringing.set_values(a, granmo, {"office": "Elvestad"}, {}, coder="Kari")
    merge(a, b)
    merge(b, a)
    assert tables(a) == tables(b)
    have = transcripts.one(a.db, "granmo-1").attributes
    assert (have["office"], have["round"], have["office_group"]) == ("Elvestad", "2017", "tiltakskontor")


def test_projects_made_apart_from_the_same_files_come_together(project: Project, tmp_path: Path) -> None:
    other = Project.create(tmp_path / "apart", project.settings)
    with other:
        with other.verb("import", "Ola") as verb:
            same = transcripts.one(project.db, "granmo-1")
            source = Source(same.name, same.text, same.turns, {"round": "2018"})
            transcripts.add(other.db, source, same.segments, verb.time)
            book = codebook.load(project.db)
            blank = replace(book, codes=(replace(book.by_id["barn"], uid=""),))
            codebook.save(other.db, blank, coder="Ola", time=verb.time)
        coding.tag(other, "granmo-1:2", ["barn"], coder="Ola")
        report = merge(project, other)
    assert "not a copy" in report.notes[0]
    assert [c.coder for c in codings.load(project.db)] == ["Ola"]
    assert transcripts.one(project.db, "granmo-1").attributes["round"] == "2018"
    assert len(transcripts.names(project.db)) == 2


def test_a_damaged_log_is_refused(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    coding.tag(b, "granmo-1:2", ["barn"], coder="Ola")
    with sqlite3.connect(b.folder / STORE) as db:
        db.execute("UPDATE change SET name = 'meta; --' WHERE log = (SELECT max(log) FROM change)")
    before = tables(a)
    with pytest.raises(ProjectUnavailable, match="damaged"):
        merge(a, b)
    assert tables(a) == before


def test_a_coding_that_does_not_fit_its_text_is_refused(pair: tuple[Project, Project], tables: Tables) -> None:
    a, b = pair
    coding.tag(b, "granmo-1:2", ["barn"], coder="Ola")
    with sqlite3.connect(b.folder / STORE) as db:
        db.execute("UPDATE change SET after = json_set(after, '$.quote', 'noe annet') WHERE name = 'coding'")
    before = tables(a)
    with pytest.raises(QualcodeError, match="would not fit"):
        merge(a, b)
    assert tables(a) == before


def test_an_undone_merge_is_nothing_that_another_copy_hears_of(project: Project, copy: Copy, tables: Tables) -> None:
    a, b, c = copy(project), copy(project), copy(project)
    coding.tag(b, "granmo-1:2", ["barn"], coder="Ola")
    merge(a, b)
    history.undo(a.db, "Kari")
    before = tables(c)
    assert merge(c, a).lines == 0
    assert tables(c) == before
    assert "undo" not in {line["verb"] for line in history.lines(c.db)}
    merge(a, c)
    merge(a, b)  # what was brought and hidden comes again
    assert [x.coder for x in codings.load(a.db)] == ["Ola"]


def test_what_was_taken_away_is_not_told_as_found_again(pair: tuple[Project, Project]) -> None:
    a, b = pair
    correct(a, "Intervjuer: Hvordan", "Intervjuer: Godt å se deg igjen. Hvordan")
    coding.tag(b, at(b, "Barna snakker vi for lite om."), ["barn"], coder="Ola")
    coding.tag(b, at(b, "husleia"), ["barn"], coder="Ola")
    coding.untag(b, at(b, "husleia"), "barn", coder="Ola")
    assert merge(a, b).found_again == {("granmo-1", "Ola", "moved"): 1}
    revisions = {row[0] for row in a.db.execute("SELECT revision FROM coding")}
    assert len(revisions) == 1  # it came over to the newer text all the same: it may be brought back


@pytest.mark.parametrize(("gone", "heir"), [("granmo-1", "lyngdalen-1"), ("lyngdalen-1", "granmo-1")])
def test_a_name_that_became_free_on_one_side_is_given_on(
    pair: tuple[Project, Project], tables: Tables, gone: str, heir: str
) -> None:
    a, b = pair
    bringing.remove(b, [gone], coder="Kari")
    bringing.rename(b, heir, gone, coder="Kari")
    merge(a, b)
    assert list(transcripts.names(a.db)) == [gone]
    assert transcripts.one(a.db, gone).text == transcripts.one(b.db, gone).text
    assert tables(a) == tables(b)


def test_an_erased_text_stays_erased(pair: tuple[Project, Project]) -> None:
    a, b = pair
    coding.tag(b, "granmo-1:2", ["barn"], coder="Ola", memo="et notat")
    text = transcripts.one(b.db, "granmo-1").text
    erasing.transcripts(a, ["granmo-1"], coder="Kari")
    merge(a, b)
    assert list(transcripts.names(a.db)) == ["lyngdalen-1"]
    assert not [row for row in a.db.execute("SELECT text FROM body") if row["text"] == text]
    assert not list(codings.load(a.db))
    assert not a.db.execute("SELECT count(*) FROM memo").fetchone()[0]
