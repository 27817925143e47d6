"""How fast and how lean comparing coders is, against `krippendorff.alpha` on arrays of characters.

Run `python benchmarks/agreement.py`. The comparison is 116 transcripts of 60,000 characters, 15 codes and 3 coders (about
35,000 spans): kappa for every pair, alpha, and 1,000 resamples of each, for every code. The yardstick computes one
alpha for one code, without resamples; it is skipped where the package is not installed. Then the same work with more
and more codings.
"""

import sys
import time
import tracemalloc
from collections.abc import Callable
from pathlib import Path
from random import Random

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from qualcode.compare import compare
from qualcode.model import Code, Codebook, Coding, Transcript

CODERS = ("Anna", "Bjørn", "Cecilie")
LENGTH = 60_000
CODES = 15


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


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Seconds (best of three), and the most megabytes held at once beyond what was there (a further run)."""
    seconds = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    tracemalloc.start()
    work()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return min(seconds), peak / 2**20


def ours(transcripts: list[Transcript], codings: list[Coding], book: Codebook, replicates: int = 1000) -> object:
    """All pairwise kappas and alpha per code with resamples, as `qualcode compare` computes them."""
    readings = {t.name: CODERS for t in transcripts}
    return compare(transcripts, codings, readings, CODERS, book, replicates=replicates, sets=False)


def yardstick(transcripts: list[Transcript], codings: list[Coding]) -> float:
    """`krippendorff.alpha` of one code on arrays of characters."""
    import krippendorff

    place = {t.name: i * LENGTH for i, t in enumerate(transcripts)}
    marks = np.zeros((len(CODERS), LENGTH * len(transcripts)), dtype=np.int8)
    for c in codings:
        if c.code == "k00":
            marks[CODERS.index(c.coder), place[c.transcript] + c.start : place[c.transcript] + c.end] = 1
    return float(krippendorff.alpha(reliability_data=marks, level_of_measurement="nominal"))


def main() -> None:
    """Print the measurements."""
    transcripts, codings, book = project(116, 8)
    print(f"{len(transcripts)} transcripts, {len(codings)} codings, {CODES} codes, {len(CODERS)} coders")
    ours(transcripts[:6], codings[:1000], book)  # imports and first calls are not part of the measurement
    seconds, megabytes = timed(lambda: ours(transcripts, codings, book))
    print(f"qualcode, 15 codes, 3 kappas and alpha, 1,000 resamples: {seconds:.2f} s, {megabytes:.0f} MB")
    try:
        slow, more = timed(lambda: yardstick(transcripts, codings))
        print(f"krippendorff.alpha, 1 code, no resamples: {slow:.2f} s, {more:.0f} MB; ratio {slow / seconds:.0f}")
    except ImportError:
        print("krippendorff is not installed: no yardstick")
    for count in (116, 464, 928, 1856, 3277):
        transcripts, codings, book = project(count, 8)
        seconds, megabytes = timed(lambda t=transcripts, c=codings, b=book: ours(t, c, b, replicates=0))  # type: ignore[misc]
        each = 1e6 * seconds / len(codings)
        print(f"{len(codings):>9} codings: {seconds:6.2f} s, {each:.2f} µs each, {megabytes:.0f} MB")


if __name__ == "__main__":
    main()
