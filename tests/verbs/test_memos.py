"""Memos on every kind of thing: where they land, who may write them, which are listed."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codebook, history, transcripts
from qualcode.verbs import coding, memos


@pytest.fixture
def noted(project: Project) -> Project:
    """Kari's coding of granmo-1:4, and a memo by Kari on each kind of thing."""
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    for on, text in (
        (memos.target(project), "om prosjektet"),
        (memos.target(project, transcript="lyngdalen-1"), "om teksten"),
        (memos.target(project, "granmo-1:2"), "om stedet"),
        (memos.target(project, "granmo-1:3-4", code="barn", coder="Kari"), "om kodingen"),
        (memos.target(project, code="økonomi"), "om koden"),
    ):
        assert memos.memo(project, on, text, coder="Kari")
    return project


def texts(project: Project, selection: Selection | None = None, anchor: str = "", *, whole: bool = False) -> list[str]:
    return list(memos.memos(project, selection or Selection(), anchor, whole=whole).table["text"])


def test_memos_stand_in_the_order_of_the_text(noted: Project) -> None:
    table = memos.memos(noted).table
    assert list(table.columns) == list(memos.COLUMNS)
    told = list(zip(table["kind"], table["place"], table["segment"], table["code"], table["text"], strict=True))
    assert told == [
        ("project", "", 0, "", "om prosjektet"),
        ("code", "", 0, "økonomi", "om koden"),
        ("segment", "granmo-1:2", 2, "", "om stedet"),
        ("coding", "granmo-1:4", 4, "barn", "om kodingen"),
        ("transcript", "lyngdalen-1", 0, "", "om teksten"),
    ]


def test_targets_are_permanent_ids(noted: Project) -> None:
    uid = transcripts.uid(noted.db, "lyngdalen-1")
    assert memos.target(noted, transcript="lyngdalen-1") == memos.Target("transcript", uid)
    assert memos.target(noted, code="økonomi").id == codebook.load(noted.db).by_id["økonomi"].uid
    assert memos.target(noted) == memos.Target("project")


@pytest.mark.parametrize(
    ("asked", "what"),
    [
        ({"anchor": "granmo-1:2", "transcript": "granmo-1"}, "says already which transcript"),
        ({"transcript": "granmo-1", "code": "barn"}, "not on both"),
        ({"anchor": "granmo-1:2", "code": "barn", "coder": "Kari"}, "Kari has no coding with barn within granmo-1:2"),
        ({"anchor": "granmo-1:4", "code": "barn", "coder": "Ola"}, "Ola has no coding with barn within granmo-1:4"),
        ({"code": "bane"}, "no code 'bane'"),
    ],
)
def test_what_a_memo_cannot_be_on(noted: Project, asked: dict[str, str], what: str) -> None:
    with pytest.raises(QualcodeError, match=what):
        memos.target(noted, **asked)


def test_a_memo_is_written_once_and_replaces_only_ones_own(noted: Project) -> None:
    on = memos.target(noted, "granmo-1:2")
    assert not memos.memo(noted, on, "om stedet", coder="Kari")
    assert memos.memo(noted, on, "mer", coder="Kari")
    assert memos.memo(noted, on, "enig", coder="Ola")
    assert texts(noted, anchor="granmo-1:2") == ["om stedet", "mer", "enig"]
    assert memos.memo(noted, on, "nytt", coder="Kari", instead=True)
    assert not memos.memo(noted, on, "nytt", coder="Kari", instead=True)
    assert sorted(texts(noted, anchor="granmo-1:2")) == ["enig", "nytt"]
    assert memos.memo(noted, on, "", coder="Kari", instead=True)
    assert texts(noted, anchor="granmo-1:2") == ["enig"]
    assert "nytt" not in str(history.lines(noted.db))  # the log says on what, never the words


def test_which_memos_are_meant(noted: Project) -> None:
    assert texts(noted, whole=True) == ["om prosjektet"]
    assert texts(noted, anchor="granmo-1:3-4") == ["om kodingen"]
    assert texts(noted, Selection(transcripts=("lyngdalen-1",))) == ["om teksten"]
    assert texts(noted, Selection(speakers=("Kari",))) == ["om stedet", "om kodingen"]
    assert texts(noted, Selection(codes=("økonomi",))) == ["om koden"]
    assert texts(noted, Selection(coders=("Ola",))) == []
