"""A project begun, how far it has come, and whether it is whole."""

import sqlite3
from pathlib import Path

from qualcode.model import Selection
from qualcode.project import STORE, Project
from qualcode.verbs import codes, coding, setup


def test_a_project_is_called_as_its_folder_unless_told_otherwise(tmp_path: Path) -> None:
    with setup.init(tmp_path / "familier") as made:
        assert (made.settings.name, made.settings.language) == ("familier", "nb")
    with setup.init(tmp_path / "annet", name="Oppfølging", language="nn", coder="Kari") as made:
        assert (made.settings.name, made.settings.language, made.settings.coder) == ("Oppfølging", "nn", "Kari")


def test_status_counts_what_there_is_and_what_is_left(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:2", ["internt"], coder="Kari")
    coding.finish(project, ["granmo-1"], coder="Ola")
    codes.edit(project, "barn", {"definition": "Noe annet."}, coder="Kari")
    rows = {(r["what"], r["who"]): (r["number"], r["of"]) for r in setup.status(project).table.to_dict("records")}
    assert rows["transcripts", ""][0] == 2
    assert rows["words", ""][0] == 49
    assert rows["segments", ""][0] == 6
    assert rows["codes", ""][0] == 5
    assert rows["codings", "Kari"][0] == 2
    assert rows["finished", "Kari"] == (0, 2)
    assert rows["finished", "Ola"] == (1, 2)
    assert rows["to look at again", "Kari"] == (1, 2)
    assert rows["unused codes", ""] == (3, 5)


def test_an_output_says_where_it_comes_from(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    coding.tag(project, "granmo-1:4", ["barn"], coder="Ola (again)")
    told = setup.provenance(project)
    assert (told.project, told.codebook, told.version, told.selection) == ("prøve", "prøve", 1, "everything")
    assert told.coders == ("Kari",)  # a second coding repeats what was coded
    assert setup.provenance(project, Selection(coders=("Ola (again)",))).coders == ("Ola (again)",)
    assert told.program.startswith("qualcode ")


def test_a_whole_project_has_no_faults_and_a_changed_one_is_found_out(project: Project) -> None:
    coding.tag(project, "granmo-1:4", ["barn"], coder="Kari")
    assert len(setup.check(project).table) == 0
    with sqlite3.connect(project.folder / STORE) as db:
        db.execute("UPDATE body SET text = replace(text, 'husleia', 'leia')")
    assert len(setup.check(project).table) >= 2
