"""Drawing transcripts for double coding."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.compare.sampling import Draw, choose
from qualcode.errors import WrongUsage
from qualcode.model import Coding, Transcript

TEXTS = [
    Transcript(f"t{i:02}", "x", attributes={"office": "Granmo" if i < 20 else "Lyngdalen", "round": str(2017 + i % 2)})
    for i in range(30)
]


def test_share_is_spread_over_the_groups() -> None:
    sample = choose(TEXTS, Draw(share=0.2, strata=("office",)))
    offices = Counter("Granmo" if int(name[1:]) < 20 else "Lyngdalen" for name in sample.transcripts)
    assert offices == {"Granmo": 4, "Lyngdalen": 2}
    assert [(g.values, g.size, g.drawn) for g in sample.groups] == [(("Granmo",), 20, 4), (("Lyngdalen",), 10, 2)]


def test_the_same_seed_draws_the_same_in_any_order() -> None:
    one = choose(TEXTS, Draw(number=7, strata=("office", "round"), seed=3))
    assert one == choose(TEXTS[::-1], Draw(number=7, strata=("office", "round"), seed=3))
    assert one.transcripts != choose(TEXTS, Draw(number=7, strata=("office", "round"), seed=4)).transcripts


@given(
    number=st.integers(1, 30), seed=st.integers(0, 99), strata=st.sampled_from([(), ("office",), ("office", "round")])
)
@settings(max_examples=50, deadline=None)
def test_exactly_as_many_as_asked_for(number: int, seed: int, strata: tuple[str, ...]) -> None:
    sample = choose(TEXTS, Draw(number=number, strata=strata, seed=seed))
    assert len(set(sample.transcripts)) == len(sample.transcripts) == number
    assert all(abs(g.drawn - number * g.size / 30) < 1 for g in sample.groups)


def test_every_code_seen_so_far_can_be_seen() -> None:
    codings = [
        Coding("1", "t29", "sjelden", "A", 0, 1, ""),
        *(Coding("2", t.name, "vanlig", "A", 0, 1, "") for t in TEXTS),
    ]
    plain = next(s for seed in range(50) if "t29" not in (s := choose(TEXTS, Draw(number=3, seed=seed))).transcripts)
    topped = choose(TEXTS, Draw(number=3, seed=plain.seed), codings)
    assert topped.topped_up == ("t29",)
    assert set(topped.transcripts) == {*plain.transcripts, "t29"}
    assert choose(TEXTS, Draw(number=3, seed=plain.seed, top_up=False), codings).unseen == ("sjelden",)
    assert (
        "3 av 30 transkripsjoner (10\xa0%) ble trukket tilfeldig for dobbeltkoding (frø 0). 1 til ble lagt til"
        in topped.methods("nb")
    )


def test_the_sentence_for_the_methods_section() -> None:
    sample = choose(TEXTS, Draw(share=0.1, strata=("office",), seed=5))
    assert sample.methods("nb").startswith(
        "3 av 30 transkripsjoner (10\xa0%) ble trukket tilfeldig, stratifisert etter office,"
    )
    assert sample.methods("en") == (
        "3 of 30 transcripts (10%) were drawn at random, stratified by office, for double coding (seed 5)."
    )


@pytest.mark.parametrize(
    "asked", [{}, {"share": 0.1, "number": 2}, {"share": 0.0}, {"share": 1.5}, {"number": 0}, {"number": 31}]
)
def test_samples_that_cannot_be_drawn(asked: dict[str, float]) -> None:
    with pytest.raises(WrongUsage):
        choose(TEXTS, Draw(**asked))  # type: ignore[arg-type]
    with pytest.raises(WrongUsage):
        choose([], Draw(share=0.1))


def test_what_was_added_is_not_called_drawn() -> None:
    texts = [Transcript(name, "") for name in "abcd"]
    seen = [Coding("", name, code, "Anna", 0, 1, "") for name, code in zip("abcd", "wxyz", strict=True)]
    drawn = choose(texts, Draw(number=1), seen)
    assert len(drawn.topped_up) == 3
    assert drawn.methods("nb").startswith("1 av 4 transkripsjoner (25\xa0%) ble trukket tilfeldig for dobbeltkoding")
    assert "3 til ble lagt til for at alle koder skulle være med, i alt 4." in drawn.methods("nb")
    assert drawn.methods("en").endswith("3 more were added so that every code could be seen, 4 in all.")
