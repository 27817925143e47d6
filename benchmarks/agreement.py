"""How fast and how lean comparing coders is, against `krippendorff.alpha` on arrays of characters.

Run `python benchmarks/agreement.py [TRANSCRIPTS]`. The comparison is 116 transcripts (or so many) of 60,000 characters,
15 codes and 3 coders (about 35,000 spans): kappa for every pair, alpha and intervals for every code.
The yardstick computes one alpha for one code, without an interval; it is left out where the package is not installed.
The two take turns, so that a busy machine slows both. Then the same work with more and more codings.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random
from statistics import median

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from qualcode.compare import Comparison, Work, compare
from qualcode.model import Code, Codebook, Coding, Transcript

CODERS = ("Anna", "Bjørn", "Cecilie")
LENGTH = 60_000
CODES = 15
TRANSCRIPTS = int(sys.argv[1]) if len(sys.argv) > 1 else 116


def project(transcripts: int, places: int, seed: int = 1) -> tuple[list[Transcript], list[Coding], Codebook]:
    """`places` per transcript and code that each coder finds with probability .85, with edges a little off."""
    random, text = Random(seed), "x" * LENGTH
    book = Codebook(tuple(Code(f"k{i:02}") for i in range(CODES)))
    codings = []
    for t in range(transcripts):
        for code in book.by_id:
            for _ in range(places):
                start, length = random.randrange(LENGTH - 600), random.randrange(40, 500)
                for coder in CODERS:
                    if random.random() < 0.85:
                        a, b = start + random.randrange(20), start + length + random.randrange(20)
                        codings.append(Coding("", f"t{t:05}", code, coder, a, b, ""))
    return [Transcript(f"t{t:05}", text) for t in range(transcripts)], codings, book


def seconds(work: Callable[[], object], clock: Callable[[], float] = time.perf_counter) -> float:
    """How long one run takes."""
    start = clock()
    work()
    return clock() - start


def megabytes(work: Callable[[], object]) -> float:
    """The most that one run holds at once, beyond what was there."""
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak / 2**20


def ours(transcripts: list[Transcript], codings: list[Coding], book: Codebook) -> Comparison:
    """All pairwise kappas and alpha per code with intervals, as `qualcode compare` computes them."""
    readings = {t.name: CODERS for t in transcripts}
    return compare(Work(transcripts, codings, readings, CODERS, book))


def yardstick(transcripts: list[Transcript], codings: list[Coding]) -> float:
    """`krippendorff.alpha` of one code on arrays of characters."""
    import krippendorff

    place = {t.name: i * LENGTH for i, t in enumerate(transcripts)}
    marks = np.zeros((len(CODERS), LENGTH * len(transcripts)), dtype=np.int8)
    for c in codings:
        if c.code == "k00":
            marks[CODERS.index(c.coder), place[c.transcript] + c.start : place[c.transcript] + c.end] = 1
    return float(krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal"))


def against_the_yardstick() -> None:
    """Both in turn, seven times; the values must be the same."""
    transcripts, codings, book = project(TRANSCRIPTS, 8)
    print(f"{len(transcripts)} transcripts, {len(codings)} codings, {CODES} codes, {len(CODERS)} coders")
    found = ours(transcripts, codings, book).of("k00").measures["alpha"] or 0.0
    try:
        assert abs(found - yardstick(transcripts, codings)) < 1e-9
    except ImportError:
        print("krippendorff is not installed: no yardstick")
        return
    runs = [
        (
            seconds(lambda: ours(transcripts, codings, book), time.process_time),
            seconds(lambda: yardstick(transcripts, codings), time.process_time),
        )
        for _ in range(7)
    ]
    for i, name in enumerate(("qualcode, 15 codes, with intervals", "krippendorff.alpha, 1 code, without")):
        times = [run[i] for run in runs]
        print(f"{name:<40} median {median(times):.3f} s ({min(times):.3f} to {max(times):.3f})")
    ratios = [theirs / own for own, theirs in runs]
    print(f"ratio, run by run: median {median(ratios):.0f} ({min(ratios):.0f} to {max(ratios):.0f})")
    more = megabytes(lambda: ours(transcripts, codings, book)), megabytes(lambda: yardstick(transcripts, codings))
    print(f"memory beyond the codings: {more[0]:.0f} MB against {more[1]:.0f} MB")


def growth() -> None:
    """The processor time for more and more codings, best of three."""
    for count in (TRANSCRIPTS,) if len(sys.argv) > 1 else (33, 328, 1000, 3277):
        transcripts, codings, book = project(count, 8)

        def work(t: list[Transcript] = transcripts, c: list[Coding] = codings, b: Codebook = book) -> Comparison:
            return ours(t, c, b)

        best = min(seconds(work, time.process_time) for _ in range(3))
        each = 1e6 * best / len(codings)
        print(
            f"{len(codings):>9} codings: {best:6.2f} s of processor time, {each:.2f} µs each, {megabytes(work):.0f} MB"
        )


if __name__ == "__main__":
    against_the_yardstick()
    growth()
