"""Code, take back, read codings from a table, finish: what is written, what is refused, what the log says."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Place
from qualcode.project import Project
from qualcode.store import codings, history, transcripts
from qualcode.verbs import codes, coding


def stand(project: Project) -> list[tuple[str, str, str, str]]:
    return [(c.code, c.coder, c.quote, c.origin) for c in codings.load(project.db)]


def last(project: Project) -> dict[str, object]:
    line = history.lines(project.db)[-1]
    return {"verb": line["verb"], "coder": line["coder"], **line["details"]}


def test_a_place_with_several_codes(project: Project) -> None:
    first, second = coding.tag(project, "granmo-1:3", ["barn", "internt"], coder="Kari", memo="se")
    assert stand(project) == [("barn", "Kari", "Og barna?", "manual"), ("internt", "Kari", "Og barna?", "manual")]
    assert (first.memo, first.version, first.anchor) == ("se", 1, "kept")
    ids = [first.id, second.id]
    assert last(project) == {
        "verb": "tag",
        "coder": "Kari",
        "codings": ids,
        "anchor": "granmo-1:3",
        "codes": ["barn", "internt"],
    }
    assert coding.tag(project, "granmo-1:3", ["barn"], coder="Kari") == []
    assert len(coding.tag(project, "granmo-1:3", ["barn"], coder="Ola")) == 1


def test_a_retired_or_unknown_code_codes_nothing(project: Project) -> None:
    codes.retire(project, "barn", coder="Kari")
    before = len(history.lines(project.db))
    with pytest.raises(QualcodeError, match="'barn' is retired"):
        coding.tag(project, "granmo-1:3", ["internt", "barn"], coder="Kari")
    with pytest.raises(QualcodeError, match="no code 'intern'"):
        coding.tag(project, "granmo-1:3", ["internt", "intern"], coder="Kari")
    assert stand(project) == []
    assert len(history.lines(project.db)) == before


def test_many_places_in_one_step(project: Project) -> None:
    coding.tag(project, "granmo-1@0-10", ["barn"], coder="Kari")
    places = [("granmo-1", Place(0, 10)), ("lyngdalen-1", Place(0, 1))]
    new, there = coding.tag_places(project, places, "barn", coder="Kari", memo="samlet", verb="search --tag")
    assert ([c.transcript for c in new], there) == (["lyngdalen-1"], 1)
    assert last(project) == {"verb": "search --tag", "coder": "Kari", "codings": [new[0].id], "code": "barn"}
    history.undo(project.db, "Kari")
    assert len(stand(project)) == 1


def test_ones_own_codings_within_a_place_are_taken_back(project: Project) -> None:
    inside = coding.tag(project, "granmo-1:3", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:3", ["barn"], coder="Ola")
    coding.tag(project, "granmo-1:3", ["internt"], coder="Kari")
    coding.tag(project, "granmo-1:2-3", ["barn"], coder="Kari")
    with pytest.raises(QualcodeError, match="Kari has no coding with barn within granmo-1:4"):
        coding.untag(project, "granmo-1:4", "barn", coder="Kari")
    assert coding.untag(project, "granmo-1:3", "barn", coder="Kari", dry_run=True) == inside
    assert len(stand(project)) == 4
    assert coding.untag(project, "granmo-1:3-4", "barn", coder="Kari") == inside  # the longer one reaches out of it
    assert sorted((c, k) for c, k, *_ in stand(project)) == [("barn", "Kari"), ("barn", "Ola"), ("internt", "Kari")]
    assert last(project)["codings"] == [inside[0].id]


def test_one_coding_is_taken_back_by_whom_it_is(project: Project) -> None:
    (own,) = coding.tag(project, "granmo-1:3", ["barn"], coder="Kari")
    with pytest.raises(QualcodeError, match="this is Kari's coding"):
        coding.untag_these(project, [own], coder="Ola")
    coding.untag_these(project, [own], coder="Kari")
    assert stand(project) == []


def table(tmp_path: Path, *lines: str) -> Path:
    file = tmp_path / "kodinger.csv"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return file


def test_codings_from_a_table(project: Project, tmp_path: Path) -> None:
    at = transcripts.one(project.db, "granmo-1").text.index("husleia")
    file = table(
        tmp_path,
        "transcript;code;segment;start;end;quote;coder;memo",
        "granmo-1;barn;3;;;;;",
        "granmo-1;barn;2-3;;;;Ola;om barn",
        "granmo-1;økonomi;4;;;husleia;Ola;",
        f"granmo-1;økonomi;;{at};{at + 7};husleia;Kari;",
        "granmo-1;barn;3;;;;;",
    )
    added, old = coding.tag_from(project, file, coder="Per")
    assert (len(added), old, added.memos) == (4, 1, 0)
    text = transcripts.one(project.db, "granmo-1").text
    longer = text[text.index("Vi møtes") : text.index("barna?") + 6]
    assert stand(project) == [
        ("barn", "Ola", longer, "import"),
        ("barn", "Per", "Og barna?", "import"),
        ("økonomi", "Kari", "husleia", "import"),
        ("økonomi", "Ola", "husleia", "import"),
    ]
    assert [c.memo for c in codings.load(project.db) if c.coder == "Ola" and c.code == "barn"] == ["om barn"]


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("granmo-1;barn;9;;;", "granmo-1 has no segment 9"),
        ("granmo-1;bane;3;;;", "no code 'bane'"),
        ("granmo;barn;3;;;", "no transcript 'granmo'"),
        ("granmo-1;barn;;;;", "neither a segment nor start and end"),
        ("granmo-1;barn;x;;;", "'x' is not a number"),
        ("granmo-1;barn;;0;10;Kari", "the quote is not what stands at 0-10"),
        ("granmo-1;barn;3;;;skolen", "the quote stands not in segment 3"),
        ("granmo-1;barn;4;;;om", "the quote stands more than once in segment 4"),
    ],
)
def test_one_wrong_row_refuses_the_whole_table(project: Project, tmp_path: Path, row: str, what: str) -> None:
    file = table(tmp_path, "transcript;code;segment;start;end;quote", "granmo-1;barn;3;;;", row)
    with pytest.raises(QualcodeError) as refused:
        coding.tag_from(project, file, coder="Kari")
    assert what in refused.value.what
    assert refused.value.where == "kodinger.csv, row 3"
    assert stand(project) == []


def test_a_table_without_its_columns_is_refused(project: Project, tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="there is no column code") as refused:
        coding.tag_from(project, table(tmp_path, "transcript;segment", "granmo-1;3"), coder="Kari")
    assert refused.value.where == "kodinger.csv"


def test_who_has_read_what(project: Project) -> None:
    assert coding.finish(project, ["granmo-1"], coder="Kari") == ["granmo-1"]
    assert coding.finish(project, ["*-1"], coder="Kari") == ["lyngdalen-1"]
    assert codings.readings(project.db) == {"granmo-1": ["Kari"], "lyngdalen-1": ["Kari"]}
    assert coding.finish(project, ["*-1"], coder="Ola", take_back=True) == []
    assert coding.finish(project, ["granmo-1"], coder="Kari", take_back=True) == ["granmo-1"]
    assert codings.readings(project.db) == {"lyngdalen-1": ["Kari"]}
    assert last(project) == {"verb": "finish", "coder": "Kari", "transcripts": ["granmo-1"], "take back": True}
