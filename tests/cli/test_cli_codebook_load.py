"""A codebook that comes back from a file: what it changes is said, nothing that was coded with goes unasked."""

import json
from pathlib import Path

import pytest

SPLIT = "transcript,start,end,coder,to\n"


def codes(cli):
    return {r["id"]: r for r in json.loads(cli("codebook", "show", "--format", "json").out)}


def coded(cli):
    rows = json.loads(cli("excerpts", "--format", "json").out)
    return sorted((r["coder"], r["code"]) for r in rows)


@pytest.fixture
def used(begun, tmp_path: Path):
    """økonomi is coded; a file has only samarbeid."""
    begun("tag", "granmo:4", "økonomi")
    (tmp_path / "lite.yaml").write_text("codes:\n- id: samarbeid\n", encoding="utf-8")
    return begun


@pytest.mark.parametrize("dry", [(), ("--dry-run",)])
def test_codes_with_codings_that_a_file_leaves_out_refuse_it_and_are_named(used, dry):
    done = used("codebook", "load", "lite.yaml", *dry)
    assert done.code == 1
    assert "leaves out 1 codes that have codings: økonomi (1)" in done.err
    assert "“Internt samarbeid” (internt) is gone." in done.err
    assert set(codes(used)) == {"samarbeid", "internt", "økonomi"}


def test_they_are_retired_or_kept_when_told(used):
    assert used("codebook", "load", "lite.yaml", "--retire-missing").code == 0
    assert {i: bool(r["retired"]) for i, r in codes(used).items()} == {"samarbeid": False, "økonomi": True}
    used("undo")
    assert used("codebook", "load", "lite.yaml", "--keep-missing").code == 0
    assert {i: bool(r["retired"]) for i, r in codes(used).items()} == {
        "samarbeid": False,
        "internt": False,
        "økonomi": False,
    }
    assert coded(used) == [("Anna", "økonomi")]


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx"])
def test_a_changed_id_is_known_by_the_key_that_exports_carry(used, ending):
    assert used("codebook", "export", f"bok.{ending}").code == 0
    assert used("codebook", "load", f"bok.{ending}").err.endswith("the codebook is this one already\n")
    if ending == "xlsx":
        return
    file = Path(f"bok.{ending}")
    file.write_text(file.read_text(encoding="utf-8").replace("økonomi", "penger"), encoding="utf-8")
    done = used("codebook", "load", file)
    assert done.code == 0, done.err
    assert "is now written “penger” (it was “økonomi”)" in done.err
    assert coded(used) == [("Anna", "penger")]


def test_without_a_key_it_is_said(used):
    Path("ny.yaml").write_text("codes:\n- id: samarbeid\n- id: internt\n- id: penger\n", encoding="utf-8")
    assert used("codebook", "load", "ny.yaml").code == 1
    assert used("codebook", "load", "ny.yaml", "--rename", "økonomi=pengar").code == 1
    assert used("codebook", "load", "ny.yaml", "--rename", "økonomi").code == 2
    assert used("codebook", "load", "ny.yaml", "--rename", "økonomi=penger").code == 0
    assert coded(used) == [("Anna", "penger")]


def test_a_code_renamed_in_another_program_keeps_its_codings(used):
    assert used("codebook", "export", "k.qdc").code == 0
    text = Path("k.qdc").read_text(encoding="utf-8")
    Path("k2.qdc").write_text(text.replace('name="Økonomi"', 'name="Penger"'), encoding="utf-8")
    done = used("codebook", "load", "k2.qdc")
    assert done.code == 0, done.err
    assert coded(used) == [("Anna", "økonomi")]
    assert codes(used)["økonomi"]["name"] == "Penger"


@pytest.mark.parametrize(
    ("table", "tree"),
    [
        (
            "Parent code,Code,Cod. seg. (all documents)\n,Bolig,2\nBolig,Leie og lån,1\n",
            {"Bolig": "", "Leie og lån": "bolig"},
        ),
        (
            "Code;Comment;Code Groups;Grounded;Density\nBolig;Hvor de bor;;3;0\nLeie og lån;;;1;0\n",
            {"Bolig": "", "Leie og lån": ""},
        ),
        (
            "Name,Description,Files,References\nCodes\\\\Bolig,Hvor de bor,2,4\nCodes\\\\Bolig\\\\Leie,,1,1\n",
            {"Bolig": "", "Leie": "bolig"},
        ),
        ("tag,description,number of highlights\nBolig,Hvor de bor,4\nLeie,,1\n", {"Bolig": "", "Leie": ""}),
        ("Navn\nBolig\nLeie og lån\n", {"Bolig": "", "Leie og lån": ""}),
    ],
    ids=["MAXQDA", "ATLAS.ti", "NVivo", "Taguette", "names"],
)
def test_tables_of_other_programs(cli, table, tree):
    cli("init", ".", "--coder", "Anna")
    Path("bok.csv").write_text(table, encoding="utf-8")
    done = cli("codebook", "load", "bok.csv")
    assert done.code == 0, done.err
    assert {r["name"]: r["parent"] for r in codes(cli).values()} == tree
    if "Hvor de bor" in table:
        assert codes(cli)["bolig"]["definition"] == "Hvor de bor"


def test_a_row_of_a_split_counts_for_its_own_coder(begun):
    begun("tag", "granmo:4", "økonomi", "--coder", "Anna")
    begun("tag", "granmo:4", "økonomi", "--coder", "Berit")
    (row, _) = json.loads(begun("excerpts", "--all-coders", "--format", "json").out)
    place = f"granmo,{row['start']},{row['end']}"
    Path("del.csv").write_text(f"{SPLIT}{place},Anna,by\n{place},Berit,land\n{place},Anna,\n", encoding="utf-8")
    assert begun("codebook", "split", "økonomi", "by", "land", "--from", "del.csv").code == 0
    assert coded(begun) == [("Anna", "by"), ("Berit", "land")]
    begun("undo")
    Path("del.csv").write_text(f"{SPLIT}{place},Anna,by\n{place},Anna,land\n", encoding="utf-8")
    done = begun("codebook", "split", "økonomi", "by", "land", "--from", "del.csv")
    assert done.code == 1
    assert "rows 2 and 3 send the same coding to different codes" in done.err
    Path("del.csv").write_text(f"{SPLIT}{place},Ola,by\n", encoding="utf-8")
    assert "not coded with økonomi by Ola" in begun("codebook", "split", "økonomi", "by", "--from", "del.csv").err
