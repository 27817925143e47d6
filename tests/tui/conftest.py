"""A screen to drive, and what stands on it as lines of text."""

import html
import re
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from qualcode.model import Code, Codebook, Role, Source, Suggestion, Turn
from qualcode.project import Project, Settings
from qualcode.segment import segments
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.reviewing import Review
from qualcode.sessions.settling import Settling
from qualcode.store import codebook, transcripts
from qualcode.tui import PALETTES, AdjudicationScreen, CodingScreen
from qualcode.tui.coding_screen import Suggest
from qualcode.verbs import coding

NAME = "solstrand-leder"
TURNS: list[tuple[str, Role, str]] = [
    ("Intervjuer", "interviewer", "Da er opptaket i gang. Hva gjør du på en vanlig dag?"),
    (
        "Åse",
        "participant",
        "Vanlig dag, ja. (ler) Jeg kommer klokka sju, for da er det stille. Så ringer skolen, og så ringer mor, og så "
        "er klokka tolv.\n"
        "Det meste handler om økonomi. Husleia er høyere enn lønna, og barna får ikke være med på fotball. "
        "Vi snakker for lite om barna.",
    ),
    ("Intervjuer", "interviewer", "Hvem snakker du med om det?"),
    ("Åse", "participant", "Med Bjørn. Han er god på penger. Vi møtes hver tirsdag, og da går vi gjennom alt."),
    ("Bjørn", "participant", "Det er jo ikke alltid vi møtes."),
    ("Åse", "participant", "Nei. Men vi prøver!"),
]
BOOK = Codebook(
    (
        Code("samarbeid", "Samarbeid", codes=(Code("internt_samarbeid", "Internt samarbeid"),)),
        Code(
            "barneperspektiv",
            "Barneperspektiv",
            definition="Barnets egen situasjon, slik den voksne ser den.",
            include="Skole, fritid, venner.",
            exclude="Foreldrenes økonomi (økonomi).",
            keywords=("barn", "ungdom"),
        ),
        Code("økonomi", "Økonomi", definition="Penger, gjeld og husleie."),
    ),
    name="prøve",
)
Screen = Callable[..., CodingScreen]
Lines = Callable[[App[None]], list[str]]
Press = Callable[..., Awaitable[list[str]]]


def interview(name: str, turns: list[tuple[str, Role, str]]) -> Source:
    """A text of turns `(speaker, role, speech)`."""
    text, spoken = "", []
    for n, (speaker, role, speech) in enumerate(turns, start=1):
        text += f"{speaker}: "
        spoken.append(Turn(n, len(text), len(text) + len(speech), speaker, role))
        text += f"{speech}\n"
    return Source(name, text, tuple(spoken))


@pytest.fixture
def solstrand(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """One invented interview of seven segments and one more; four codes; nothing coded. The screen speaks English."""
    monkeypatch.setattr("qualcode.project.DOCUMENTS", {"nb": "en"})
    made = Project.create(tmp_path / "solstrand", Settings("prøve", coder="Kari"))
    with made.verb("import", "Kari") as verb:
        for name, turns in ((NAME, TURNS), ("vestvik-mor", TURNS[2:])):
            read = interview(name, turns)
            transcripts.add(made.db, read, segments(read.text, read.turns, "paragraph", "nb"), verb.time)
        codebook.save(made.db, BOOK, coder="Kari", time=verb.time)
    return made


@pytest.fixture
def screen(solstrand: Project) -> Screen:
    """Make the screen for a session; `fake` gives it suggestions, which with `review` are its questions."""

    def make(
        name: str = "",
        *,
        coder: str = "Kari",
        theme: str = "dark",
        suggest: Suggest | None = None,
        review: bool = False,
        **how: bool,
    ) -> CodingScreen:
        session = CodingSession(solstrand, coder, name, **how)
        walk = Review(session, suggest(NAME)) if review and suggest else None
        return CodingScreen(session, PALETTES[theme], None if walk else suggest, walk)

    return make


@pytest.fixture
def fake(solstrand: Project) -> Suggest:
    """Three suggestions: two for segment 3, of which one for its middle sentence, and one for segment 5."""

    def suggest(name: str) -> list[Suggestion]:
        if name != NAME:
            return []
        with Project.open(solstrand.folder) as project:
            third, fifth = (transcripts.one(project.db, NAME).segments[n - 1] for n in (3, 5))
            text = transcripts.one(project.db, NAME).text
        money = Suggestion(NAME, 3, third.start, third.end, "økonomi", 0.9, 0.8, "keywords: husleie; words: lønna")
        start = text.index("Husleia", third.start)
        child = replace(money, start=start, end=text.index(" Vi snakker", start), code="barneperspektiv", score=0.4)
        child = replace(child, confidence=None, why="keywords: barn")
        meeting = replace(money, segment=5, start=fifth.start, end=fifth.end, code="internt_samarbeid")
        return [money, child, replace(meeting, why="words: møtes, tirsdag")]

    return suggest


@pytest.fixture
def differing(solstrand: Project) -> Project:
    """The same, coded by Anna and Berit, who differ in every way there is: six times in all, and agree once."""
    text = transcripts.one(solstrand.db, NAME).text

    def place(words: str) -> str:
        return f"{NAME}@{text.index(words)}-{text.index(words) + len(words)}"

    whole = "Husleia er høyere enn lønna, og barna får ikke være med på fotball."
    made = (
        ("Anna", f"{NAME}:2", "samarbeid", ""),
        ("Berit", f"{NAME}:2", "økonomi", "klokka er penger"),
        ("Anna", f"{NAME}:3", "økonomi", "hele svaret"),
        ("Berit", place(whole), "økonomi", "bare om husleia"),
        ("Berit", place("Vi snakker for lite om barna."), "barneperspektiv", ""),
        ("Anna", f"{NAME}:5", "internt_samarbeid", ""),
        ("Anna", f"{NAME}:7", "samarbeid", ""),
        ("Berit", place("Nei."), "samarbeid", ""),
        ("Berit", place("Men vi prøver!"), "samarbeid", ""),
        ("Berit", f"{NAME}:6", "internt_samarbeid", ""),
        ("Anna", "vestvik-mor:2", "økonomi", ""),
        ("Berit", "vestvik-mor:2", "økonomi", ""),
    )
    for coder, anchor, code, memo in made:
        coding.tag(solstrand, anchor, [code], coder=coder, memo=memo)
    for coder in ("Anna", "Berit"):
        coding.finish(solstrand, ["*"], coder=coder)
    return solstrand


@pytest.fixture
def settling(differing: Project) -> Callable[..., AdjudicationScreen]:
    """Make the screen on which Per settles what Anna and Berit differ on; without a coder it is for reading."""

    def make(coder: str = "Per", theme: str = "dark", **how: Any) -> AdjudicationScreen:
        return AdjudicationScreen(Settling(differing, ("Anna", "Berit"), coder=coder, **how), PALETTES[theme])

    return make


@pytest.fixture
def lines() -> Lines:
    """Read the text on the screen, line by line, as its exported picture has it."""
    return _lines


@pytest.fixture
def press() -> Press:
    """Press keys (after `=`, letter by letter), wait, and read the screen."""

    async def press(pilot: Pilot[None], *keys: str) -> list[str]:
        for key in keys:
            await pilot.press(*(["space" if ch == " " else ch for ch in key[1:]] if key.startswith("=") else [key]))
        await pilot.pause()
        return _lines(pilot.app)

    return press


def _lines(app: App[None]) -> list[str]:
    picture = app.export_screenshot(simplify=True)
    found: dict[int, dict[int, str]] = {}
    for x, length, row, words in re.findall(
        r'<text [^>]*x="([\d.]+)"[^>]*textLength="([\d.]+)" clip-path="url\(#[^)]*-line-(\d+)\)">([^<]*)</text>',
        picture,
    ):
        words = html.unescape(words).replace("\xa0", " ")
        found.setdefault(int(row), {})[round(float(x) / (float(length) / len(words)))] = words
    rows = []
    for n in range(app.size.height):
        row = ""
        for column, words in sorted(found.get(n, {}).items()):
            row = row.ljust(column) + words
        rows.append(row.rstrip())
    return rows
