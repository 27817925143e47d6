"""What somebody means who selects: told where it is not what they wrote, refused where nothing is."""

import pytest

from qualcode.conditions import Condition
from qualcode.errors import QualcodeError
from qualcode.model import Selection, Source, Turn
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import codings, transcripts
from qualcode.verbs import coding, naming, reading


@pytest.fixture
def told(project: Project) -> list[str]:
    lines: list[str] = []
    project.tell = lines.append
    return lines


def add(project: Project, name: str, **attributes: str) -> None:
    text = f"Her er {name}."
    source = Source(name, text, (Turn(1, 0, len(text)),), attributes)
    with project.verb("import", "Per") as verb:
        transcripts.add(project.db, source, segments(text, source.turns, "paragraph", "nb"), verb.time)


def where(*conditions: str) -> Selection:
    return Selection(where=tuple(map(Condition.parse, conditions)))


def named(project: Project, selection: Selection) -> set[str]:
    return set(transcripts.selected(project.db, naming.selection(project, selection)))


def test_an_exact_name_counts_before_a_pattern(project: Project, told: list[str]) -> None:
    for name in ("intervju 1", "intervju [1]", "intervju *"):
        add(project, name)
    for name in ("intervju 1", "intervju [1]", "intervju *"):
        assert named(project, Selection(transcripts=(name,))) == {name}
        assert [t.name for t in transcripts.load(project.db, Selection(transcripts=(name,)))] == [name]
    assert named(project, Selection(transcripts=("intervju*",))) == {"intervju 1", "intervju [1]", "intervju *"}
    made = coding.tag(project, "intervju [1]:1", ["barn"], coder="Kari")
    assert coding.finish(project, ["intervju [1]"], coder="Kari") == ["intervju [1]"]
    assert reading.excerpts(project, Selection(transcripts=("intervju [1]",))).plain["transcript"] == ["intervju [1]"]
    assert [c.id for c in coding.untag(project, "intervju [1]:1", "barn", coder="Kari")] == [made[0].id]
    assert told == []


def test_what_is_not_written_whole_is_told(project: Project, told: list[str]) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    found = naming.selection(
        project,
        Selection(
            ("GRANMO-1",), (Condition.parse("Office=granmo"),), ("kari",), ("Barneperspektiv",), coders=("kari",)
        ),
    )
    assert found == Selection(
        ("granmo-1",), (Condition.parse("office=granmo"),), ("Kari",), ("barn",), coders=("Kari",)
    )
    assert told == [
        "transcript 'GRANMO-1' is taken for 'granmo-1'",
        "attribute 'Office' is taken for 'office'",
        "speaker 'kari' is taken for 'Kari'",
        "coder 'kari' is taken for 'Kari'",
    ]


@pytest.mark.parametrize(
    ("selection", "near"),
    [
        (Selection(("granmo-2",)), "granmo-1"),
        (where("ofice=Granmo"), "office"),
        (where("office=Granma"), "Granmo"),
        (where("office!=Granma"), "Granmo"),
        (where("office=Granmo,Lyngdal"), "Lyngdalen"),
        (Selection(speakers=("Karin",)), "Kari"),
        (Selection(codes=("barna",)), "barn"),
        (Selection(coders=("Karl",)), "Kari"),
    ],
)
def test_what_is_unknown_is_refused_with_the_nearest(selection: Selection, near: str, project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    with pytest.raises(QualcodeError, match=f"Did you mean .*{near}"):
        naming.selection(project, selection)


def test_a_whole_value_counts_before_it_is_split(project: Project) -> None:
    add(project, "ny-1", office="Granmo,Lyngdalen", alder="34")
    add(project, "ny-2", office="Solvåg", alder="41")
    assert named(project, where("office=Granmo,Lyngdalen")) == {"ny-1"}
    assert named(project, where("office=Granmo,Solvåg")) == {"granmo-1", "ny-2"}
    assert named(project, where("office=Granmo", "office=Solvåg")) == {"granmo-1", "ny-2"}
    assert named(project, where("office!=Granmo,Solvåg")) == {"lyngdalen-1", "ny-1"}
    assert named(project, where("alder=30..39,41")) == {"ny-1", "ny-2"}
    assert named(project, where("alder=")) == {"granmo-1", "lyngdalen-1"}
    assert named(project, where("office~mo,ly")) == {"ny-1"}


def test_to_write_a_name_must_be_whole_or_a_pattern(project: Project) -> None:
    with pytest.raises(QualcodeError, match="no transcript 'granmo'"):
        naming.selection(project, Selection(("granmo",)), whole=True)
    with pytest.raises(QualcodeError, match="no code 'øko'"):
        naming.selection(project, Selection(codes=("øko",)), whole=True)
    assert naming.selection(project, Selection(("granmo*",)), whole=True).transcripts == ("granmo*",)


@pytest.mark.parametrize("same", ["kari", "Kari ", "KARI", "Ka\u00adri"])
def test_a_coder_whose_name_looks_the_same_is_the_same(same: str, project: Project, told: list[str]) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    assert project.coder(same) == "Kari"
    assert told == [f"coder '{same}' is taken for 'Kari'"]


def test_two_unicode_forms_are_one_person(project: Project) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="\u00c5se")
    assert project.coder("A\u030ase") == "\u00c5se"


def test_a_coder_whose_name_is_merely_like_one_is_warned_of_once(project: Project, told: list[str]) -> None:
    coding.tag(project, "granmo-1:2", ["barn"], coder="Kari")
    assert project.coder("Karri") == "Karri"
    assert len(told) == 1
    assert "'Karri' is new here; did you mean 'Kari'" in told[0]
    coding.tag(project, "granmo-1:2", ["barn"], coder="Karri")
    assert project.coder("Karri") == "Karri"
    assert project.coder("Berit") == "Berit"
    assert len(told) == 1
    assert set(codings.coders(project.db)) == {"Kari", "Karri"}
