"""Proposals keep kind and gender, never use a name that is there, and are the same again."""

from qualcode.protect.lists import built_in
from qualcode.protect.mentions import Candidate
from qualcode.protect.proposing import Proposer

PEOPLE = [Candidate("person", name, "") for name in ("Kari Moe", "Kari", "Fatima", "Máret", "Ola")]


def _first(proposal: str) -> str:
    return proposal.partition(";")[0].removeprefix("replace ")


def test_gender_and_home_stay() -> None:
    lists = built_in()
    proposed = [_first(p) for p in Proposer({"kari"}, "nb", "1").proposals(PEOPLE)]
    for candidate, new in zip(PEOPLE, proposed, strict=True):
        old, first = candidate.found.split()[0].lower(), new.split()[0].lower()
        assert lists.gender(first) in (lists.gender(old), "n")
        assert lists.homes[first] == lists.homes[old]


def test_one_name_has_one_pseudonym() -> None:
    full, first, *_ = (_first(p) for p in Proposer(set(), "nb", "1").proposals(PEOPLE))
    assert full.split()[0] == first


def test_no_name_that_is_there_is_proposed() -> None:
    lists = built_in()
    there = {n for n, g in lists.first.items() if g == "f" and lists.homes[n] == "nordic" and n != "vibeke"}
    (only,) = Proposer(there, "nb", "1").proposals([PEOPLE[1]])
    assert _first(only) == "Vibeke"


def test_the_same_seed_proposes_the_same() -> None:
    assert Proposer(set(), "nb", "a").proposals(PEOPLE) == Proposer(set(), "nb", "a").proposals(PEOPLE)
    assert Proposer(set(), "nb", "a").proposals(PEOPLE) != Proposer(set(), "nb", "b").proposals(PEOPLE)


def test_ages_have_bands_and_dates_years() -> None:
    said = ["34 år", "åtteåringen", "trettifire", "12. mai 2016", "ti måneder"]
    kinds = ("age", "age", "age", "date", "age")
    given = [Candidate(kind, found, "") for kind, found in zip(kinds, said, strict=True)]  # type: ignore[arg-type]
    found = [p.partition(";")[0] for p in Proposer(set(), "nn", "1").proposals(given)]
    assert found == ["band [30–39 år]", "band [6–12 år]", "band [30–39 år]", "band [2016]", "band [0–5 år]"]
