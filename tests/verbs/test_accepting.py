"""Accepting, rejecting and taking back: the same rule and the same line in the log, whoever does it and from where."""

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Suggestion
from qualcode.project import Project
from qualcode.sessions.coding import CodingSession
from qualcode.store import codings, decisions, history, transcripts
from qualcode.verbs import accepting, codes, reviewing
from qualcode.verbs.coding import tag, untag, untag_these

NAME = "granmo-1"


@pytest.fixture
def offer(project: Project) -> Suggestion:
    s = transcripts.one(project.db, NAME).segments[3]
    return Suggestion(NAME, 4, s.start, s.end, "barn", 0.75, None, "keywords: barn")


def stored(project: Project) -> list[Any]:
    made = [c._replace(id="", created="") for c in codings.load(project.db)]
    said = [d._replace(created="") for d in decisions.load(project.db)]
    kept = project.db.execute("SELECT score, why FROM coding WHERE removed IS NULL ORDER BY start").fetchall()
    return [*made, *said, *map(tuple, kept)]


def by_screen(project: Project, offer: Suggestion, verdict: str, folder: Path) -> None:
    session = CodingSession(project, "Kari", NAME)
    session.accept(offer) if verdict == "accept" else session.reject(offer)


def by_sheet(project: Project, offer: Suggestion, verdict: str, folder: Path) -> None:
    row = {**{name: getattr(offer, name) for name in ("transcript", "start", "end", "code", "score", "why")}}
    with (folder / "ark.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, ["decision", *row])
        writer.writeheader()
        writer.writerow({"decision": verdict, **row})
    reviewing.review_from(project, folder / "ark.csv", coder="Kari")


WAYS = (by_screen, by_sheet)


@pytest.mark.parametrize("verdicts", [["accept"], ["reject"], ["reject", "accept"], ["accept", "reject"]], ids=str)
def test_a_sheet_and_a_screen_leave_the_same(
    project: Project, offer: Suggestion, verdicts: list[str], tmp_path: Path
) -> None:
    left = []
    for way in WAYS:
        for verdict in verdicts:
            way(project, offer, verdict, tmp_path)
        left.append(stored(project))
        for _ in verdicts:
            history.undo(project.db, "Kari")
        assert stored(project) == []
    assert left[0] == left[1]
    assert len(left[0]) == (3 if verdicts[-1] == "accept" else 1)


def test_a_retired_code_is_given_by_nobody(project: Project, offer: Suggestion, tmp_path: Path) -> None:
    codes.retire(project, "barn", coder="Kari")
    for way in WAYS:
        with pytest.raises(QualcodeError, match="retired"):
            way(project, offer, "accept", tmp_path)
    assert stored(project) == []


def test_what_a_line_of_the_log_names_is_the_same(project: Project, offer: Suggestion) -> None:
    def last() -> dict[str, Any]:
        found: dict[str, Any] = list(history.lines(project.db))[-1]["details"]
        return found

    (made,) = tag(project, f"{NAME}:4", ["barn"], coder="Kari")
    untag_these(project, [made], coder="Kari")
    one = last()
    (made,) = tag(project, f"{NAME}@{made.start}-{made.end}", ["barn"], coder="Kari")
    untag(project, f"{NAME}@{made.start}-{made.end}", "barn", coder="Kari")
    assert one | {"codings": ""} == last() | {"codings": ""}
    assert last()["codings"] == [made.id]


def test_nobody_takes_back_what_another_coded(project: Project) -> None:
    (made,) = tag(project, f"{NAME}:4", ["barn"], coder="Ola")
    with pytest.raises(QualcodeError, match="Ola's coding"):
        untag_these(project, [made], coder="Kari")
    assert [c.id for c in codings.load(project.db)] == [made.id]


def test_only_the_coding_that_is_meant_is_taken_back(project: Project) -> None:
    (whole,) = tag(project, f"{NAME}:4", ["barn"], coder="Kari")
    (inside,) = tag(project, f"{NAME}@{whole.start}-{whole.start + 5}", ["barn"], coder="Kari")
    untag_these(project, [whole], coder="Kari")
    assert [c.id for c in codings.load(project.db)] == [inside.id]


def test_what_is_decided_is_decided_wherever_one_looks(project: Project, offer: Suggestion) -> None:
    """A suggestion that was accepted, and its coding taken away by hand, is asked again nowhere."""
    (made,) = accepting.accept(project, offer, coder="Kari")
    untag_these(project, [made], coder="Kari")
    said = list(decisions.load(project.db))
    assert offer in accepting.Decided(said)
    session = CodingSession(project, "Kari", NAME)
    session.take([offer])
    assert session.pending(4) == []
    assert offer not in accepting.Decided([])
    assert replace(offer, code="internt") not in accepting.Decided(said)
