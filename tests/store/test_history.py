"""Undo and redo restore the very same tables, whatever was done; the log says what was done and never what was said."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Code, Coding, Selection, Source, Suggestion
from qualcode.project import Project
from qualcode.store import codebook, codings, decisions, history, transcripts
from qualcode.verbs import coding, revising
from qualcode.verbs import transcripts as bringing

Tables = Callable[[Project], dict[str, list[str]]]


@pytest.mark.parametrize("seed", [pytest.param(s, marks=pytest.mark.slow if s > 11 else ()) for s in range(100)])
def test_undo_and_redo_restore_the_very_same_tables(
    seed: int, project: Project, act: Callable[..., bool], tables: Tables
) -> None:
    random, states, done = Random(seed), [tables(project)], 0  # noqa: S311
    while done < 25:
        before = len(history.lines(project.db))
        act(project, random, "Kari")
        if len(history.lines(project.db)) > before:
            done += 1
            states.append(tables(project))
    for there, back in ((25, 0), (0, 25)) if seed % 2 else ((25, 7), (7, 19), (19, 0), (0, 25)):
        for n in range(there, back, 1 if there < back else -1):
            assert tables(project) == states[n]
            (history.redo if there < back else history.undo)(project.db, "Kari")
    assert tables(project) == states[25]
    with pytest.raises(QualcodeError, match="nothing to do again"):
        history.redo(project.db, "Kari")


def test_a_score_comes_back_to_the_last_digit(project: Project, tables: Tables) -> None:
    score, confidence = 0.1 + 0.2, 1 / 3
    with project.verb("review", "Kari") as verb:
        decisions.add(
            project.db,
            Suggestion("granmo-1", 2, 53, 60, "barn", score, confidence, "ord"),
            "Kari",
            "rejected",
            verb.time,
        )
    before = tables(project)
    history.undo(project.db, "Kari")
    history.redo(project.db, "Kari")
    assert tables(project) == before
    (decision,) = decisions.load(project.db)
    assert (decision.score, decision.confidence) == (score, confidence)


def test_something_new_ends_what_can_be_done_again(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    history.undo(project.db, "Kari")
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Kari")
    history.undo(project.db, "Kari")
    history.redo(project.db, "Kari")
    assert [c.code for c in codings.load(project.db)] == ["økonomi"]
    with pytest.raises(QualcodeError, match="nothing to do again"):
        history.redo(project.db, "Kari")


def test_everybody_undoes_their_own(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:2", ["internt"], coder="Ola")
    assert history.undo(project.db, "Kari")["coder"] == "Kari"
    assert [c.coder for c in codings.load(project.db)] == ["Ola"]
    with pytest.raises(QualcodeError, match="nothing left to undo for Tuva"):
        history.undo(project.db, "Tuva")


def test_what_others_built_on_cannot_be_taken_back(project: Project, tables: Tables) -> None:
    with project.verb("codebook add", "Kari") as verb:
        book = codebook.load(project.db)
        codebook.save(project.db, replace(book, codes=(*book.codes, Code("ny"))), coder="Kari", time=verb.time)
    coding.tag(project, "granmo-1:2", ["ny"], coder="Ola")
    before = tables(project)
    with pytest.raises(QualcodeError, match="built on since"):
        history.undo(project.db, "Kari")
    assert tables(project) == before
    history.undo(project.db, "Ola")
    history.undo(project.db, "Kari")
    assert "ny" not in codebook.load(project.db).by_id


def test_a_row_changed_by_another_cannot_be_taken_back(project: Project, tables: Tables) -> None:
    granmo = Selection(transcripts=("granmo-1",))
    bringing.set_values(project, granmo, {"office": "Solvåg"}, {}, coder="Kari")
    bringing.set_values(project, granmo, {"office": "Elvestad"}, {}, coder="Ola")
    before = tables(project)
    with pytest.raises(QualcodeError, match="built on since"):
        history.undo(project.db, "Kari")
    assert tables(project) == before


def test_a_name_taken_since_cannot_be_taken_back(project: Project) -> None:
    bringing.remove(project, ["granmo-1"], coder="Kari")
    with project.verb("import", "Ola") as verb:
        transcripts.add(project.db, Source("granmo-1", "En annen tekst."), (), verb.time)
    with pytest.raises(QualcodeError, match="built on since"):
        history.undo(project.db, "Kari")


def test_a_dry_run_and_a_failure_change_nothing(project: Project, tables: Tables) -> None:
    before, lines = tables(project), history.lines(project.db)
    made = coding.tag(project, "granmo-1:2", ["barn"], coder="Kari", memo="et notat", dry_run=True)
    assert len(made) == 1
    with pytest.raises(QualcodeError):
        coding.tag(project, "granmo-1:2", ["barn", "finnes-ikke"], coder="Kari")

    def interrupted() -> None:
        with project.verb("tag", "Kari") as verb:
            place = Coding("x", "granmo-1", "barn", "Kari", 0, 4, "Inte", created=verb.time)
            codings.add(project.db, [place])
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert (tables(project), history.lines(project.db)) == (before, lines)
    assert not project.db.execute("SELECT * FROM doing").fetchall()


def test_what_changes_nothing_is_not_logged(project: Project) -> None:
    coding.finish(project, ["granmo-1"], coder="Kari")
    before = history.lines(project.db)
    coding.finish(project, ["granmo-1"], coder="Kari")
    assert history.lines(project.db) == before


def test_the_log_never_quotes_a_transcript(project: Project, act: Callable[..., bool]) -> None:
    random = Random(3)  # noqa: S311
    for _ in range(60):
        act(project, random, "Kari")
    said = {w for t in transcripts.load(project.db) for w in t.text.split() if len(w) > 5}
    logged = json.dumps([line["details"] for line in history.lines(project.db)], ensure_ascii=False)
    assert said
    assert not {w for w in said if w in logged} - set(transcripts.names(project.db))


def test_a_clock_that_was_ahead_once_dates_nothing_later(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "now", lambda: "9999-12-31T23:59:59.999999Z")
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    monkeypatch.setattr(history, "now", lambda: "2020-01-01T00:00:00.000000Z")
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    history.undo(project.db, "Kari")
    times = [str(line["time"]) for line in history.lines(project.db)]
    assert times[-3:] == ["9999-12-31T23:59:59.999999Z", *["2020-01-01T00:00:00.000000Z"] * 2]
    assert project.date == "2020-01-01"
    numbers = [row[0] for row in project.db.execute("SELECT tick FROM log ORDER BY seq")]
    assert numbers == sorted(set(numbers))


def test_what_a_backward_clock_makes_counts_as_the_newest(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "now", lambda: "2000-01-01T00:00:00.000000Z")
    with project.verb("codebook add", "Kari") as verb:
        book = codebook.load(project.db)
        codebook.save(project.db, replace(book, name="den nye"), coder="Kari", time=verb.time)
    assert codebook.load(project.db).name == "den nye"
    assert [row["time"][:4] for row in codebook.account(project.db)][-1] == "2000"
    file = project.folder / "granmo-1.txt"
    file.write_text("En helt annen tekst.", encoding="utf-8")
    revising.replace(project, "granmo-1", file, coder="Kari")
    assert transcripts.one(project.db, "granmo-1").revision == 2
    assert history.undo(project.db, "Kari")["verb"] == "transcripts replace"
    history.redo(project.db, "Kari")
    assert transcripts.one(project.db, "granmo-1").text == "En helt annen tekst."


def test_the_log_says_what_was_undone(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    history.undo(project.db, "Kari")
    tag, undo = history.lines(project.db)[-2:]
    assert tag["undone"] == undo["time"]
    assert undo["details"] == {"of": tag["id"], "verb": "tag"}
    history.redo(project.db, "Kari")
    assert history.lines(project.db)[-3]["undone"] is None


def test_what_a_verb_changed_twice_is_put_back_last_change_first(project: Project, tables: Tables) -> None:
    before = tables(project)
    with project.verb("transcripts set", "Kari") as verb:
        uid = transcripts.uid(project.db, "granmo-1")
        for value in ("Solvåg", "Elvestad", ""):
            transcripts.set_attributes(project.db, uid, {"office": value})
        verb.details["transcript"] = uid
    after = tables(project)
    history.undo(project.db, "Kari")
    assert tables(project) == before
    history.redo(project.db, "Kari")
    assert tables(project) == after
