"""Attributes: their types, what contradicts, renaming and declaring."""

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import history, transcripts
from qualcode.verbs import attributes
from qualcode.verbs.transcripts import set_values


def put(project: Project, name: str, **values: str) -> None:
    set_values(project, Selection(transcripts=(name,)), values, {}, coder="Kari")


@pytest.mark.parametrize(
    ("values", "type_"),
    [
        (["1", "2,5"], "number"),
        (["2018-05-02", "2.5.2018"], "date"),
        (["1", "vår"], "text"),
        (["1", "2018-05-02"], "text"),
        (["0301"], "text"),
        ([], "text"),
    ],
)
def test_the_type_that_all_values_fit(values: list[str], type_: str) -> None:
    assert attributes.guess(values) == type_


def test_a_list_of_attributes(project: Project) -> None:
    put(project, "granmo-1", age="41")
    put(project, "lyngdalen-1", age="9")
    rows = {row["name"]: row for row in attributes.listing(project).table.to_dict("records")}
    assert rows["age"] == {"name": "age", "type": "number", "transcripts": 2, "speakers": 0, "values": "9 (1), 41 (1)"}
    assert rows["office"]["type"] == "text"


def test_only_what_differs_in_meaning_contradicts() -> None:
    have = {"age": "41", "day": "2.5.2018", "office": "Granmo", "note": ""}
    new = {"age": "41,0", "day": "2018-05-02", "office": "Solvåg", "note": "x", "round": "1", "role": ""}
    assert attributes.differing(have, new) == {"office": ("Granmo", "Solvåg")}
    error = attributes.conflict("granmo-1", "office", ("Granmo", "Solvåg"), "skjema.csv, row 2", 3)
    assert error.what == "office of granmo-1 is 'Granmo' and would become 'Solvåg' (and 3 more)"
    assert "--overwrite" in str(error.hint)


def test_a_declared_type_is_held(project: Project) -> None:
    put(project, "granmo-1", postnr="3050")
    attributes.declare(project, "postnr", "text", coder="Kari")
    put(project, "lyngdalen-1", postnr="ukjent")
    with pytest.raises(QualcodeError, match="postnr of lyngdalen-1 is 'ukjent', no number"):
        attributes.declare(project, "postnr", "number", coder="Kari")
    with pytest.raises(QualcodeError, match="'tall' is no type"):
        attributes.declare(project, "postnr", "tall", coder="Kari")
    with pytest.raises(QualcodeError, match="there is no attribute 'post'"):
        attributes.declare(project, "post", "text", coder="Kari")
    assert attributes.types(project)["postnr"] == "text"


def test_a_new_name_goes_over_only_what_says_the_same(project: Project) -> None:
    put(project, "granmo-1", kontor="Granmo")
    assert attributes.rename(project, "kontor", "office", coder="Kari") == 1
    assert transcripts.one(project.db, "granmo-1").attributes["office"] == "Granmo"
    put(project, "granmo-1", kontor="Solvåg")
    with pytest.raises(QualcodeError, match="granmo-1 has both: kontor is 'Solvåg' and office is 'Granmo'"):
        attributes.rename(project, "kontor", "office", coder="Kari")
    assert attributes.rename(project, "office", "kontoret", coder="Kari") == 2
    history.undo(project.db, "Kari")
    assert transcripts.one(project.db, "granmo-1").attributes["office"] == "Granmo"
