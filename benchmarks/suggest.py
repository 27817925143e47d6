"""How fast suggestions are, and how much memory they take: `python benchmarks/suggest.py [SEGMENTS…]`.

Segments are invented sentences of 8 to 40 words over a vocabulary that grows as in real text, the same on every run;
each size runs in a process of its own, so that peak memory is its own. The ratio sets the whole of learning, scoring
and explaining against scikit-learn's TfidfVectorizer plus a lemma for every word of the same texts, timed right after.
"""

import random
import resource
import subprocess
import sys
import time
from itertools import accumulate

SIZES = (1_000, 5_000)
CODED = 0.1
"""Share of the transcripts that are coded, in those runs that learn from codings."""
PER_TRANSCRIPT = 50

STEMS = """barn familie skole hus leie jobb tiltak møte leder kontor veileder samtale tillit penger gjeld lege helse
språk tolk kultur søknad vedtak plan
skjema kartlegging koordinator samarbeid ansvar tid ressurs kurs nettverk bolig
arbeid praksis ungdom fritid trygg relasjon oppfølging kommune barnevern helsestasjon system regel krav avslag vente
mor far søsken hjem dag uke måned år person sak hjelp råd støtte behov mål vei del gang måte grunn spørsmål
svar""".split()
ENDINGS = ("", "en", "er", "ene", "et", "ne", "s", "ens", "a", "ar")


def vocabulary(size: int) -> list[str]:
    """Invented forms: stems and compounds of them with endings."""
    rng = random.Random(1)
    simple = [stem + ending for stem in STEMS for ending in ENDINGS]
    compound = [rng.choice(STEMS) + rng.choice(STEMS) + rng.choice(ENDINGS) for _ in range(size)]
    return list(dict.fromkeys(simple + compound))[:size]


def texts(n: int) -> list[str]:
    """Invented sentences whose words follow Zipf's law."""
    rng = random.Random(2)
    words = vocabulary(min(5_000 + n // 5, 60_000))
    rng.shuffle(words)
    weights = list(accumulate(1 / (rank + 5) for rank in range(len(words))))
    return [" ".join(rng.choices(words, cum_weights=weights, k=rng.randint(8, 40))) + "." for _ in range(n)]


def book():
    from qualcode.model import Code, Codebook

    return Codebook(tuple(Code(f"kode{i}", STEMS[4 * i], keywords=tuple(STEMS[4 * i : 4 * i + 8])) for i in range(15)))


def project(listed):
    """The sentences as transcripts of fifty segments, and invented codings for a tenth of them."""
    from qualcode.model import Coding, Segment, Transcript, Turn

    made, codings = [], []
    for first in range(0, len(listed), PER_TRANSCRIPT):
        block, segments, at = listed[first : first + PER_TRANSCRIPT], [], 0
        for n, text in enumerate(block, start=1):
            segments.append(Segment(n, 1, at, at + len(text)))
            at += len(text) + 1
        name, text = f"t{first:07}", "\n".join(block)
        made.append(Transcript(name, text, (Turn(1, 0, len(text)),), tuple(segments)))
        if len(made) % round(1 / CODED) == 0:
            for s in segments:
                codings.append(Coding(f"{name}{s.n}", name, f"kode{s.n % 15}", "per", s.start, s.end, ""))
    return made, codings


def baseline(listed) -> float:
    """Seconds for TfidfVectorizer plus a lemma for every word."""
    from simplemma import Lemmatizer
    from sklearn.feature_extraction.text import TfidfVectorizer

    lemmatize = Lemmatizer().lemmatize  # with a cache of its own: nothing is known from the run before
    lemmatize("barna", ("nb", "nn"))
    start = time.perf_counter()
    vectoriser = TfidfVectorizer()
    vectoriser.fit_transform(listed)
    cut = vectoriser.build_analyzer()
    for text in listed:
        for word in cut(text):
            lemmatize(word, ("nb", "nn"))
    return time.perf_counter() - start


def run(n: int, kind: str) -> None:
    """Measure one size in this process and print a row."""
    listed = texts(n)
    from qualcode.suggest import Options, iter_suggestions, suggest

    transcripts, codings = project(listed)
    suggest(transcripts[:2], book())  # dictionaries and libraries are loaded once per program, not per project
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    options = Options(all=kind.endswith("all"))
    made = sum(1 for _ in iter_suggestions(transcripts, book(), codings if kind != "cold" else (), options=options))
    seconds, peak = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    other = baseline(listed)
    print(
        f"{n:>9} {kind:>5} {seconds:8.2f} s {n / seconds:6.0f} segments/s {made:>8} suggestions"
        f" {peak / 1024:5.0f} MB peak ({(peak - before) / 1024:.0f} MB for this);"
        f" tf-idf and lemmas {other:6.2f} s, ratio {seconds / other:.1f}"
    )


def main() -> None:
    if len(sys.argv) == 3 and not sys.argv[2].isdigit():
        run(int(sys.argv[1]), sys.argv[2])
        return
    for n in [int(a.replace("_", "")) for a in sys.argv[1:]] or SIZES:
        for kind in ("cold", "warm"):
            subprocess.run([sys.executable, __file__, str(n), kind], check=True)


if __name__ == "__main__":
    main()
