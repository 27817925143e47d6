"""How soon the coding screen stands, and how long a key takes until all is drawn again.

One invented transcript of 20,000 words in 1,000 segments, 500 codings. Run: `python benchmarks/screen.py [CODINGS]`.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from textual.app import App

from qualcode.model import Code, Codebook, Coding, Segment, Source, Turn
from qualcode.project import Project, Settings
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.live import LiveSuggestions
from qualcode.store import codebook, codings, transcripts
from qualcode.store.database import new_id
from qualcode.tui import PALETTES, CodingScreen

WORDS = "vi snakker om barna og husleia når møtet med skolen er over, for da har familien ikke mer å vente på".split()
KEYS = ["down", "up", "right", "shift+right", "full_stop", "pagedown", "n", "r", "u", "U", "a", "o", "escape", "end"]
CODES = 40


def main() -> None:
    """Make the project, open the screen, press keys; then again while suggestions follow every decision."""
    run(make, measure, 500)
    run(make, measure_live, 500)


def run(
    make: Callable[[Path, int], None], measure: Callable[[Path, tuple[int, int]], Awaitable[None]], many: int
) -> None:
    """Measure in a project of its own, on a small and on a large screen; the command line may say how many codings."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else many
    with tempfile.TemporaryDirectory() as folder:
        make(Path(folder) / "p", many)
        for size in ((80, 24), (160, 50)):
            asyncio.run(measure(Path(folder) / "p", size))  # type: ignore[arg-type]


def make(folder: Path, many: int) -> None:
    """A project with one long transcript."""
    chance = random.Random(1)
    text, turns, segments = "", [], []
    for n in range(1, 1001):
        speech = " ".join(chance.choice(WORDS) for _ in range(19)) + " slutt. "
        text += "Kari: "
        turns.append(Turn(n, len(text), len(text) + len(speech) - 1, "Kari" if n % 2 else "Intervjuer"))
        segments.append(Segment(n, n, len(text), len(text) + len(speech) - 1))
        text += f"{speech}\n"
    book = Codebook(tuple(Code(f"kode{i}") for i in range(CODES)))
    with Project.create(folder, Settings("lang", coder="Kari")) as project, project.verb("import", "Kari") as verb:
        transcripts.add(project.db, Source("lang", text, tuple(turns)), segments, verb.time)
        codebook.save(project.db, book, coder="Kari", time=verb.time)
        made = []
        for i in range(many):
            s = segments[chance.randrange(len(segments))]
            code, quote = f"kode{i % CODES}", text[s.start : s.end]
            made.append(Coding(new_id(), "lang", code, "Kari", s.start, s.end, quote, created=verb.time))
        codings.add(project.db, made)


async def measure(folder: Path, size: tuple[int, int]) -> None:
    """Print the times of opening and of each key in milliseconds."""
    begun = time.perf_counter()
    with Project.open(folder) as project:
        session = CodingSession(project, "Kari")
        opened = time.perf_counter()
        app = CodingScreen(session, PALETTES["dark"])
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            drawn = time.perf_counter()
            print(f"{size}: session {1000 * (opened - begun):.0f} ms, screen {1000 * (drawn - opened):.0f} ms")
            await pilot.press("end", "enter", "k", "enter")
            for key in KEYS:
                await press(app, pilot, key)


async def measure_live(folder: Path, size: tuple[int, int]) -> None:
    """Print the times of keys that decide, after each of which suggestions are worked out anew beside the screen."""
    with Project.open(folder) as project:
        app = CodingScreen(CodingSession(project, "Kari"), PALETTES["dark"], LiveSuggestions(folder, "Kari"))
        async with app.run_test(size=size) as pilot:
            begun = time.perf_counter()
            await app.workers.wait_for_complete()
            print(f"{size}: suggestions after {1000 * (time.perf_counter() - begun):.0f} ms, which then follow")
            await pilot.press("enter", "k", "enter")
            for key in ("down", "r", "u", "r", "n"):
                await press(app, pilot, key)
            begun = time.perf_counter()
            await app.workers.wait_for_complete()
            print(f"  they have followed {1000 * (time.perf_counter() - begun):.0f} ms after the last key")


async def press(app: App[None], pilot: object, key: str, times: int = 7) -> None:
    """Print the milliseconds from a key until every line in sight has been drawn anew, and of the processor."""
    walls, cpus = [], []
    for _ in range(times):
        wall, cpu = time.perf_counter(), time.process_time()
        app.simulate_key(key)
        await pilot._wait_for_screen()  # type: ignore[attr-defined]  # until all messages have been handled
        app.screen._compositor.render_strips()
        walls.append(1000 * (time.perf_counter() - wall))
        cpus.append(1000 * (time.process_time() - cpu))
    found = f"median {statistics.median(walls):6.1f}  worst {max(walls):6.1f} ms"
    print(f"  {key:<12} {found}; processor median {statistics.median(cpus):6.1f}  worst {max(cpus):6.1f} ms")


if __name__ == "__main__":
    main()
