import csv
import json
import zipfile
from pathlib import Path

import pytest

EMOJI = "Intervjuer: Hva sa barnet?\n\nKari: 👨‍👩‍👧 Det sa ja. Så å: e\u0301n gang.\n\nIntervjuer: Ja?\n\nKari: Ja.\n"
FOREIGN = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="Fremmed" origin="NVivo for Windows 12.6">
 <Users><User guid="{11111111-1111-1111-1111-111111111111}" name="Ola"/></Users>
 <CodeBook><Codes>
  <Code guid="22222222-2222-2222-2222-222222222222" name="Samarbeid" isCodable="true">
   <NoteRef targetGUID="77777777-7777-7777-7777-777777777777"/>
   <Code guid="33333333-3333-3333-3333-333333333333" name="Ute på tur" isCodable="true"/>
  </Code>
 </Codes></CodeBook>
 <Sources><TextSource guid="44444444-4444-4444-4444-444444444444" name="intervju"
   plainTextPath="internal://44444444.txt">
  <PlainTextSelection guid="55555555-5555-5555-5555-555555555555" name="Vi er ute" startPosition="35" endPosition="44"
    creatingUser="11111111-1111-1111-1111-111111111111">
   <Coding guid="66666666-6666-6666-6666-666666666666">
    <CodeRef targetGUID="33333333-3333-3333-3333-333333333333"/>
   </Coding>
   <Coding guid="66666666-6666-6666-6666-666666666667">
    <CodeRef targetGUID="99999999-9999-9999-9999-999999999999"/>
   </Coding>
  </PlainTextSelection>
 </TextSource></Sources>
 <Notes>
  <Note guid="77777777-7777-7777-7777-777777777777" name="Om koden"><PlainTextContent>Bred</PlainTextContent></Note>
  <Note guid="88888888-8888-8888-8888-888888888888" name="Dagbok"><PlainTextContent>I dag</PlainTextContent></Note>
 </Notes>
</Project>
"""
TEXT = "\ufeffIntervjuer: Hvor er dere?\r\n\r\nKari: Vi er ute.\r\n\r\nIntervjuer: Hver dag?\r\n\r\nKari: Nesten.\r\n"


def shown(cli, name: str = "granmo"):
    return json.loads(cli("transcripts", "show", name, "--format", "json").out)


def codings(cli) -> list[tuple[object, ...]]:
    rows = json.loads(cli("excerpts", "--format", "json").out)
    return sorted((r["transcript"], r["start"], r["end"], r["code"], r["coder"], r["memo"], r["text"]) for r in rows)


@pytest.fixture
def coded(begun, tmp_path: Path):
    (tmp_path / "solvåg.txt").write_text(EMOJI, encoding="utf-8")
    begun("import", "solvåg.txt")
    begun("tag", "granmo:2", "internt", "--memo", "=SUM(1) og «sitat»;\nto linjer")
    begun("tag", "granmo:2", "samarbeid", "--coder", "Berit")
    begun("tag", "lyngdalen:4", "økonomi", "--coder", "Berit")
    text = shown(begun, "solvåg")["text"]
    begun("tag", f"solvåg@{text.index('👨')}-{text.index('ja')}", "samarbeid")
    begun("tag", f"solvåg@{text.index(' Det')}-{text.index('sa ja')}", "økonomi")
    return begun


def fresh(cli, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cli("init", folder, "--coder", "Cato")
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("dialect", ["standard", "nvivo"])
def test_a_project_comes_back_whole(coded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, dialect: str):
    for place in (["--whole"], ["granmo:4"], ["--transcript", "granmo"], ["--code", "internt"]):
        assert coded("memo", *place, f"Et notat om {place[-1]}").code == 0
    done = coded("export", "out.qdpx", "--dialect", dialect)
    assert done.code == 0
    memos = coded("memo", "--format", "csv").out
    assert ("emoji" in done.err) is (dialect == "standard")
    before, text = codings(coded), shown(coded)
    fresh(coded, tmp_path / "other", monkeypatch)
    if dialect == "nvivo":  # as NVivo itself names such files; then the way of counting must be found
        rewritten(tmp_path / "out.qdpx", 'origin="qualcode, NVivo dialect"', 'origin="NVivo for Windows 12.6"')
    done = coded("import", tmp_path / "out.qdpx")
    assert done.code == 0
    assert ("of 5 codings 5 are new" if dialect == "standard" else "of 5 codings 5 (Anna 3, Berit 2)") in done.err
    assert codings(coded) == before
    assert sorted(coded("memo", "--format", "csv").out.splitlines()) == sorted(memos.splitlines())
    after = shown(coded)
    assert {k: after[k] for k in ("text", "turns", "segments", "attributes")} == {
        k: text[k] for k in ("text", "turns", "segments", "attributes")
    }
    if dialect == "standard":  # our own file, as we wrote it
        assert after == text
        assert coded("export", "again.qdpx").code == 0
        assert beside(Path("again.qdpx")) == beside(tmp_path / "out.qdpx")
    else:
        assert {c["origin"] for c in after["codings"]} == {"import"}
    assert coded("check").code == 0


def beside(path: Path) -> object:
    """The rows that our export puts beside the project file."""
    with zipfile.ZipFile(path) as archive:
        return json.loads(archive.read("qualcode.json"))["tables"]


def rewritten(path: Path, old: str, new: str) -> None:
    """The same archive with one change in its project.qde."""
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert old in files["project.qde"].decode()
    files["project.qde"] = files["project.qde"].decode().replace(old, new).encode()
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)


def test_importing_a_project_again_changes_nothing(coded):
    coded("export", "out.qdpx")
    before = coded("log", "--format", "json").out
    done = coded("import", "out.qdpx")
    assert done.code == 0
    assert "3 here already, unchanged" in done.err
    assert "of 5 codings 0" in done.err
    assert coded("log", "--format", "json").out == before


def test_a_coding_taken_back_here_does_not_come_back(coded):
    coded("export", "out.qdpx")
    coded("untag", "granmo:2", "internt")
    coded("import", "out.qdpx")
    assert not [c for c in codings(coded) if c[3] == "internt"]


def test_the_selection_is_honoured(coded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert coded("export", "out.qdpx", "--where", "office=Granmo", "--by-coder", "Berit").code == 0
    assert coded("export", "out.csv", "--code", "samarbeid", "--exact").code == 0
    lines = (tmp_path / "out.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len([line for line in lines if "samarbeid" in line]) == 2
    assert "internt" not in "".join(lines)
    fresh(coded, tmp_path / "other", monkeypatch)
    coded("import", tmp_path / "out.qdpx")
    assert [(c[0], c[3], c[4]) for c in codings(coded)] == [("granmo", "samarbeid", "Berit")]


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_the_table_of_codings_comes_back_by_tag(coded, tmp_path: Path, ending: str):
    before = codings(coded)
    assert coded("export", f"out.{ending}").code == 0
    for name, code in (("granmo:2", "internt"), ("solvåg:2", "samarbeid")):
        assert coded("untag", name, code).code == 0
    coded("transcripts", "remove", "lyngdalen", "--erase", "--yes")
    coded("import", "in/lyngdalen.txt")
    done = coded("tag", "--from", f"out.{ending}")
    assert (done.code, done.err) == (0, "coded 3 new, 2 were there already\n")
    assert codings(coded) == before


def test_the_codebook_goes_out_and_in(coded, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert coded("export", "out.qdc").code == 0
    assert coded("codebook", "export", "same.qdc").code == 0
    assert (tmp_path / "out.qdc").read_bytes() == (tmp_path / "same.qdc").read_bytes()
    assert coded("codebook", "load", "out.qdc").err == "the codebook is this one already\n"
    before = json.loads(coded("codebook", "show", "--format", "json").out)
    fresh(coded, tmp_path / "other", monkeypatch)
    assert coded("codebook", "load", tmp_path / "out.qdc").code == 0
    after = json.loads(coded("codebook", "show", "--format", "json").out)
    assert [(c["id"], c["name"], c["keywords"]) for c in after] == [(c["id"], c["name"], c["keywords"]) for c in before]


@pytest.fixture
def foreign(tmp_path: Path) -> Path:
    with zipfile.ZipFile(tmp_path / "fremmed.qdpx", "w") as archive:
        archive.writestr("project.qde", FOREIGN)
        archive.writestr("Sources/44444444.txt", TEXT)
    return tmp_path / "fremmed.qdpx"


def test_another_programs_project(begun, foreign: Path):
    done = begun("import", foreign.name)
    assert done.code == 0
    assert "of 2 codes 1 are new, of 1 codings 1 (Ola 1), of 2 memos 2" in done.err
    assert "Coding: 2 in the file, 1 imported, 1 not (of a code that is not in the codebook)" in done.err
    read = shown(begun, "intervju")
    assert [t["speaker"] for t in read["turns"]] == ["Intervjuer", "Kari"] * 2
    (coding,) = read["codings"]
    assert (coding["quote"], coding["code"], coding["coder"]) == ("Vi er ute", "ute_på_tur", "Ola")
    path = next(c for c in json.loads(begun("codebook", "show", "--format", "json").out) if c["id"] == "ute_på_tur")
    assert path["parent"] == "samarbeid"
    memos = json.loads(begun("memo", "--format", "json").out)
    assert {(m["kind"], m["text"]) for m in memos} == {("code", "Om koden\nBred"), ("project", "Dagbok\nI dag")}
    before = begun("log", "--format", "json").out
    begun("import", foreign.name)
    assert begun("log", "--format", "json").out == before
    assert begun("undo").code == 0
    assert "intervju" not in begun("transcripts", "list").out
    assert "ute_på_tur" not in begun("codebook", "show").out


def test_a_dry_run_says_the_same_and_changes_nothing(begun, foreign: Path):
    before = begun("log", "--format", "json").out
    dry = begun("import", foreign.name, "--dry-run", "--format", "json")
    assert begun("log", "--format", "json").out == before
    assert dry.out == begun("import", foreign.name, "--format", "json").out


def test_another_text_of_the_same_name_keeps_its_codings_out(begun, foreign: Path, tmp_path: Path):
    (tmp_path / "intervju.txt").write_text("Noe helt annet.", encoding="utf-8")
    begun("import", "intervju.txt")
    done = begun("import", foreign.name)
    assert done.code == 1
    assert "another text called intervju is here" in done.out
    assert codings(begun) == []


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (["out.doc"], 2),
        (["out"], 2),
        (["nowhere/out.qdpx"], 1),
        (["out.qdpx", "--where", "office=Oslo"], 1),
        (["out.csv", "--by-coder", "Nobody"], 1),
        (["out.csv", "--code", "nothing"], 1),
    ],
)
def test_wrong_exports_are_refused_in_two_lines(coded, tmp_path: Path, args: list[str], code: int):
    done = coded("export", *args)
    assert done.code == code
    assert len(done.err.splitlines()) <= 2
    assert not (tmp_path / args[0]).exists()


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_damaged_project_is_refused(begun, tmp_path: Path, content: bytes | None):
    if content is None:
        with zipfile.ZipFile(tmp_path / "bad.qdpx", "w") as archive:
            archive.writestr("project.qde", "<Project")
    else:
        (tmp_path / "bad.qdpx").write_bytes(content)
    before = begun("log", "--format", "json").out
    done = begun("import", "bad.qdpx")
    assert done.code == 1
    assert "bad.qdpx" in done.out
    assert begun("log", "--format", "json").out == before
    assert begun("import", "bad.qdpx", "--strict").code == 1


def test_real_files_of_other_programs(cli, shared: Path):
    cli("init", ".", "--coder", "Anna")
    for file in sorted((shared / "refi" / "samples").glob("*.qdpx")):
        done = cli("import", file)
        assert done.code == 0, done.err
        before = cli("log", "--format", "json").out
        assert cli("import", file).code == 0
        assert cli("log", "--format", "json").out == before
    assert cli("check").code == 0
    assert len(codings(cli)) == 60
    for file in sorted((shared / "refi" / "samples").glob("*.qdc")):
        assert cli("codebook", "load", file, "--retire-missing").code == 0


def test_everything_as_tables_that_say_what_they_hold(coded, tmp_path: Path):
    coded("finish", "granmo", "--coder", "Anna")
    coded("memo", "granmo:4", "Et notat")
    done = coded("export", "--tables", "out")
    assert (done.code, done.err) == (0, "wrote 9 tables and datapackage.json into out\n")
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    held = {}
    for resource in package["resources"]:
        rows = list(csv.DictReader((tmp_path / "out" / resource["path"]).open(encoding="utf-8", newline="")))
        assert len(rows) == resource["rows"]
        names = [field["name"] for field in resource["schema"]["fields"]]
        assert all(list(row) == names for row in rows)
        held[resource["name"]] = rows
    texts = {row["transcript"]: row["text"] for row in held["transcripts"]}
    for row in (*held["codings"], *held["segments"]):
        words = row["quote"] if "quote" in row else row["text"]
        assert texts[row["transcript"]][int(row["start"]) : int(row["end"])] == words
    assert len(held["codings"]) == 5
    assert held["readings"] == [{"transcript": "granmo", "coder": "Anna"}]
    assert [(row["transcript"], row["text"]) for row in held["memos"]] == [("granmo", "Et notat")]
    assert coded("export", "--tables", "some", "--by-coder", "Berit").code == 0
    assert len((tmp_path / "some" / "codings.csv").read_text("utf-8").splitlines()) == 1 + 2
    assert coded("export").code == coded("export", "a.csv", "--tables", "b").code == 2


def project(folder: Path, name: str, code: str, coded: str = "CODE") -> Path:
    """A project of another program with the code `code`, numbered as `coded` says, on the word 'kaffe'."""
    number = {"CODE": "71039e6c-de90-565a-8cd7-89b263271615", "OTHER": "f8a449d5-9eb9-53df-a0c0-d76742ac970a"}
    codes = f'<Code guid="{number["CODE"]}" name="{code}" isCodable="true"/>'
    codes += f'<Code guid="{number["OTHER"]}" name="Drikke" isCodable="true"/>'
    made = f'<Coding guid="da6d6fe2-138f-5f35-99a3-01d9b2aa6e5c"><CodeRef targetGUID="{number[coded]}"/></Coding>'
    marked = f'<PlainTextSelection name="kaffe" startPosition="16" endPosition="21">{made}</PlainTextSelection>'
    source = '<TextSource guid="3c88babd-0bf8-55a8-9a73-98a084ec3a25" name="T1" plainTextPath="internal://t1.txt">'
    inside = f"<CodeBook><Codes>{codes}</Codes></CodeBook><Sources>{source}{marked}</TextSource></Sources>"
    with zipfile.ZipFile(folder / name, "w") as archive:
        archive.writestr(
            "project.qde", f'<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="T">{inside}</Project>'
        )
        archive.writestr("sources/t1.txt", "Kari: mandag og kaffe. Per: tirsdag.")
    return folder / name


def waiting(cli) -> list[dict[str, str]]:
    return list(json.loads(cli("unsettled", "--format", "json").out))


def test_a_newer_file_is_proposed_and_settled(begun, tmp_path: Path):
    begun("import", project(tmp_path, "a.qdpx", "Mat"))
    newer = project(tmp_path, "b.qdpx", "Mat", "OTHER")
    for _ in range(2):  # asked once
        assert "1 recoded; proposed in `qualcode unsettled`" in begun("import", newer).err
        (row,) = waiting(begun)
        assert (row["status"], row["code"], row["answers"]) == ("proposal", "mat", "theirs, ours")
        begun("undo")
    begun("import", newer)
    assert begun("settle", row["id"], "theirs").err == "'kaffe' is drikke now\n"
    assert [c[3] for c in codings(begun) if c[0] == "T1"] == ["drikke"]
    assert waiting(begun) == []
    begun("undo")
    assert [c[3] for c in codings(begun) if c[0] == "T1"] == ["mat"]
    assert begun("check").code == 0


@pytest.mark.parametrize(
    ("answer", "code", "name"), [("ours", "mat", "Matematikk"), ("theirs", "mat", "Mat"), ("both", "mat_2", "Mat")]
)
def test_a_code_called_like_ours_waits_with_its_codings(begun, tmp_path: Path, answer: str, code: str, name: str):
    begun("codebook", "add", "mat", "--name", "Matematikk")
    done = begun("import", project(tmp_path, "a.qdpx", "Mat"))
    assert "the code 'Mat' waits: here the code mat is called 'Matematikk'" in done.err
    assert [c for c in codings(begun) if c[0] == "T1"] == []
    (row,) = waiting(begun)
    assert begun("settle", row["id"], answer).code == 0
    assert [c[3] for c in codings(begun) if c[0] == "T1"] == [code]
    names = {c["id"]: c["name"] for c in json.loads(begun("codebook", "show", "--format", "json").out)}
    assert names[code] == name
    begun("import", tmp_path / "a.qdpx")  # and again: now it is known
    assert waiting(begun) == []
    assert len([c for c in codings(begun) if c[0] == "T1"]) == 1
    assert begun("check").code == 0


def test_what_a_code_is_can_be_said_beside_the_file(begun, tmp_path: Path):
    begun("codebook", "add", "mat", "--name", "Matematikk")
    file = project(tmp_path, "a.qdpx", "Mat")
    assert begun("import", file, "--settle", "Mat=mine").code == 2
    begun("import", file)
    assert begun("import", file, "--settle", "Mat=both").code == 0
    assert [c[3] for c in codings(begun) if c[0] == "T1"] == ["mat_2"]
    assert waiting(begun) == []
