"""Change codings that stand, and make codes on the way; each is one step that `undo` takes back whole."""

import json

import pytest

HOUSE, MONEY = "Husleia er verst.", "Pengene er borte den tjuende, ikke sant."


@pytest.fixture
def coded(begun):
    begun("tag", "granmo:4", "økonomi", "--memo", "viktig", "--quote", "husleia  er verst")
    return begun


def codings(cli):
    (shown,) = [json.loads(cli("transcripts", "show", "granmo", "--format", "json").out)]
    return sorted((c["code"], c["coder"], c["quote"], c["memo"]) for c in shown["codings"])


def ids(cli):
    return [c["id"] for c in json.loads(cli("transcripts", "show", "granmo", "--format", "json").out)["codings"]]


def codes(cli):
    return [row["id"] for row in json.loads(cli("codebook", "show", "--format", "json").out)]


def test_words_of_a_place_are_coded_letter_case_and_blanks_aside(coded):
    assert codings(coded) == [("økonomi", "Anna", "Husleia er verst", "viktig")]
    assert "stands 3 times" in coded("tag", "granmo:4", "internt", "--quote", "er").err
    assert coded("tag", "granmo:4", "internt", "--quote", "strømmen").code == 1


def test_another_code_keeps_id_and_memo_and_is_undone_in_one_step(coded):
    before = ids(coded)
    assert coded("recode", "granmo:4", "økonomi", "--to", "internt").code == 0
    assert codings(coded) == [("internt", "Anna", "Husleia er verst", "viktig")]
    assert ids(coded) == before
    assert coded("check").code == 0
    coded("undo")
    assert codings(coded) == [("økonomi", "Anna", "Husleia er verst", "viktig")]


def test_another_span_keeps_id_and_memo(coded):
    text = json.loads(coded("transcripts", "show", "granmo", "--format", "json").out)["text"]
    start, before = text.index(MONEY), ids(coded)
    assert coded("recode", "granmo:4", "økonomi", "--span", f"{start}-{start + len(MONEY)}").code == 0
    assert codings(coded) == [("økonomi", "Anna", MONEY, "viktig")]
    assert ids(coded) == before
    assert coded("check").code == 0
    assert coded("recode", "granmo:4", "økonomi", "--span", f"{start}-99999").code == 1
    assert coded("recode", "granmo:4", "økonomi", "--span", "hele").code == 2
    assert coded("recode", "granmo:4", "økonomi").code == 2


def test_what_becomes_the_same_as_another_coding_goes_into_it_with_its_memo(coded):
    coded("tag", "granmo:4", "internt", "--quote", "Husleia er verst", "--memo", "andre")
    coded("recode", "granmo:4", "internt", "--to", "økonomi")
    ((code, _, _, memo),) = codings(coded)
    assert (code, sorted(memo.split("\n"))) == ("økonomi", ["andre", "viktig"])
    assert coded("check").code == 0


def test_only_ones_own_coding_is_changed_and_which_must_be_clear(coded):
    assert coded("recode", "granmo:4", "økonomi", "--to", "internt", "--coder", "Berit").code == 1
    assert "There Anna has: økonomi" in coded("recode", "granmo:4", "internt", "--to", "økonomi").err
    coded("tag", "granmo:4", "økonomi", "--quote", MONEY)
    done = coded("recode", "granmo:4", "økonomi", "--to", "internt")
    assert done.code == 1
    assert "Anna has 2 codings with økonomi" in done.err


def test_a_copy_with_a_second_code(coded):
    assert coded("recode", "granmo:4", "økonomi", "--to", "internt", "--copy").err == "coded internt too\n"
    assert [(c, memo) for c, _, _, memo in codings(coded)] == [("internt", "viktig"), ("økonomi", "viktig")]
    assert coded("recode", "granmo:4", "økonomi", "--to", "internt", "--copy").err == "it was coded so already\n"
    coded("undo")
    assert [c for c, *_ in codings(coded)] == ["økonomi"]


def test_codings_that_touch_become_one_with_the_memos_of_all(coded):
    coded("tag", "granmo:4", "økonomi", "--quote", ". " + MONEY, "--memo", "mer")
    coded("tag", "granmo:4", "økonomi", "--quote", MONEY)
    assert "3 codings are one" in coded("recode", "granmo:4", "økonomi", "--unite").err
    assert codings(coded) == [("økonomi", "Anna", f"{HOUSE} {MONEY}", "viktig\nmer")]
    assert coded("check").code == 0
    coded("undo")
    assert len(codings(coded)) == 3
    assert coded("recode", "granmo:2", "økonomi", "--unite").code == 1


def test_several_codings_are_taken_back_at_once(coded):
    coded("tag", "granmo:4", "internt", "samarbeid")
    assert coded("untag", "granmo:4", "internt", "økonomi").code == 0
    assert [c for c, *_ in codings(coded)] == ["samarbeid"]
    coded("undo")
    assert coded("untag", "granmo:4", "--all").code == 0
    assert codings(coded) == []
    assert coded("untag", "granmo:4", "--all").code == 1
    assert coded("untag", "granmo:4").code == 2
    coded("undo")
    assert len(codings(coded)) == 3


def test_a_new_code_and_its_first_coding_are_one_step(begun):
    before = codes(begun)
    assert begun("tag", "granmo:4", "Dyr bolig").code == 1
    assert begun("tag", "granmo:4", "Dyr bolig", "--new").code == 0
    assert codes(begun) == [*before, "dyr_bolig"]
    assert begun("tag", "granmo:4", "--new", "--quote", "ikke sant").code == 0
    assert {(c, q) for c, _, q, _ in codings(begun)} == {("dyr_bolig", f"{HOUSE} {MONEY}"), ("ikke_sant", "ikke sant")}
    begun("undo")
    begun("undo")
    assert codes(begun) == before
    assert codings(begun) == []
    assert begun("tag", "granmo:4", "økonomi", "--new").code == 0
    assert codes(begun) == before


def test_a_theme_above_several_codes_is_one_step(begun):
    assert begun("codebook", "group", "Hverdag og penger", "økonomi", "internt").code == 0
    rows = {r["id"]: r["parent"] for r in json.loads(begun("codebook", "show", "--format", "json").out)}
    assert (rows["økonomi"], rows["internt"]) == ("hverdag_og_penger", "hverdag_og_penger")
    begun("undo")
    rows = {r["id"]: r["parent"] for r in json.loads(begun("codebook", "show", "--format", "json").out)}
    assert (rows["internt"], "hverdag_og_penger" in rows) == ("samarbeid", False)
    assert begun("codebook", "group", "Ny", "samarbeid", "internt").code == 1


def test_only_a_code_that_was_never_used_is_removed(coded):
    done = coded("codebook", "remove", "økonomi")
    assert done.code == 1
    assert "'økonomi' has been used: 1 coding" in done.err
    assert coded("codebook", "remove", "samarbeid").code == 1
    assert coded("codebook", "remove", "internt").code == 0
    assert "internt" not in codes(coded)
    coded("undo")
    assert "internt" in codes(coded)


def test_what_was_undone_is_told_in_words(coded):
    coded("tag", "granmo:2", "internt", "samarbeid")
    told = coded("undo").err
    words = '"Vi har teammøte hver tirsdag. Da går vi …"'
    assert told.startswith(f"undone: tag of {words} with internt, samarbeid in granmo:2 (")
    assert "UTC" not in told
    assert coded("redo").err.startswith('done again: tag of "Vi har')
