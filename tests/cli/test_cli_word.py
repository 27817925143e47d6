"""Coding in a word processor, from `word out` to `word in`, also through LibreOffice as it really saves."""

import json
import shutil
import subprocess
from pathlib import Path
from typing import cast

import docx
import pytest
from docx.text.paragraph import Paragraph


def commented(file: Path, *remarks: tuple[str, str]) -> None:
    """Comment on the run that holds some words, as a colleague would; the words are cut out as a run of their own."""
    document = docx.Document(str(file))
    for words, text in remarks:
        run = next(r for p in document.paragraphs for r in p.runs if words in r.text)
        paragraph, (before, _, after) = cast("Paragraph", run._parent), run.text.partition(words)
        run.text = before
        marked, rest = paragraph.add_run(words), paragraph.add_run(after)
        run._r.addnext(rest._r)
        run._r.addnext(marked._r)
        document.add_comment([marked], text=text, author="Berit", initials="B")
    document.save(str(file))


def edited(file: Path, old: str, new: str) -> None:
    document = docx.Document(str(file))
    for paragraph in document.paragraphs:
        for run in paragraph.runs:
            run.text = run.text.replace(old, new) if old in run.text else run.text
    document.save(str(file))


def codings(cli):
    rows = json.loads(cli("excerpts", "--format", "json").out)
    return sorted((r["coder"], r["code"], r["text"], r["memo"]) for r in rows)


@pytest.fixture
def sent(begun, tmp_path: Path):
    """granmo as a docx for Berit, who has one coding there already."""
    begun("tag", "granmo:6", "økonomi", "--coder", "Berit", "--memo", "banken")
    assert begun("word", "out", "granmo", "-o", "ut", "--coder", "Berit").code == 0
    return tmp_path / "ut" / "granmo.docx"


def saved_by_libreoffice(file: Path, folder: Path) -> Path:
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if not program:
        pytest.skip("LibreOffice is not installed")
    folder.mkdir()
    home = f"-env:UserInstallation=file://{folder}/profile"
    subprocess.run(
        [program, home, "--headless", "--convert-to", "docx:MS Word 2007 XML", "--outdir", str(folder), str(file)],
        check=True,
        capture_output=True,
        timeout=180,
    )
    return folder / file.name


@pytest.mark.parametrize("through_libreoffice", [False, True])
def test_comments_become_codings_on_just_the_marked_text_and_twice_adds_nothing(
    begun, sent: Path, tmp_path: Path, through_libreoffice
):
    commented(
        sent,
        ("teammøte hver tirsdag", "#internt #samarbeid fast møtepunkt"),
        ("borte den tjuende", "økonomi"),
        ("alle familiene", "her må vi tenke oss om"),
    )
    file = saved_by_libreoffice(sent, tmp_path / "lo") if through_libreoffice else sent
    tried = begun("word", "in", file, "--coder", "Berit", "--dry-run")
    assert tried.code == 0
    assert "3 would be coded for Berit, 1 memo" in tried.err
    assert len(codings(begun)) == 1
    done = begun("word", "in", file, "--coder", "Berit")
    assert done.code == 0, done.err
    assert "3 coded for Berit, 1 memo, 0 here already, 0 unknown words, 0 refused" in done.err
    expected = [
        ("Berit", "internt", "teammøte hver tirsdag", "fast møtepunkt"),
        ("Berit", "samarbeid", "teammøte hver tirsdag", "fast møtepunkt"),
        ("Berit", "økonomi", "Så vi ringer banken. (ler)", "banken"),
        ("Berit", "økonomi", "borte den tjuende", ""),
    ]
    assert codings(begun) == expected
    again = begun("word", "in", file, "--coder", "Berit")
    assert "0 coded for Berit, 0 memos, 4 here already" in again.err
    assert codings(begun) == expected
    assert begun("check").code == 0
    begun("undo", "--coder", "Berit")
    assert len(codings(begun)) == 1
    assert json.loads(begun("memo", "granmo:2", "--format", "json").out) == []


def test_the_account_names_place_and_outcome_and_quotes_nothing(begun, sent: Path):
    commented(sent, ("teammøte hver tirsdag", "#internt"), ("borte den tjuende", "#okonomi"))
    done = begun("word", "in", sent, "--coder", "Berit", "--format", "json")
    rows = json.loads(done.out)
    assert [(r["segment"], r["code"], r["outcome"], r["note"]) for r in rows] == [
        (2, "internt", "coded", ""),
        (4, "okonomi", "unknown word", "no such code; nearest: økonomi"),
    ]
    assert done.code == 1
    assert "tirsdag" not in done.out + done.err + begun("log", "--format", "json").out


def test_unknown_words_become_codes_on_request_only(begun, sent: Path):
    commented(sent, ("teammøte hver tirsdag", "#møteplass et notat"))
    assert begun("word", "in", sent, "--coder", "Berit").code == 1
    assert len(codings(begun)) == 1
    done = begun("word", "in", sent, "--coder", "Berit", "--take-new")
    assert done.code == 0
    assert ("Berit", "møteplass", "teammøte hver tirsdag", "et notat") in codings(begun)
    assert begun("codebook", "show", "møteplass").code == 0
    begun("undo", "--coder", "Berit")
    assert begun("codebook", "show", "møteplass").code == 1
    assert len(codings(begun)) == 1


def test_a_memo_changed_in_ones_own_comment_stands_in_the_place_of_the_one_the_file_showed(begun, sent: Path):
    document = docx.Document(str(sent))
    (comment,) = document.comments
    comment.paragraphs[-1].add_run(" og gjelden")
    document.save(str(sent))
    assert begun("word", "in", sent, "--coder", "Berit").code == 0
    ((*_, memo),) = codings(begun)
    assert memo == "banken og gjelden"


def test_edited_text_is_found_again_or_the_comment_refused(begun, sent: Path):
    commented(sent, ("teammøte hver tirsdag", "#internt"), ("borte den tjuende", "#økonomi"))
    edited(sent, "hver tirsdag", "hver tysdag")
    edited(sent, "borte den tjuende", "noe helt annet enn det som sto der")
    done = begun("word", "in", sent, "--coder", "Berit")
    assert done.code == 1
    assert "the text was edited in segment 2, 4" in done.err
    assert "refused" in done.err
    assert ("Berit", "internt", "teammøte hver tirsdag", "") in codings(begun)
    assert not [c for c in codings(begun) if c[2].startswith("borte")]


def test_a_retired_code_is_refused(begun, sent: Path):
    commented(sent, ("teammøte hver tirsdag", "#internt"))
    begun("codebook", "retire", "internt")
    done = begun("word", "in", sent, "--coder", "Berit", "--format", "json")
    assert (done.code, [r["outcome"] for r in json.loads(done.out)]) == (1, ["refused"])


def test_a_file_with_somebodys_comments_is_not_overwritten(begun, sent: Path):
    fresh = sent.read_bytes()
    commented(sent, ("teammøte hver tirsdag", "#internt"))
    before = sent.read_bytes()
    done = begun("word", "out", "granmo", "lyngdalen", "-o", "ut")
    assert done.code == 1
    assert len(done.err.strip().splitlines()) <= 2
    assert sent.read_bytes() == before
    assert not (sent.parent / "lyngdalen.docx").exists()
    assert begun("word", "out", "*", "-o", "ut", "--replace", "--coder", "Berit").code == 0
    assert sent.read_bytes() == fresh
    assert (sent.parent / "lyngdalen.docx").exists()


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("out", "granmo"), 2),
        (("out", "finnes_ikke", "-o", "x"), 1),
        (("out",), 2),
        (("in", "finnes_ikke.docx"), 1),
        (("in", "in/granmo.txt"), 1),
        (("in",), 2),
    ],
)
def test_wrong_requests(begun, args, code):
    done = begun("word", *args)
    assert done.code == code
    assert len(done.err.strip().splitlines()) <= 2


def test_one_broken_file_refuses_all(begun, sent: Path, tmp_path: Path):
    commented(sent, ("teammøte hver tirsdag", "#internt"))
    (tmp_path / "b.docx").write_bytes(b"PK\x03\x04 ikke en docx")
    assert begun("word", "in", sent, "b.docx", "--coder", "Berit").code == 1
    assert len(codings(begun)) == 1


def test_a_memo_changed_here_meanwhile_is_not_replaced_by_the_one_in_the_file(begun, sent: Path):
    begun("memo", "granmo:6", "--code", "økonomi", "nytt her", "--instead", "--coder", "Berit")
    document = docx.Document(str(sent))
    (comment,) = document.comments
    comment.paragraphs[-1].add_run(" og gjelden")
    document.save(str(sent))
    assert begun("word", "in", sent, "--coder", "Berit").code == 0
    ((*_, memo),) = codings(begun)
    assert memo == "nytt her\nbanken og gjelden"


def test_a_name_that_two_codes_have_means_neither(begun, sent: Path):
    begun("codebook", "add", "husleie", "--name", "Økonomi i hjemmet")
    begun("codebook", "add", "gjeld", "--name", "Økonomi i hjemmet")
    commented(sent, ("borte den tjuende", "#Økonomi i hjemmet"))
    done = begun("word", "in", sent, "--coder", "Berit", "--format", "json")
    assert done.code == 1
    (row,) = json.loads(done.out)
    assert (row["outcome"], row["note"]) == ("unknown word", "no such code; nearest: husleie, gjeld")


def test_a_file_made_before_its_transcript_was_renamed_still_comes_in(begun, sent: Path):
    commented(sent, ("borte den tjuende", "#økonomi"))
    begun("transcripts", "rename", "granmo", "kontor 1")
    assert begun("word", "in", sent, "--coder", "Berit").code == 0
    assert ("Berit", "økonomi", "borte den tjuende", "") in codings(begun)


def test_a_table_made_before_transcript_and_code_were_renamed_still_comes_in(begun, tmp_path: Path):
    table = tmp_path / "koder.csv"
    table.write_text("transcript,segment,code\ngranmo,4,økonomi\ngranmo,4,internt\n", encoding="utf-8")
    begun("transcripts", "rename", "granmo", "kontor 1")
    begun("codebook", "rename", "økonomi", "penger")
    begun("codebook", "merge", "internt", "samarbeid")
    assert begun("tag", "--from", table).code == 0
    assert {(c, m) for _, c, _, m in codings(begun)} == {("penger", ""), ("samarbeid", "")}
    begun("undo")
    begun("codebook", "rename", "penger", "økonomi")
    begun("codebook", "add", "internt")
    begun("tag", "--from", table)
    assert {c for _, c, *_ in codings(begun)} == {"økonomi", "internt"}
