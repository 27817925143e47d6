"""How long reading interviews from Word takes, as a ratio to python-docx merely reading the same paragraphs.

Run `python benchmarks/import_docx.py [N]`; N documents (default 100) of 10,000 words are made in a temporary folder.
"""

import random
import resource
import sys
import tempfile
import time
from pathlib import Path

import docx

from qualcode.importers import read
from qualcode.segment import segments

WORDS = "jeg vi det er ikke møte familie kontor barn skole økonomi så på å og i leder koordinator tirsdag året".split()


def make(path: Path, seed: int, words: int = 10_000) -> None:
    """An interview of bold labels and speech, 50 words a turn on average."""
    pick = random.Random(seed)
    document = docx.Document()
    while words > 0:
        n = pick.randint(5, 95)
        words -= n
        paragraph = document.add_paragraph()
        paragraph.add_run("Intervjuer: " if n < 20 else "Koordinator: ").bold = True
        paragraph.add_run(" ".join(pick.choices(WORDS, k=n)).capitalize() + ".")
    document.save(str(path))


def measure(what: str, paths: list[Path], work: object) -> float:
    assert callable(work)
    start = time.perf_counter()
    for path in paths:
        work(path)
    took = time.perf_counter() - start
    print(f"{what:40} {took:8.2f} s  {1000 * took / len(paths):7.1f} ms a file")
    return took


def main() -> None:
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{i}.docx" for i in range(n)]
        for i, path in enumerate(paths):
            make(path, i)
        base = measure("python-docx, paragraphs", paths, lambda p: [q.text for q in docx.Document(p).paragraphs])
        ours = measure("qualcode, text with turns and roles", paths, lambda p: list(read(p)))
        both = measure(
            "the same and sentences",
            paths,
            lambda p: [segments(s.text, s.turns, "sentence", "nb") for s in read(p)],
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"ratio {ours / base:.2f}, with sentences {both / base:.2f}; peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
