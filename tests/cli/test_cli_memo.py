import json

import pytest


def listed(cli, *args):
    rows = json.loads(cli("memo", *args, "--format", "json").out)
    return [(r["kind"], r["place"], r["code"], r["coder"], r["text"]) for r in rows]


@pytest.fixture
def written(begun):
    """A memo of each kind, by Anna; one on the place by Berit."""
    begun("tag", "granmo:4", "økonomi")
    for args in (
        ("granmo:4", "om stedet"),
        ("granmo:4", "--code", "økonomi", "om kodingen"),
        ("--code", "økonomi", "om koden"),
        ("--transcript", "granmo", "om intervjuet"),
        ("--whole", "om alt"),
        ("granmo:4", "et annet syn", "--coder", "Berit"),
    ):
        done = begun("memo", *args)
        assert (done.code, done.out) == (0, "")
    return begun


def test_a_memo_of_every_kind_is_listed_with_its_place(written):
    assert listed(written) == [
        ("code", "", "økonomi", "Anna", "om koden"),
        ("project", "", "", "Anna", "om alt"),
        ("transcript", "granmo", "", "Anna", "om intervjuet"),
        ("segment", "granmo:4", "", "Anna", "om stedet"),
        ("coding", "granmo:4", "økonomi", "Anna", "om kodingen"),
        ("segment", "granmo:4", "", "Berit", "et annet syn"),
    ]
    (row,) = json.loads(written("memo", "--by-coder", "Berit", "--format", "json").out)
    assert (row["transcript"], row["segment"], row["end"] - row["start"]) == ("granmo", 4, 58)


@pytest.mark.parametrize(
    ("args", "texts"),
    [
        (("granmo:4",), ["om stedet", "om kodingen", "et annet syn"]),
        (("granmo:2",), []),
        (("--whole",), ["om alt"]),
        (("--code", "økonomi"), ["om koden", "om kodingen"]),
        (("--transcript", "gran*"), ["om intervjuet", "om stedet", "om kodingen", "et annet syn"]),
        (("--where", "office=Lyngdalen"), []),
        (("--speaker", "Kari"), ["om stedet", "om kodingen", "et annet syn"]),
        (("--by-coder", "Berit"), ["et annet syn"]),
        (("--since", "2100-01-01"), []),
    ],
)
def test_a_selection_and_a_place_choose(written, args, texts):
    assert [text for *_, text in listed(written, *args)] == texts


def test_memos_are_undone_and_done_again_one_by_one(written):
    before = listed(written)
    assert written("undo").code == 0
    assert len(listed(written)) == len(before) - 1
    assert "om alt" not in [text for *_, text in listed(written)]
    assert written("redo").code == 0
    assert listed(written) == before


def test_writing_the_same_again_adds_nothing_and_another_memo_is_a_second_one(written):
    assert written("memo", "granmo:4", "om stedet").err == "nothing changed: it stands so already\n"
    written("memo", "granmo:4", "mer om stedet")
    texts = [text for kind, *_, text in listed(written, "granmo:4") if kind == "segment"]
    assert texts == ["om stedet", "et annet syn", "mer om stedet"]


def test_replace_puts_one_memo_in_the_place_of_ones_own_and_an_empty_one_takes_them_away(written):
    written("memo", "granmo:4", "mer om stedet")
    written("memo", "granmo:4", "bare dette", "--instead")
    assert [t for k, *_, t in listed(written, "granmo:4") if k == "segment"] == ["et annet syn", "bare dette"]
    written("memo", "granmo:4", "", "--instead")
    assert [t for k, *_, t in listed(written, "granmo:4") if k == "segment"] == ["et annet syn"]
    assert written("memo", "granmo:4", "", "--instead").err == "nothing changed: it stands so already\n"


def test_the_memo_of_a_coding_stands_in_its_excerpt(written):
    assert json.loads(written("excerpts", "--format", "json").out)[0]["memo"] == "om kodingen"


def test_the_log_has_no_words_of_a_memo(written):
    assert "om stedet" not in written("log", "--format", "json").out


@pytest.mark.parametrize(
    ("args", "code"),
    [
        (("granmo:99", "x"), 1),
        (("grnmo:1", "x"), 1),
        (("granmo:2", "--code", "økonomi", "x"), 1),
        (("--code", "penger", "x"), 1),
        (("--transcript", "grnmo", "x"), 1),
        (("--transcript", "granmo", "--code", "økonomi", "x"), 1),
        (("--whole", "--code", "økonomi", "x"), 2),
        (("--code", "økonomi", "--code", "internt", "x"), 2),
        (("granmo:2", ""), 2),
        (("granmo:2", "to", "ord"), 2),
        (("ikke et sted",), 2),
    ],
)
def test_wrong_requests_write_nothing(begun, args, code):
    done = begun("memo", *args)
    assert done.code == code
    assert len(done.err.strip().splitlines()) <= 2
    assert listed(begun) == []


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "md", "xlsx", "docx", "html"])
def test_the_list_comes_in_every_format(written, form):
    assert written("memo", "-o", f"memos.{form}").code == 0


def test_a_memo_on_a_coding_that_exists_is_noted_and_told(written):
    done = written("tag", "granmo:4", "økonomi", "--memo", "viktig")
    assert done.err == "it was coded so already; added the memo to it\n"
    assert json.loads(written("excerpts", "--format", "json").out)[0]["memo"] == "om kodingen\nviktig"
    assert written("tag", "granmo:4", "økonomi", "--memo", " viktig ").err == "it was coded so already\n"
    assert written("tag", "granmo:4", "økonomi").err == "it was coded so already\n"
    written("undo")
    assert json.loads(written("excerpts", "--format", "json").out)[0]["memo"] == "om kodingen"


def test_a_place_and_a_code_list_and_write_nothing(written):
    done = written("memo", "granmo:4", "--code", "økonomi", "--format", "json")
    assert [m["text"] for m in json.loads(done.out)] == ["om kodingen"]
    assert len(listed(written)) == 6


def test_memos_in_a_table_are_noted_on_codings_that_exist_and_those_of_two_rows_both(begun, tmp_path):
    table = tmp_path / "koder.csv"
    table.write_text("transcript,segment,code,memo\ngranmo,4,økonomi,en\ngranmo,4,økonomi,to\n", encoding="utf-8")
    assert begun("tag", "--from", table).err == "coded 1 new, 1 were there already; 1 memo added to them\n"
    whole = tmp_path / "ut.csv"
    assert begun("export", whole).code == 0
    again = begun("tag", "--from", whole)
    assert again.err == "coded 0 new, 1 were there already\n"
    whole.write_text(whole.read_text(encoding="utf-8").replace("to", "to\ntre"), encoding="utf-8")
    assert "1 memo added" in begun("tag", "--from", whole).err
    (row,) = json.loads(begun("excerpts", "--format", "json").out)
    assert row["memo"] == "en\nto\ntre"
    whole.write_text(whole.read_text(encoding="utf-8").replace("en\nto\ntre", ""), encoding="utf-8")
    assert begun("tag", "--from", whole).err == "coded 0 new, 1 were there already\n"
