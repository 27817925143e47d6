"""How soon the list of disagreements stands on the screen, and how long a key takes until all is drawn again.

Invented: two coders, 75 transcripts, some 10,000 disagreements. Run: `python benchmarks/settling.py [CODINGS]`, where
CODINGS is how many codings each coder has in a transcript (82).
"""

import random
import time
from pathlib import Path

from screen import WORDS, press, run

from qualcode.model import Code, Codebook, Coding, Segment, Source, Turn
from qualcode.project import Project, Settings
from qualcode.sessions.settling import Settling
from qualcode.store import codebook, codings, readings, transcripts
from qualcode.store.database import new_id
from qualcode.tui import PALETTES, AdjudicationScreen

PAIR = ("Anna", "Berit")
TEXTS, SEGMENTS, CODES = 75, 300, 40
KEYS = ["down", "up", "pagedown", "a", "b", "plus", "minus", "u", "U", "n", "J", "end", "home", "f", "escape"]


def make(folder: Path, many: int) -> None:
    """A project in which two coders have finished every transcript, and seldom agree."""
    chance = random.Random(1)
    book = Codebook(tuple(Code(f"kode{i}", definition="Om dette og hint. " * 5) for i in range(CODES)))
    with Project.create(folder, Settings("mye", coder="Per")) as project, project.verb("import", "Per") as verb:
        codebook.save(project.db, book, coder="Per", time=verb.time)
        for i in range(TEXTS):
            name, text, turns, segments = f"tekst{i:03}", "", [], []
            for n in range(1, SEGMENTS + 1):
                speech = " ".join(chance.choice(WORDS) for _ in range(19)) + " slutt."
                text += "Kari: "
                turns.append(Turn(n, len(text), len(text) + len(speech), "Kari" if n % 2 else "Intervjuer"))
                segments.append(Segment(n, n, len(text), len(text) + len(speech)))
                text += f"{speech}\n"
            uid = transcripts.add(project.db, Source(name, text, tuple(turns)), segments, verb.time)
            made = []
            for coder in PAIR:
                for s in chance.sample(segments, many):
                    code, start = f"kode{chance.randrange(CODES)}", s.start + chance.randrange(20)
                    made.append(
                        Coding(new_id(), name, code, coder, start, s.end, text[start : s.end], created=verb.time)
                    )
                readings.finish(project.db, uid, coder, verb.time)
            codings.add(project.db, made)


async def measure(folder: Path, size: tuple[int, int]) -> None:
    """Print the times of opening and of each key in milliseconds."""
    begun = time.perf_counter()
    with Project.open(folder) as project:
        session = Settling(project, PAIR, coder="Per")
        opened = time.perf_counter()
        app = AdjudicationScreen(session, PALETTES["dark"])
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            drawn = time.perf_counter()
            took = f"session {1000 * (opened - begun):.0f} ms, screen {1000 * (drawn - opened):.0f} ms"
            print(f"{size}: {len(session.shown)} disagreements, {took}")
            for key in KEYS:
                await press(app, pilot, key, times=1 if key == "f" else 7)


if __name__ == "__main__":
    run(make, measure, 82)
