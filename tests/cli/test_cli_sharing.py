"""`sample`, `package`, `unpack` and `merge` as typed, with what they print and how they end."""

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import click
import pytest

from qualcode.cli import sharing


def test_a_round_from_the_draw_to_the_merge(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    done = begun("sample", "Anna", "Bjørn", "--share", "1", "--by", "office_group", "--format", "csv")
    assert done.code == 0
    assert done.out.splitlines()[0].lstrip("\ufeff") == "round,transcript,coders,added,office_group"
    assert "2 av 2 transkripsjoner (100\xa0%)" in done.err
    done = begun("package", "Bjørn", "-o", "bjørn.qualcode")
    assert done.code == 0
    assert "2 transcripts for Bjørn, blind" in done.err
    assert "not encrypted" in done.err
    assert begun("unpack", "bjørn.qualcode", "bjørn").code == 0
    assert begun("tag", "granmo:2", "internt", "-p", "bjørn").code == 0
    assert begun("finish", "*", "-p", "bjørn").code == 0
    done = begun("merge", "bjørn", "--dry-run", "--format", "csv")
    assert "bjørn,coding,Bjørn,new,1" in done.out
    assert "tag" not in begun("log", "--by-coder", "Bjørn").out
    assert begun("merge", "bjørn").code == 0
    assert begun("merge", "bjørn").code == 0
    assert "tag" in begun("log", "--by-coder", "Bjørn").out
    assert begun("check").code == 0
    assert begun("undo").code == 0
    assert "Bjørn" not in begun("status").out


def test_the_same_coder_a_second_time(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    """Drawn from what Anna finished, coded again without her first coding, brought back and compared with it."""
    done = begun("sample", "Anna", "--again", "--share", "1")
    assert (done.code, "that Anna finished" in done.err) == (1, True)
    for place in ("granmo:2", "granmo:4", "lyngdalen:4"):
        begun("tag", place, "økonomi")
    begun("finish", "*")
    done = begun("sample", "Anna", "--again", "--share", "1")
    assert "for å kodes på nytt av samme koder" in done.err
    done = begun("package", "Anna", "--again", "-o", "igjen.qualcode")
    assert "2 transcripts for Anna (again), blind" in done.err
    begun("unpack", "igjen.qualcode", "igjen")
    assert "økonomi" not in begun("excerpts", "-p", "igjen", "--format", "csv").out
    for place in ("granmo:4", "granmo:6", "lyngdalen:4"):
        begun("tag", place, "økonomi", "-p", "igjen")
    begun("finish", "*", "-p", "igjen")
    before = begun("excerpts", "--format", "csv").out
    assert begun("merge", "igjen").code == 0
    assert begun("excerpts", "--format", "csv").out == before, "the second coding counts only where it is named"
    found = json.loads(begun("compare", "Anna", "--again", "--format", "json").out)
    row = next(r for r in found["codes"] if r["code"] == "økonomi")
    assert found["coders"] == ["Anna", "Anna (again)"]
    assert (row["both"], list(row["only"].values()), row["neither"]) == (2, [1, 1], 1)
    said = begun("compare", "Anna", "--again", "--methods").out
    assert "2 transkripsjoner ble kodet to ganger av Anna i runde 1" in said
    assert "Anna så ikke sin første koding under den andre." in said
    said = begun("compare", "Anna", "--again", "--methods", "--lang", "en").out
    assert "for being coded again by the same coder" in said
    assert "were coded twice by Anna in round 1" in said
    assert begun("compare", "Anna", "Bjørn", "--again").code == 2


def test_a_text_replaced_in_one_copy_or_in_both(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "p")
    begun("unpack", "p", "bjørn")
    begun("tag", "granmo:4", "økonomi", "-p", "bjørn")
    text = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)["text"]
    (tmp_path / "ny.txt").write_text("Interviewer: Er du klar?\n" + text, encoding="utf-8")
    assert begun("transcripts", "replace", "granmo", "ny.txt").code == 0
    done = begun("merge", "bjørn", "--format", "csv")
    assert "bjørn,coding,Bjørn,found again: moved,1,granmo" in done.out
    assert "granmo: codings made on another revision of its text were found again: 1 moved" in done.err
    assert begun("check").code == 0
    (tmp_path / "annen.txt").write_text(text + "Takk.\n", encoding="utf-8")
    assert begun("transcripts", "replace", "granmo", "annen.txt", "-p", "bjørn").code == 0
    done = begun("merge", "bjørn")
    assert (done.code, "both sides replaced the text of granmo" in done.err) == (1, True)
    assert "--text ours|theirs" in done.err
    done = begun("merge", "bjørn", "--dry-run")
    assert "ny.txt" in done.out
    assert "annen.txt" in done.out
    assert begun("merge", "bjørn", "--text", "theirs").code == 0
    shown = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)
    assert shown["text"].endswith("Takk.\n")
    assert shown["revision"] == 3
    assert [c["code"] for c in shown["codings"]] == ["økonomi"]
    assert begun("check").code == 0


def test_codes_changed_on_both_sides_are_shown_and_settled(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "p")
    begun("unpack", "p", "bjørn")
    book = (tmp_path / "book.yaml").read_text(encoding="utf-8")
    for folder, word in ((".", "HER"), ("bjørn", "DER")):
        (tmp_path / "new.yaml").write_text(book.replace("name: Økonomi", f"name: Økonomi {word}"), encoding="utf-8")
        assert begun("codebook", "load", "new.yaml", "-p", folder).code == 0
    done = begun("merge", "bjørn")
    assert done.code == 1
    assert "both sides changed codes: økonomi (name)" in done.err
    assert len(done.err.strip().splitlines()) == 2
    done = begun("merge", "bjørn", "--dry-run")
    assert done.code == 1
    assert "Økonomi HER" in done.out
    assert "Økonomi DER" in done.out
    assert begun("merge", "bjørn", "--settle", "økonomi=mine").code == 2
    done = begun("merge", "bjørn", "--settle", "okonomi=theirs", "--codebook", "ours")
    assert (done.code, "okonomi" in done.err) == (2, True)
    assert begun("merge", "bjørn", "--settle", "økonomi=theirs").code == 0
    assert "Økonomi DER" in begun("codebook", "show").out
    assert begun("merge", ".", "-p", "bjørn").code == 0
    assert "Økonomi DER" in begun("codebook", "show", "-p", "bjørn").out


def test_a_passphrase_is_asked_for(begun: Callable, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[type-arg]
    pytest.importorskip("pyrage")
    monkeypatch.setattr(click, "prompt", lambda *args, **options: "løyndom")
    done = begun("package", "Bjørn", "-o", "p.age", "--passphrase")
    assert (done.code, "at a terminal" in done.err, Path("p.age").exists()) == (2, True, False)
    monkeypatch.setattr("sys.stdin", SimpleNamespace(isatty=lambda: True))
    done = begun("package", "Bjørn", "-o", "p.age", "--passphrase")
    assert done.code == 0
    assert "not encrypted" not in done.err
    assert begun("unpack", "p.age", "bjørn").code == 0
    assert begun("merge", "p.age").code == 0
    monkeypatch.setattr(sharing, "_ask", lambda name: "feil")
    done = begun("unpack", "p.age", "igjen")
    assert done.code == 1
    assert "passphrase" in done.err


def test_what_both_changed_of_a_code_is_named(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "p")
    begun("unpack", "p", "bjørn")
    begun("codebook", "edit", "økonomi", "--definition", "Pengene.")
    begun("codebook", "retire", "økonomi", "-p", "bjørn")
    begun("codebook", "add", "nabolag", "-p", "bjørn")
    done = begun("merge", "bjørn", "--format", "csv")
    assert done.code == 0
    assert "bjørn,code,,new,1,nabolag" in done.out
    assert "bjørn,code,,changed,1,økonomi" in done.out
    assert "both sides changed økonomi, here its definition, there its retired: all of it stands" in done.err


def test_a_new_code_put_in_two_places_is_told_by_their_ids(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "p")
    begun("unpack", "p", "bjørn")
    begun("codebook", "add", "nabolag")
    begun("codebook", "add", "nabolag", "--parent", "samarbeid", "-p", "bjørn")
    done = begun("merge", "bjørn", "--dry-run", "--format", "csv")
    assert "nabolag,parent,(top level),samarbeid" in done.out


def test_damaged_packages_are_refused_by_their_name(begun: Callable, tmp_path: Path) -> None:  # type: ignore[type-arg]
    begun("package", "Bjørn", "-o", "whole")
    data = (tmp_path / "whole").read_bytes()
    middle = len(data) // 2
    broken = {"empty": b"", "half": data[:middle], "holed": data[:middle] + b"\xa7" * 9000 + data[middle + 9000 :]}
    for name, content in broken.items():
        (tmp_path / name).write_bytes(content)
        for words in (["merge", name], ["unpack", name, "new"]):
            done = begun(*words)
            assert (done.code, done.out) == (3, "")
            assert name in done.err.splitlines()[0]
            assert "backup" not in done.err, "it is not this project that is damaged"
    assert not (tmp_path / "new").exists()
    assert begun("check").code == 0


def test_a_package_for_nobody_in_a_round_has_to_be_asked_for(begun: Callable) -> None:  # type: ignore[type-arg]
    begun("sample", "Anna", "Bjørn", "--number", "1", "--no-top-up")
    done = begun("package", "Bjorn", "-o", "p")
    assert (done.code, "Anna, Bjørn" in done.err, Path("p").exists()) == (1, True, False)
    assert "2 transcripts for Bjorn" in begun("package", "Bjorn", "-o", "p", "--transcript", "*").err
    assert "1 transcript for Bjørn" in begun("package", "Bjørn", "-o", "q").err


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["sample", "Anna"], 2),
        (["sample", "Anna", "Anna", "--number", "1"], 2),
        (["sample", "", "--number", "1"], 2),
        (["sample", "Anna", "--number", "1", "--by", "kommune"], 2),
        (["sample", "Anna", "--share", "2"], 2),
        (["sample", "Anna", "--number", "1", "--where", "office=Oslo"], 1),
        (["package", "Anna"], 2),
        (["package", "Anna", "-o", "p", "--round", "vår"], 1),
        (["package", "Anna", "-o", "no/such/folder"], 1),
        (["merge", "no-such-file"], 1),
        (["merge", "book.yaml"], 3),
        (["unpack", "no-such-file", "d"], 1),
        (["unpack", "book.yaml", "d"], 3),
    ],
)
def test_what_cannot_be_done_ends_with_one_or_two_lines(begun: Callable, words: list[str], code: int) -> None:  # type: ignore[type-arg]
    done = begun(*words)
    assert done.code == code
    assert 1 <= len(done.err.strip().splitlines()) <= 2
    assert "Traceback" not in done.err
    assert done.out == ""
