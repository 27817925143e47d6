"""Searches that need the project: what is asked of whom, and coding what was found."""

import pytest

from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings
from qualcode.verbs import coding, searching


def found(project: Project, query: str = "", selection: Selection | None = None, **asked: object) -> list[str]:
    output = searching.search(project, query, selection or Selection(), **asked)  # type: ignore[arg-type]
    return [f"{t}:{s}" for t, s in zip(output.table["transcript"], output.table["segment"], strict=True)]


def test_words_in_any_inflection_and_patterns(project: Project) -> None:
    assert found(project, "barn") == ["granmo-1:3", "granmo-1:4"]
    assert found(project, "barn", Selection(speakers=("participant",))) == ["granmo-1:4"]
    assert found(project, r"Barna\b.*husleia", regex=True) == ["granmo-1:4"]
    assert found(project, "kanonkule") == []


def test_where_codes_meet(project: Project) -> None:
    coding.tag(project, "granmo-1:3-4", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Ola")
    assert found(project, both=("barn", "økonomi")) == []  # two people's codes do not meet
    coding.tag(project, "granmo-1:4", ["økonomi"], coder="Kari")
    assert found(project, both=("barn", "økonomi")) == ["granmo-1:3", "granmo-1:4"]  # the passages with either
    assert found(project, selection=Selection(codes=("barn",)), without=("økonomi",)) == ["granmo-1:3"]
    assert found(project, "barn", Selection(codes=("økonomi",))) == ["granmo-1:4"]
    with pytest.raises(WrongUsage, match="search for what"):
        found(project)
    with pytest.raises(QualcodeError, match="nobody called 'Per' has coded"):
        found(project, "barn", Selection(coders=("Per",)))


def test_what_was_found_is_coded_in_one_step(project: Project) -> None:
    hits = searching.search(project, "barn").table
    new, there = searching.tag(project, hits, "barn", coder="Kari", memo="funnet")
    assert (new[0].quote, len(new), there) == ("Og barna?", 2, 0)
    assert searching.tag(project, hits, "barn", coder="Kari") == ([], 2)
    words, _ = searching.tag(project, hits, "økonomi", "match", coder="Kari", dry_run=True)
    assert [c.quote for c in words] == ["barna", "Barna"]
    turns, _ = searching.tag(project, hits, "økonomi", "turn", coder="Kari")
    assert [c.quote[:8] for c in turns] == ["Og barna", "Barna sn"]
    assert {c.memo for c in codings.load(project.db) if c.code == "barn"} == {"funnet"}
