import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from qualcode.cli import run


def listed(cli):
    return {row["name"]: row for row in json.loads(cli("transcripts", "list", "--format", "json").out)}


def test_import_says_what_was_read_and_guessed(cli, tmp_path: Path):
    (tmp_path / "a.txt").write_text(
        "Intervjuer: Ja?\n\nÅse: Nei.\n\nIntervjuer: Så?\n\nÅse: Ikke sant.\n", encoding="cp1252"
    )
    cli("init", ".")
    done = cli("import", "a.txt", "--format", "json")
    (row,) = json.loads(done.out)
    assert (row["outcome"], row["turns"], row["segments"]) == ("imported", 4, 4)
    assert "Åse (participant)" in row["notes"]
    assert "cp1252" in row["notes"]
    assert done.err == "1 imported\n"


def test_importing_again_changes_nothing_and_says_so(begun):
    before = begun("log", "--format", "json").out
    done = begun("import", "in", "--attributes", "attributes.csv")
    assert done.code == 0
    assert done.err == "2 here already, unchanged\n"
    assert begun("log", "--format", "json").out == before


def test_another_text_under_a_known_name_is_refused(begun, tmp_path: Path):
    (tmp_path / "in" / "granmo.txt").write_text("Noe annet.\n", encoding="utf-8")
    done = begun("import", "in")
    assert done.code == 1
    assert "transcripts replace" in done.out
    assert "1 here already, unchanged, 1 refused" in done.err
    assert listed(begun)["granmo"]["words"] > 20


def test_attributes_stand_in_the_list_and_can_be_selected(begun):
    assert listed(begun)["granmo"]["office_group"] == "sammenligningskontor"
    chosen = begun("transcripts", "list", "--where", "office=lyngdalen", "--format", "json")
    assert [row["name"] for row in json.loads(chosen.out)] == ["lyngdalen"]
    none = begun("transcripts", "list", "--where", "office=Oslo")
    assert none.code == 1
    assert "no value of office 'Oslo'" in none.err
    assert begun("transcripts", "list", "--where", "ofice=Oslo").code == 1


def test_attributes_that_come_later_are_added(begun, tmp_path: Path):
    (tmp_path / "more.csv").write_text("name,place,round\ngranmo,kontoret,2017.0\nlyngdalen,,2018\n", encoding="utf-8")
    done = begun("import", "in", "--attributes", "more.csv")
    assert done.code == 0
    assert "1 here already, unchanged, 1 here already, attributes set" in done.err
    assert listed(begun)["granmo"]["place"] == "kontoret"
    assert listed(begun)["granmo"]["round"] == "2017"


def test_a_table_that_contradicts_what_is_stored_is_refused_with_both_values(begun, tmp_path: Path):
    (tmp_path / "more.csv").write_text("name,place,round\ngranmo,kontoret,2019\nlyngdalen,,2018\n", encoding="utf-8")
    done = begun("import", "in", "--attributes", "more.csv")
    assert done.code == 1
    assert "round of granmo is '2017' and would become '2019'" in done.err
    assert len(done.err.splitlines()) == 2
    assert "place" not in listed(begun)["granmo"]
    assert begun("import", "in", "--attributes", "more.csv", "--overwrite").code == 0
    assert listed(begun)["granmo"]["round"] == "2019"


def test_an_attribute_table_with_unknown_transcripts_is_refused_whole(begun, tmp_path: Path):
    (tmp_path / "bad.csv").write_text("file;office\ngranmo.txt;Oslo\nnobody.txt;Oslo\n", encoding="utf-8")
    done = begun("import", "in", "--attributes", "bad.csv")
    assert done.code == 1
    assert "nobody.txt" in done.err
    assert listed(begun)["granmo"]["office"] == "Granmo"


def test_set_attributes_and_roles(begun):
    assert (
        begun("transcripts", "set", "office=Granmo by", "--transcript", "granmo", "--role", "Kari=interviewer").code
        == 0
    )
    shown = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)
    assert shown["attributes"]["office"] == "Granmo by"
    assert {t["role"] for t in shown["turns"]} == {"interviewer"}
    begun("undo")
    shown = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)
    assert shown["attributes"]["office"] == "Granmo"
    assert begun("transcripts", "set", "--role", "Nobody=interviewer", "--transcript", "granmo").code == 1
    assert begun("transcripts", "set", "a=b").code == 2


def test_a_table_is_a_transcript_a_row(cli, tmp_path: Path):
    rows = [{"id": f"S{n}", "text": f"Svar nummer {n}.", "office": "Granmo", "codes": ["x"]} for n in range(1, 4)]
    (tmp_path / "s.jsonl").write_text("\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    cli("init", ".")
    assert cli("import", "s.jsonl", "--text-column", "text", "--name-column", "id").code == 0
    assert set(listed(cli)) == {"S1", "S2", "S3"}
    assert listed(cli)["S2"]["office"] == "Granmo"


def test_the_development_set(cli, shared: Path):
    cli("init", ".")
    done = cli("import", shared / "eval" / "dev.jsonl", "--text-column", "text", "--name-column", "id")
    assert done.code == 0
    assert len(listed(cli)) == 208
    assert listed(cli)["Q003"]["office_group"] == "tiltakskontor"


def test_a_folder_with_a_bad_file_imports_the_others(begun, tmp_path: Path):
    (tmp_path / "more").mkdir()
    (tmp_path / "more" / "bad.docx").write_bytes(b"this is no docx")
    (tmp_path / "more" / "good.txt").write_text("Helt vanlig tekst.", encoding="utf-8")
    assert begun("import", "more", "--strict").code == 1
    assert "good" not in listed(begun)
    done = begun("import", "more")
    assert done.code == 1
    assert "bad.docx" in done.out
    assert "good" in listed(begun)


def test_an_archive_is_read_without_being_extracted(begun, tmp_path: Path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("sub/solvåg.txt", "Vi har det travelt.")
    assert begun("import", "all.zip").code == 0
    assert "solvåg" in listed(begun)
    assert not (tmp_path / "sub").exists()


@pytest.mark.parametrize("path", ["nowhere.txt", "nowhere/", "empty", "x.xyz", "empty.txt", "bad.docx", "bad.pdf"])
def test_bad_input_is_one_message_and_changes_nothing(begun, tmp_path: Path, path: str):
    (tmp_path / "empty").mkdir()
    (tmp_path / "x.xyz").write_text("tekst", encoding="utf-8")
    (tmp_path / "empty.txt").write_text("", encoding="utf-8")
    (tmp_path / "bad.docx").write_bytes(b"PK nothing")
    (tmp_path / "bad.pdf").write_bytes(b"%PDF-1.4 nothing")
    before = begun("log", "--format", "json").out
    done = begun("import", path)
    assert done.code == 1
    assert path.strip("/") in done.err + done.out
    assert begun("log", "--format", "json").out == before


def test_remove_and_bring_back(begun):
    assert begun("transcripts", "remove", "granmo", "--dry-run").code == 0
    assert "granmo" in listed(begun)
    assert begun("transcripts", "remove", "granmo").code == 0
    assert set(listed(begun)) == {"lyngdalen"}
    begun("undo")
    assert "granmo" in listed(begun)


def test_show_is_exact_about_every_span(begun):
    shown = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)
    turns = [(t["speaker"], t["role"], shown["text"][t["start"] : t["end"]]) for t in shown["turns"]]
    assert turns[1] == ("Kari", "participant", "Vi har teammøte hver tirsdag. Da går vi gjennom alle familiene.")
    assert turns[2] == ("Intervjuer", "interviewer", "Og økonomien i familiene?")
    assert [s["n"] for s in shown["segments"]] == list(range(1, 7))


class TestTheProjectFile:
    def test_there_is_none(self, cli):
        done = cli("status")
        assert done.code == 3
        assert "init" in done.err

    def test_it_is_somebody_elses_database(self, begun, tmp_path: Path):
        import sqlite3

        (tmp_path / "project.db").unlink()
        with sqlite3.connect(tmp_path / "project.db") as db:
            db.execute("CREATE TABLE t (x)")
        assert begun("status").code == 3

    def test_it_is_no_database(self, begun, tmp_path: Path):
        (tmp_path / "project.db").write_bytes(b"nonsense" * 1000)
        assert begun("status").code == 3

    def test_it_is_from_a_newer_version(self, begun, tmp_path: Path):
        import sqlite3

        with sqlite3.connect(tmp_path / "project.db") as db:
            db.execute("PRAGMA user_version = 999")
        done = begun("status")
        assert done.code == 3
        assert "newer" in done.err

    def test_another_program_holds_it(self, begun, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
        import sqlite3

        monkeypatch.setattr("qualcode.store.database.WAIT", 0.1)
        holder = sqlite3.connect(tmp_path / "project.db", isolation_level=None)
        holder.execute("BEGIN IMMEDIATE")
        done = begun("tag", "granmo:2", "internt")
        holder.execute("ROLLBACK")
        holder.close()
        assert done.code == 3
        assert "locked" in done.err

    def test_init_twice(self, begun):
        assert begun("init", ".").code == 1


def test_an_interrupt_ends_with_130(begun, monkeypatch: pytest.MonkeyPatch):
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("qualcode.verbs.setup.status", interrupted)
    assert run(["status"]) == 130


KILLED = """
import os, signal
from qualcode.cli import run
from qualcode.verbs import importing, intake

importing.BATCH = 1000
whole = intake.read

def read(file, options):
    if file.stem == "i17":
        os.kill(os.getpid(), signal.SIGKILL)
    return whole(file, options)

intake.read = read
run(["import", "many"])
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_killed_import_goes_on_where_it_was(begun, tmp_path: Path):
    (tmp_path / "many").mkdir()
    for n in range(30):
        (tmp_path / "many" / f"i{n:02}.txt").write_text(f"Intervju {n}. " + "Vi har det travelt. " * 20, "utf-8")
    killed = subprocess.run([sys.executable, "-c", KILLED], cwd=tmp_path, capture_output=True, text=True)
    assert killed.returncode == -9
    assert begun("check").code == 0
    there = sum(name.startswith("i") for name in listed(begun))
    assert 0 < there < 17
    done = begun("import", "many")
    assert done.code == 0
    assert f"{30 - there} imported, {there} here already, unchanged" in done.err
    assert len(listed(begun)) == 32
    assert begun("check").code == 0


@pytest.mark.parametrize("path", ["in/*.txt", "**/gran*.txt", "in", "in/granmo.txt"])
def test_globs_that_the_shell_left_alone(begun, path: str):
    done = begun("import", path)
    assert done.code == 0
    assert "here already, unchanged" in done.err


def test_nothing_fits_a_glob(begun):
    done = begun("import", "in/*.docx")
    assert (done.code, len(done.err.splitlines())) == (1, 2)
    assert "in/*.docx" in done.err


def test_two_files_of_one_name(begun, tmp_path: Path):
    for folder, text in (("a", "En tekst."), ("b", "En annen tekst."), ("c", "En tekst.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "i1.txt").write_text(text, encoding="utf-8")
    done = begun("import", "a", "b", "--format", "json")
    assert done.code == 0
    assert [row["transcript"] for row in json.loads(done.out)] == ["a/i1", "b/i1"]
    assert "named by its folder: b/i1" in done.out
    again = begun("import", "a", "b", "--format", "json")
    assert [row["outcome"] for row in json.loads(again.out)] == ["unchanged", "unchanged"]


def test_a_file_that_is_here_under_its_own_name_stays_it(begun, tmp_path: Path):
    for folder, text in (("a", "En tekst."), ("b", "En annen tekst.")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "i1.txt").write_text(text, encoding="utf-8")
    assert begun("import", "a").code == 0
    done = json.loads(begun("import", "a", "b", "--format", "json").out)
    assert [(row["transcript"], row["outcome"]) for row in done] == [("i1", "unchanged"), ("b/i1", "imported")]


def test_a_text_that_is_here_under_another_name_is_told(begun, tmp_path: Path):
    long = "Intervjuer: Hva nå?\n\nKari: " + "Vi har teammøte hver tirsdag. " * 30 + "\n"
    (tmp_path / "in" / "en.txt").write_text(long, encoding="utf-8")
    (tmp_path / "in" / "to.txt").write_text(long, encoding="utf-8")
    notes = {r["transcript"]: r["notes"] for r in json.loads(begun("import", "in", "--format", "json").out)}
    assert notes["to"].startswith("the same text as en")
    assert "the same text as" not in notes["en"]


def test_strict_refuses_all_for_one_known_name_with_another_text(begun, tmp_path: Path):
    (tmp_path / "in" / "a.txt").write_text("Ny.", encoding="utf-8")
    (tmp_path / "in" / "granmo.txt").write_text("Noe annet.\n", encoding="utf-8")
    done = begun("import", "in", "--strict")
    assert (done.code, len(done.err.splitlines())) == (1, 2)
    assert "a" not in listed(begun)


NOTATION = "M> Hva gjør dere?\n\nA> Vi møtes ofte.\n\nM> Ja?\n\nA> Hver dag.\n"


def turns(cli, name: str):
    shown = json.loads(cli("transcripts", "show", name, "--format", "json").out)
    return [(t["speaker"], t["role"]) for t in shown["turns"]]


def test_a_profile_says_how_speakers_are_marked(begun, tmp_path: Path):
    (tmp_path / "x.txt").write_text(NOTATION, encoding="utf-8")
    (tmp_path / "p.toml").write_text(
        "speaker_pattern = '(?P<speaker>[A-Z])>\\s*'\ninterviewers = ['M']\n", encoding="utf-8"
    )
    assert begun("import", "x.txt", "--profile", "p.toml").code == 0
    assert turns(begun, "x") == [("M", "interviewer"), ("A", "participant")] * 2
    (tmp_path / "bad.toml").write_text("speaker_pattern = '('\n", encoding="utf-8")
    done = begun("import", "x.txt", "--profile", "bad.toml")
    assert (done.code, len(done.err.splitlines())) == (1, 1)


def test_what_was_read_wrongly_is_read_anew_and_keeps_its_codings(begun, tmp_path: Path):
    (tmp_path / "x.txt").write_text(NOTATION, encoding="utf-8")
    (tmp_path / "p.toml").write_text("speaker_pattern = '(?P<speaker>[A-Z])>\\s*'\n", encoding="utf-8")
    begun("import", "x.txt")
    assert {speaker for speaker, _ in turns(begun, "x")} == {None}
    begun("tag", "x:2", "samarbeid")
    done = begun("import", "x.txt", "--profile", "p.toml", "--interviewer", "M")
    assert (done.code, done.err.splitlines()[0]) == (0, "1 here already, turns read anew")
    assert turns(begun, "x") == [("M", "interviewer"), ("A", "participant")] * 2
    shown = json.loads(begun("transcripts", "show", "x", "--format", "json").out)
    assert [c["quote"] for c in shown["codings"]] == ["A> Vi møtes ofte."]
    again = begun("import", "x.txt", "--profile", "p.toml", "--interviewer", "M")
    assert again.err.splitlines()[0] == "1 here already, unchanged"
    assert begun("check").code == 0
    assert begun("undo").code == 0
    assert {speaker for speaker, _ in turns(begun, "x")} == {None}


def test_the_interviewer_is_who_one_says(begun):
    assert begun("import", "in/granmo.txt", "--interviewer", "Kari").code == 0
    assert turns(begun, "granmo")[:2] == [("Intervjuer", "participant"), ("Kari", "interviewer")]


def test_damaged_letters_and_guessed_encodings_are_told(begun, tmp_path: Path):
    (tmp_path / "skade.txt").write_text("Bjørn sÃ¥ pÃ¥ mÃ¸tet.", encoding="utf-8")
    (tmp_path / "mac.txt").write_bytes("Åse og Bjørn på møte i Tromsø.".encode("mac-roman"))
    notes = {r["transcript"]: r["notes"] for r in json.loads(begun("import", "*.txt", "--format", "json").out)}
    assert "mojibake: 3 letters" in notes["skade"]
    assert "encoding: mac-roman guessed" in notes["mac"]
    done = begun("import", "mac.txt", "--encoding", "nonsense")
    assert done.code == 1
    assert "no encoding 'nonsense'" in done.out


def test_a_broken_table_among_the_files_is_not_taken_for_the_attributes_fault(begun, tmp_path: Path):
    (tmp_path / "in" / "svar.csv").write_text("id,text\nR1,ja,nei\n", encoding="utf-8")
    (tmp_path / "wrong.csv").write_text("file;office\ngranmo;Granmo\nnobody;X\n", encoding="utf-8")
    done = begun("import", "in", "--attributes", "wrong.csv")
    assert done.code == 1
    assert done.err.startswith("qualcode: wrong.csv: it names transcripts that are not here: nobody\n")


def test_a_table_without_speech_is_not_taken_for_one(begun, tmp_path: Path):
    (tmp_path / "staff.csv").write_text("navn,kontor\nKari Granmo,Granmo\nOla Lyng,Lyngdalen\n", encoding="utf-8")
    done = begun("import", "staff.csv")
    assert done.code == 1
    assert "--attributes" in done.out
    assert set(listed(begun)) == {"granmo", "lyngdalen"}


def test_lines_broken_at_a_width_are_one_paragraph_also_between_labels(cli, tmp_path: Path):
    lines = [
        "Intervjuer: Hvordan er det å være",
        "koordinator her?",
        "Kari: Det er helt greit, men det",
        "er ikke lett når alle vil noe og",
        "ingen har tid.",
        "Intervjuer: Nei, det kan jeg godt",
        "tenke meg.",
        "Kari: Men det går på et vis, når",
        "man kjenner hverandre.",
    ]
    (tmp_path / "smal.txt").write_text("\n".join(lines) + "\n", encoding="utf-8")
    cli("init", ".")
    cli("import", "smal.txt")
    shown = json.loads(cli("transcripts", "show", "smal", "--format", "json").out)
    assert (len(shown["turns"]), len(shown["segments"])) == (4, 4)


def test_the_file_of_a_transcript_that_was_renamed_or_removed_changes_nothing(begun):
    begun("tag", "granmo:4", "økonomi")
    begun("transcripts", "rename", "granmo", "b")
    done = begun("import", "in/granmo.txt")
    assert "granmo.txt: unchanged: it is called b here" in done.err
    listed = [r["name"] for r in json.loads(begun("transcripts", "list", "--format", "json").out)]
    assert listed == ["b", "lyngdalen"]
    begun("transcripts", "rename", "b", "granmo")
    begun("transcripts", "remove", "granmo")
    done = begun("import", "in/granmo.txt")
    assert "it was removed here; --again brings granmo back" in done.err
    assert [r["name"] for r in json.loads(begun("transcripts", "list", "--format", "json").out)] == ["lyngdalen"]
    assert begun("import", "in/granmo.txt", "--again").code == 0
    assert len(json.loads(begun("excerpts", "--format", "json").out)) == 1
