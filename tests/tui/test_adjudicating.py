"""Whole sittings over disagreements, driven by their keys."""

from collections.abc import Awaitable, Callable, Sequence
from random import Random
from typing import Any

import pytest

from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings, history, transcripts
from qualcode.tui import AdjudicationScreen
from qualcode.tui.keys import READING, SETTLING
from qualcode.verbs import coding, setup
from qualcode.verbs.disagreeing import decisions

NAME = "solstrand-leder"
SMALL, WIDE = (80, 24), (120, 36)
Screen = Callable[..., AdjudicationScreen]
Press = Callable[..., Awaitable[list[str]]]


def has(shown: Sequence[str], words: str) -> bool:
    return any(words in line for line in shown)


def consensus(project: Project) -> list[tuple[str, str, str]]:
    """The consensus in the transcript at issue: code, quote, reason."""
    made = codings.load(project.db, Selection(transcripts=(NAME,), coders=("consensus",)))
    return [(c.code, c.quote, c.memo) for c in made]


def choices(project: Project) -> list[tuple[str, str]]:
    """What was decided, with the reasons, in order."""
    return [(d.choice, d.reason) for d in decisions(project, "consensus").values()]


def people(project: Project) -> list[Any]:
    return list(codings.load(project.db, Selection(coders=("Anna", "Berit"))))


async def test_both_sides_stand_side_by_side(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        shown = await press(pilot, "down")
        assert has(shown, "boundary  solstrand-leder:3 · Åse · 53% shared · B lies inside")
        assert has(shown, "A⟦Det meste handler om økonomi. B⟦Husleia er høyere")
        assert has(shown, "med på fotball.⟧B")
        assert has(shown, "om barna.⟧A")
        assert has(shown, "A: hele svaret                         B: bare om husleia")
        assert has(shown, "Penger, gjeld og husleie.")  # what the code means
        bars = [line for line in shown if line.startswith("┃")]
        assert [line.rstrip()[-1] == "┇" for line in bars] == [True, True]
        shown = await press(pilot, "down")
        assert has(shown, "extra label  solstrand-leder:3")
        assert has(shown, "Anna  – (but økonomi)")


async def test_what_is_marked_is_told_apart_without_colours(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "down")
        from qualcode.tui.passage import PassageView

        inks = [ink for y in range(9) for ink in app.query_one(PassageView).render_line(y)]
        look = {ink.text.strip(): (bool(ink.style.underline), bool(ink.style.bold)) for ink in inks if ink.style}
    assert look["Det meste handler om økonomi."] == (True, False)
    assert look["Husleia er høyere enn lønna, og"] == (True, True)


@pytest.mark.parametrize(
    ("keys", "choice", "quotes"),
    [
        (["a"], "A", ["Det meste handler om økonomi. Husleia"]),
        (["b"], "B", ["Husleia er høyere"]),
        (["plus"], "both", ["Det meste handler om økonomi. Husleia"]),
        (["minus"], "neither", []),
        (["x"], "neither", []),
        (["e", "b", "shift+left", "enter"], "span", ["Det meste handler om økonomi."]),
        (["c", "=uklar", "enter"], "codebook", []),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
async def test_each_decision_and_the_way_back(
    keys: list[str], choice: str, quotes: list[str], settling: Screen, press: Press, differing: Project
) -> None:
    """On the boundary: what is decided stands at once, one step back is nothing, one step on is it again."""
    before = people(differing)
    app = settling()
    if keys[:2] == ["e", "b"]:
        keys = ["e", "right", "enter"]  # the passage's first sentence
    async with app.run_test(size=SMALL) as pilot:
        shown = await press(pilot, "down", *keys)
        decided = choices(differing)
        assert decided == [(choice, "uklar" if choice == "codebook" else "")]
        made = [quote for code, quote, _ in consensus(differing) if code == "økonomi"]
        assert [q.startswith(wanted) for q, wanted in zip(made, quotes, strict=True)] == [True] * len(quotes)
        assert has(shown, "0 of 6 settled, 1 waits" if choice == "codebook" else "1 of 6 settled")
        assert app.session.n == 2  # and on to the next
        shown = await press(pilot, "u")
        assert choices(differing) == []
        assert consensus(differing) == []
        assert has(shown, "Taken back: one decision.")
        assert app.session.n == 1
        await press(pilot, "U")
        assert choices(differing) == decided
        assert [quote for code, quote, _ in consensus(differing) if code == "økonomi"] == made
    assert people(differing) == before


async def test_a_span_with_one_of_two_codes(settling: Screen, press: Press, differing: Project) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        shown = await press(pilot, "e")
        assert has(shown, "Which words?")
        await press(pilot, "right", "full_stop")
        shown = await press(pilot, "enter")
        assert has(shown, "With which code?")
        await press(pilot, "=øko", "enter")
        assert consensus(differing) == [("økonomi", "Vanlig dag, ja. (ler) Jeg", "")]
        shown = await press(pilot, "home", "e")
        assert has(shown, "⟦Vanlig dag, ja. (ler) Jeg⟧")  # it begins with what was decided
        await press(pilot, "a", "b", "o", "comma", "escape")
        assert choices(differing) == [("span", "")]


async def test_reasons_before_and_after(settling: Screen, press: Press, differing: Project) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        shown = await press(pilot, "down", "w", "=om husleia", "enter")
        assert has(shown, "not settled yet · why: om husleia")
        await press(pilot, "b")
        assert ("økonomi", "om husleia") in [(code, memo) for code, _, memo in consensus(differing)]
        shown = await press(pilot, "up", "w", "= og lønna", "enter")
        assert has(shown, "settled: B · why: om husleia og lønna")
        assert choices(differing) == [("B", "om husleia og lønna")]
        assert ("økonomi", "om husleia og lønna") in [(code, memo) for code, _, memo in consensus(differing)]
        await press(pilot, "w", "=nei", "escape")
        assert choices(differing) == [("B", "om husleia og lønna")]


async def test_one_goes_on_where_one_left(settling: Screen, press: Press, differing: Project) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "a", "n", "b", "q")  # the second is left open
    again = settling()
    async with again.run_test(size=SMALL) as pilot:
        shown = await press(pilot)
        assert again.session.n == 3
        assert has(shown, "2 of 6 settled")
        shown = await press(pilot, "minus", "minus", "minus")
        assert again.session.n == 1  # round to what was left open
        shown = await press(pilot, "b")
        assert has(shown, "All are decided. q leaves.")
        assert transcripts.uid(differing.db, NAME)
        assert "consensus" in codings.readings(differing.db)[NAME]
        shown = await press(pilot, *["u"] * 6)
        assert has(shown, "0 of 6 settled")
        shown = await press(pilot, "u")
        assert has(shown, "there is nothing left to undo for Per")


async def test_a_decision_can_be_changed(settling: Screen, press: Press, differing: Project) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "down", "a", "up", "minus")
        assert choices(differing) == [("neither", "")]
        assert [line["verb"] for line in history.lines(differing.db)].count("adjudicate") == 2


async def test_only_some_are_looked_at(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=WIDE) as pilot:
        shown = await press(pilot, "f", "=omis", "enter")
        assert has(shown, "omission: 2 · 0 of 6 settled")
        shown = await press(pilot, "f", "=internt", "enter", "f", "=undec", "enter", "a")
        assert has(shown, "undecided, omission, internt_samarbeid: 1")
        shown = await press(pilot, "a")
        assert has(shown, "Nothing is left to look at. f shows all.")
        assert has(shown, "None shown is undecided") or has(shown, "2 of 6 settled")
        await press(pilot, "a", "e", "w", "i", "J")  # nothing is here, and nothing happens
        shown = await press(pilot, "escape", "f", "enter")
        assert app.session.progress == (2, 0, 6)
        assert has(shown, "2 of 6 settled")
        assert not has(shown, "omission: ")


async def test_which_code_met_which(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=WIDE) as pilot:
        shown = await press(pilot, "p")
        at = next(n for n, line in enumerate(shown) if "1  samarbeid" in line)
        assert "× økonomi" in shown[at + 1]
        await press(pilot, "=samarb", "enter")
        assert [(d.kind, d.a and d.a.code) for d in app.session.shown] == [("different code", "samarbeid")]


async def test_another_order(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        here = app.session.here
        shown = await press(pilot, "o", "=kind", "enter")
        assert has(shown, "In the order of kind.")
        assert [d.kind for d in app.session.shown] == [
            "boundary", "split", "different code", "extra label", "omission", "omission"
        ]  # fmt: skip
        assert app.session.here == here


async def test_moving_and_pages(settling: Screen, press: Press) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        at = []
        for key in ("j", "k", "pagedown", "pageup", "end", "home", "N", "n"):
            await press(pilot, key)
            at.append(app.session.n)
        assert at == [1, 0, 4, 0, 5, 0, 5, 0]
        await pilot.click("DisagreementList", offset=(20, 2))
        assert app.session.n == 2


async def test_reading_changes_nothing(settling: Screen, press: Press, differing: Project) -> None:
    before = history.lines(differing.db)
    app = settling(coder="")
    async with app.run_test(size=SMALL) as pilot:
        shown = await press(pilot)
        assert not has(shown, "b B")
        for key in ("a", "b", "plus", "minus", "e", "c", "w", "u", "U"):
            shown = await press(pilot, key)
            assert has(shown, "This is for reading. `qualcode adjudicate` settles.")
        shown = await press(pilot, "f", "=split", "enter")
        assert has(shown, "A⟦B⟦Nei.⟧B B⟦Men vi prøver!⟧AB") or has(shown, "AB⟦Nei.⟧B B⟦Men vi prøver!⟧AB")
    assert history.lines(differing.db) == before


async def test_what_changed_meanwhile_is_refused(settling: Screen, press: Press, differing: Project) -> None:
    app = settling()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "down")
        coding.untag(differing, f"{NAME}:3", "økonomi", coder="Anna")
        shown = await press(pilot, "b")
        assert has(shown, "this is no disagreement, or it has changed since")
    assert choices(differing) == []


async def test_three_coders_who_contradict_each_other(
    settling: Screen, press: Press, differing: Project, screen: Callable[..., Any]
) -> None:
    from qualcode.sessions.settling import Settling
    from qualcode.tui import PALETTES

    coding.finish(differing, [NAME], coder="Cecilie")
    app = AdjudicationScreen(Settling(differing, ("Anna", "Berit", "Cecilie"), coder="Per"), PALETTES["dark"])
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, "f", "=internt", "enter")
        rows = [(d.coder_a, d.coder_b, d.segment) for d in app.session.shown]
        assert rows[0] == ("Anna", "Berit", 5)
        assert ("Anna", "Cecilie", 5) in rows
        await press(pilot, "a")
        shown = await press(pilot, "minus")
        assert has(shown, "Left out: it contradicts a decision with another coder.")


@pytest.mark.parametrize("seed", range(2))
async def test_no_sequence_of_keys_does_harm(seed: int, settling: Screen, press: Press, differing: Project) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    keys = [name for group in SETTLING.values() for key in group for name in key.keys.split(",")]
    keys = [*(k for k in keys if k not in ("q", "ctrl+q")), "enter", "escape", "right", "full_stop", "å"]
    before = people(differing)
    app = settling()
    async with app.run_test(size=chance.choice([(80, 24), (120, 36), (50, 12)])) as pilot:
        for _ in range(60):
            await pilot.press(chance.choice(keys))
        await press(pilot, "escape", "escape", "escape")
    assert people(differing) == before
    assert setup.check(differing).table.empty


def test_every_key_does_something() -> None:
    for group in SETTLING.values():
        for key in group:
            assert hasattr(AdjudicationScreen, f"action_{key.action.partition('(')[0]}")
    assert set(READING) == set(SETTLING) - {"Settle"}
