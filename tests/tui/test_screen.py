"""Whole coding sessions, driven by their keys."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from random import Random
from threading import Event

import pytest
from textual.pilot import Pilot

from qualcode.model import Suggestion
from qualcode.project import Project
from qualcode.sessions.live import LiveSuggestions
from qualcode.sessions.reviewing import Review
from qualcode.store import codings
from qualcode.tui.coding_screen import CodingScreen, Suggest
from qualcode.tui.keys import KEYS
from qualcode.verbs import setup

NAME = "solstrand-leder"
Screen = Callable[..., CodingScreen]
Press = Callable[..., Awaitable[list[str]]]


async def ready(pilot: Pilot[None]) -> None:
    """Wait until the suggestions have come."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


def coded(project: Project) -> list[tuple[str, str, str]]:
    return [(c.code, c.quote, c.memo) for c in codings.load(project.db)]


def has(shown: Sequence[str], words: str) -> bool:
    return any(words in line for line in shown)


async def test_a_session_from_first_code_to_finished(screen: Screen, press: Press, solstrand: Project) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot)
        assert has(shown, f"{NAME} · Kari")
        assert has(shown, "0 of 5 segments coded")
        assert has(shown, "Enter code")  # the essential keys are named at the foot
        assert has(shown, "? help")
        shown = await press(pilot, "n", "enter", "=okon")
        assert has(shown, "Code segment 2")
        assert has(shown, "Penger, gjeld og husleie.")  # the definition, while one chooses
        shown = await press(pilot, "enter")
        assert has(shown, "┣   økonomi") or has(shown, "┣ økonomi")
        assert has(shown, "1 of 5 segments coded")
        await press(pilot, "n", "enter", "=barn", "enter")
        await press(pilot, "n", "right", "shift+right", "full_stop", "enter", "=intern", "enter")
        await press(pilot, "m", "=han er viktig", "enter")
        assert coded(solstrand)[1:] == [
            ("barneperspektiv", "Det meste handler om økonomi. Husleia er høyere enn lønna, og barna får ikke være med "
             "på fotball. Vi snakker for lite om barna.", ""),
            ("internt_samarbeid", "Med Bjørn. Han er god på penger. Vi", "han er viktig"),
        ]  # fmt: skip
        shown = await press(pilot, "u", "u")
        assert has(shown, "Undone: tag internt_samarbeid")
        assert len(coded(solstrand)) == 2
        shown = await press(pilot, "U", "U")
        assert has(shown, "Done again: memo")
        assert has(shown, "han er viktig")
        shown = await press(pilot, "f")
        assert has(shown, "Kari")
        assert has(shown, "finished")
        await press(pilot, "q")
    again = screen()
    async with again.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot)
        assert again.session.transcript.name == NAME
        assert has(shown, "Segment 5 · Åse")
        assert has(shown, "finished")


async def test_ten_segments_with_the_keys_at_the_foot(screen: Screen, press: Press, solstrand: Project) -> None:
    """What a first-time user does who reads only the foot of the screen and the message above it."""
    app = screen("vestvik-mor")
    keys = 0
    async with app.run_test(size=(80, 24)) as pilot:
        for _ in range(3):
            await press(pilot, "n", "enter", "down", "enter")
            keys += 4
    assert len(coded(solstrand)) == 3
    assert keys == 12


async def test_taking_one_of_several_codes_away(screen: Screen, press: Press, solstrand: Project) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "n", "d")
        assert has(shown, "You have coded nothing here.")
        await press(pilot, "enter", "=okon", "enter", "enter", "=barn", "enter")
        shown = await press(pilot, "d")
        assert has(shown, "Take away")
        await press(pilot, "=ø", "enter")
        assert [c for c, *_ in coded(solstrand)] == ["barneperspektiv"]
        shown = await press(pilot, "d")
        assert coded(solstrand) == []
        assert has(shown, "not coded")
        await press(pilot, "r", "r")
        assert [c for c, *_ in coded(solstrand)] == ["barneperspektiv"]


async def test_a_memo_on_a_place_can_be_changed_and_left(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "m", "=bra åpning", "enter")
        assert has(shown, "memo: bra åpning")
        await press(pilot, "m", "=!", "enter")
        assert app.session.memo_of() == "bra åpning!"
        await press(pilot, "m", "=xx", "escape")
        assert app.session.memo_of() == "bra åpning!"


async def test_suggestions_are_shown_accepted_and_rejected(
    screen: Screen, press: Press, solstrand: Project, fake: Suggest
) -> None:
    app = screen(NAME, suggest=fake)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        shown = await press(pilot, "g")
        assert has(shown, "   3?")
        assert has(shown, "? økonomi 80% sure")
        assert has(shown, "keywords: husleie; words: lønna")
        shown = await press(pilot, "tab")
        assert app.reader.offered
        assert app.session.transcript.quote(app.reader.offered).startswith("Husleia er")
        assert [app.session.transcript.quote(p) for p in app.reader.evidence] == ["barna"]
        shown = await press(pilot, "a")
        assert coded(solstrand)[0][:2] == (
            "barneperspektiv", "Husleia er høyere enn lønna, og barna får ikke være med på fotball."
        )  # fmt: skip
        shown = await press(pilot, "x")
        assert has(shown, "Rejected: økonomi")
        assert not has(shown, "?   økonomi")
        await press(pilot, "g", "right", "a")
        assert ("internt_samarbeid", "Med Bjørn.", "") in coded(solstrand)  # the span was corrected
        shown = await press(pilot, "g")
        assert has(shown, "There is no suggestion further on.")


async def test_blind_first_keeps_suggestions_until_the_own_choice(screen: Screen, press: Press, fake: Suggest) -> None:
    app = screen(NAME, suggest=fake, blind_first=True)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = await press(pilot, "g")
        assert has(shown, "Segment 3")
        assert not has(shown, "? økonomi")
        shown = await press(pilot, "a")
        assert has(shown, "no suggestion shown")
        shown = await press(pilot, "s")
        assert has(shown, "? økonomi")
        shown = await press(pilot, "g", "enter", "=barn", "enter")
        assert has(shown, "? internt_samarbeid")


async def test_a_blind_round_hides_suggestions_until_asked_for(
    screen: Screen, press: Press, solstrand: Project, fake: Suggest
) -> None:
    uid = screen(NAME).session.transcript.uid
    solstrand.db.execute("INSERT INTO round VALUES ('r', 'første', 1, 7, '', '2018-01-01', 1)")
    solstrand.db.execute("INSERT INTO assignment VALUES ('r', ?, 'Kari')", [uid])
    app = screen(NAME, suggest=fake)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        shown = await press(pilot, "down", "down")
        assert has(shown, "blind round")
        assert not has(shown, "? økonomi")
        shown = await press(pilot, "g")
        assert has(shown, "Suggestions are hidden. s shows them.")
        shown = await press(pilot, "s")
        assert has(shown, "? økonomi")


async def test_suggestions_that_cannot_be_had_are_no_disaster(screen: Screen, press: Press) -> None:
    def broken(name: str) -> list[object]:
        raise RuntimeError(name)

    app = screen(NAME, suggest=broken)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause(0.1)
        shown = await press(pilot)
        assert has(shown, "There are no suggestions: RuntimeError.")
        shown = await press(pilot, "n")
        assert has(shown, "Segment 2")


async def test_searching_goes_on_from_place_to_place(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "slash", "=møtes", "enter")
        assert has(shown, "Segment 5")
        assert has(shown, "2 segments with «møtes»")
        shown = await press(pilot, "slash", "enter")
        assert has(shown, "Segment 6")
        shown = await press(pilot, "slash", "=x", "enter")
        assert has(shown, "«x» is not in this transcript.")


async def test_another_transcript(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "end", "t", "=vest")
        assert has(shown, "You have not finished it.")
        shown = await press(pilot, "enter")
        assert has(shown, "vestvik-mor · Kari")
        assert has(shown, "Segment 1 · Intervjuer")


async def test_what_codes_mean(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "i", "=ungd")
        assert has(shown, "Exclude: Foreldrenes økonomi")
        await press(pilot, "enter")
        assert app.session.codings == []


async def test_other_peoples_codings(screen: Screen, press: Press, solstrand: Project) -> None:
    app = screen(NAME, coder="Per")
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "enter", "=okon", "enter")
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "n")
        assert not has(shown, "økonomi Per")
        shown = await press(pilot, "v")
        assert has(shown, "økonomi Per")
        shown = await press(pilot, "d")
        assert has(shown, "You have coded nothing here.")


async def test_every_selecting_key(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    selected: dict[str, str] = {}
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n")
        for key in ("l", "L", "comma", "o", "full_stop", "H", "escape", "J", "K", "shift+down", "h"):
            await press(pilot, key)
            selected[key] = app.session.transcript.quote(app.session.place)
    assert selected["l"] == "Vanlig dag, ja. (ler)"
    assert selected["L"].endswith("er det stille.")
    assert selected["comma"].endswith("er det")
    assert selected["full_stop"].startswith("dag, ja.")
    assert selected["escape"].startswith("Vanlig dag, ja.")
    assert selected["J"].endswith("om barna.")
    assert selected["K"].endswith("klokka tolv.")


async def test_pages_and_edges(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        at = []
        for key in ("pagedown", "pageup", "end", "home", "j", "k"):
            await press(pilot, key)
            assert app.session.here.segment
            at.append(app.session.here.segment.n)
    assert at[0] > 3
    assert at[1:] == [1, 7, 1, 2, 1]


async def test_a_click_goes_to_the_segment(screen: Screen, press: Press) -> None:
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.click("Reader", offset=(20, 4))
        assert app.session.here.segment
        assert app.session.here.segment.n == 2


async def test_control_characters_never_reach_the_terminal(screen: Screen, press: Press, solstrand: Project) -> None:
    solstrand.db.execute("UPDATE body SET text = replace(text, 'Vanlig dag', 'Vanlig' || char(27) || '[2J')")
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        inks = [ink.text for y in range(15) for ink in app.reader.render_line(y)]
    assert "\x1b" not in "".join(inks)


async def test_the_place_is_remembered_while_one_rests(
    screen: Screen, press: Press, solstrand: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("qualcode.tui.coding_screen.REST", 0.01)
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "end")
        await pilot.pause(0.2)
        assert solstrand.db.execute("SELECT segment FROM bookmark").fetchone()[0] == 7


async def test_a_refusal_is_said_and_nothing_is_lost(screen: Screen, press: Press, solstrand: Project) -> None:
    app: CodingScreen = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot, "u")
        assert has(shown, "the step is 'import', which is not done here")
        shown = await press(pilot, "r")
        assert has(shown, "No code has been given yet.")
    assert coded(solstrand) == []


async def test_a_review_goes_through_its_queue(screen: Screen, press: Press, solstrand: Project, fake: Suggest) -> None:
    app = screen("vestvik-mor")
    money, child, meeting = fake(NAME)
    app.offers.review = Review(app.session, [meeting, child, money])
    app.session.suggested = {3: [money, child], 5: [meeting]}
    async with app.run_test(size=(80, 24)) as pilot:
        shown = await press(pilot)
        assert has(shown, f"{NAME} · Kari")
        assert has(shown, "review: 1 of 3")
        assert has(shown, "Segment 5")
        shown = await press(pilot, "x")
        assert has(shown, "review: 2 of 3")
        assert has(shown, "13 words selected")  # the sentence that was suggested
        await press(pilot, "comma", "comma", "comma", "a")
        assert coded(solstrand)[0][1] == "Husleia er høyere enn lønna, og barna får ikke være"
        shown = await press(pilot, "g")
        assert has(shown, "The review is done: 1 accepted, 1 rejected, 1 left open.")


async def test_a_blind_review_asks_for_ones_own_code_first(
    screen: Screen, press: Press, solstrand: Project, fake: Suggest
) -> None:
    app = screen(NAME, blind_first=True)
    money, child, meeting = fake(NAME)
    app.offers.review = Review(app.session, [child, meeting, money])
    async with app.run_test(size=(120, 36)) as pilot:
        shown = await press(pilot)
        assert has(shown, "Segment 3 · Åse")
        assert not has(shown, "words selected")  # nothing tells which sentence is meant
        assert not has(shown, "   3?")
        assert has(shown, "? first your own choice · s none")
        for key in ("a", "x"):
            shown = await press(pilot, key)
            assert has(shown, "Your own choice comes first")
        shown = await press(pilot, "enter", "=barn", "enter")
        assert has(shown, "Now see what is suggested.")
        assert has(shown, "? barneperspektiv")  # also where it is what one chose oneself
        assert has(shown, "13 words selected")
        assert [app.session.transcript.quote(p) for p in app.reader.evidence] == ["barna"]
        shown = await press(pilot, "a")
        assert has(shown, "Accepted: barneperspektiv")
        assert has(shown, "Your own choice first")
        assert has(shown, "review: 2 of 3")
        assert [(c.code, c.origin) for c in codings.load(solstrand.db)] == [("barneperspektiv", "manual")]
        shown = await press(pilot, "s", "x")
        assert has(shown, "review: 3 of 3")  # of a segment that one has chosen for
        shown = await press(pilot, "u")
        assert has(shown, "Undone: the answer to question 2")
        shown = await press(pilot, "U")
        assert has(shown, "review: 3 of 3")
        shown = await press(pilot, "home", "a")
        assert has(shown, "There is no suggestion shown here") or has(shown, "there is no suggestion shown here")
        shown = await press(pilot, "g")
        assert has(shown, "Here is the question.")
        shown = await press(pilot, "g")
        assert has(shown, "The review is done: 1 accepted, 1 rejected, 1 left open.")


async def test_suggestions_follow_what_is_decided(screen: Screen, press: Press, solstrand: Project) -> None:
    live = LiveSuggestions(solstrand.folder, "Kari")
    app = screen(NAME, suggest=live)
    async with app.run_test(size=(120, 36)) as pilot:
        await ready(pilot)
        before = {(s.segment, s.code) for found in app.session.suggested.values() for s in found}
        assert (3, "barneperspektiv") in before
        await press(pilot, "n", "n", "enter", "=barn", "enter", "home")
        await ready(pilot)
        await press(pilot, "r")
        await ready(pilot)
        after = {(s.segment, s.code) for found in app.session.suggested.values() for s in found}
        assert (3, "barneperspektiv") not in after
        await press(pilot, "u", "u")
        await ready(pilot)
        again = {(s.segment, s.code) for found in app.session.suggested.values() for s in found}
        assert again == before


async def test_what_one_is_deciding_on_does_not_change(screen: Screen, press: Press, fake: Suggest) -> None:
    app = screen(NAME, suggest=fake)
    async with app.run_test(size=(80, 24)) as pilot:
        await ready(pilot)
        await press(pilot, "g")
        here, there = app.session.suggested[3], app.session.suggested[5]
        app.session.take([replace(there[0], code="økonomi"), replace(here[0], code="samarbeid")])
        assert app.session.suggested[3] == here
        assert [s.code for s in app.session.suggested[5]] == ["økonomi"]


async def test_suggestions_and_another_size_may_come_while_something_is_open(
    screen: Screen, press: Press, fake: Suggest
) -> None:
    go = Event()

    def late(name: str) -> list[Suggestion]:
        go.wait(10)
        return fake(name)

    app = screen(NAME, suggest=late)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "n", "n", "enter", "=ok")
        go.set()
        await ready(pilot)
        await pilot.resize_terminal(130, 40)
        shown = await press(pilot, "escape")
        assert has(shown, "? økonomi 80% sure")
        assert has(shown, "a accept · x reject")


async def test_a_locked_project_is_told_and_work_goes_on(screen: Screen, press: Press, solstrand: Project) -> None:
    solstrand.db.execute("PRAGMA busy_timeout=10")
    other = Project.open(solstrand.folder)
    app = screen(NAME)
    async with app.run_test(size=(80, 24)) as pilot:
        other.db.execute("BEGIN IMMEDIATE")
        shown = await press(pilot, "n", "enter", "=okon", "enter")
        assert has(shown, "the project is locked")
        app.session.leave()
        other.db.execute("ROLLBACK")
        shown = await press(pilot, "enter", "=okon", "enter")
        assert has(shown, "1 of 5 segments coded")
    other.close()


@pytest.mark.parametrize("seed", range(2))
async def test_no_sequence_of_keys_does_harm(
    seed: int, screen: Screen, press: Press, solstrand: Project, fake: Suggest
) -> None:
    chance = Random(seed)  # noqa: S311 - no secret
    keys = [name for group in KEYS.values() for key in group for name in key.keys.split(",")]
    keys = [*(k for k in keys if k not in ("q", "ctrl+q")), "enter", "escape", "b", "r", "å"]
    app = screen(NAME, suggest=fake)
    async with app.run_test(size=chance.choice([(80, 24), (120, 36), (50, 12)])) as pilot:
        await ready(pilot)
        for _ in range(60):
            await pilot.press({"/": "slash"}.get(key := chance.choice(keys), key))
        await press(pilot, "escape", "escape", "escape")
    assert setup.check(solstrand).table.empty
