"""How fast suggestions are, and how much memory they take: `python benchmarks/suggest.py [SEGMENTS…] [--million]`.

`python benchmarks/suggest.py --set FOLDER… [--holdout]` measures how good they are instead, see `coded_sets.py`.

Segments are invented sentences of 8 to 40 words over a vocabulary that grows as in real text, fifty to a transcript,
made anew whenever they are gone through: memory is the engine's own. Each size and kind runs in a process of its own.
Timed is processor time spent in the program itself ("user"), which other programs disturb least:

* baseline: scikit-learn's TfidfVectorizer as it comes (words of two letters or more) fitted to the texts, and a lemma
  by simplemma's Lemmatizer, with its cache, for every word that the vectoriser's own analyser finds in them;
* index and score: the engine fitted to the texts, the codebook and (warm) the codings; all scores of all segments;
* with reasons: `suggest`, which also picks three codes for each segment and says why.

The libraries and dictionaries are loaded before, once per program (how long the latter take is printed first);
whatever is remembered about words is forgotten before each run of ours as of the baseline. The three take turns; the
numbers are medians. Above 50,000 segments all runs once, texts are made while they are read, and the time that takes
by itself is subtracted.
"""

import random
import resource
import statistics
import subprocess
import sys
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import accumulate
from typing import Any

from qualcode.model import Coding

SIZES = (1_000, 5_000, 10_000, 100_000)
MILLION = 1_000_000
CODED_OF = 10
"""One transcript in so many is coded, in those runs that learn from codings."""
MOST_CODED = 1_000
"""But not more transcripts than this."""
PER_TRANSCRIPT = 50
ROUNDS = 5
LARGE = 50_000
"""From this size on texts are not kept, and everything runs once."""

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


@cache
def words(n: int) -> tuple[list[str], list[float]]:
    """The vocabulary of `n` segments, and the weights by Zipf's law, added up."""
    listed = vocabulary(min(5_000 + n // 5, 60_000))
    random.Random(2).shuffle(listed)
    return listed, list(accumulate(1 / (rank + 5) for rank in range(len(listed))))


class Project:
    """`n` segments in transcripts of fifty; many are made anew each time they are gone through."""

    def __init__(self, n: int) -> None:
        self.n = n
        self.kept = list(self.transcripts()) if n < LARGE else None

    def block(self, first: int) -> list[str]:
        """The sentences of the transcript that begins with segment `first`."""
        listed, weights = words(self.n)
        rng = random.Random(first)
        size = min(PER_TRANSCRIPT, self.n - first)
        return [" ".join(rng.choices(listed, cum_weights=weights, k=rng.randint(8, 40))) + "." for _ in range(size)]

    def texts(self) -> Iterator[str]:
        """All sentences."""
        return (t.quote(s) for t in self for s in t.segments)

    def __iter__(self):
        return iter(self.kept or self.transcripts())

    def transcripts(self):
        """Made one after the other."""
        from qualcode.model import Segment, Transcript, Turn

        for first in range(0, self.n, PER_TRANSCRIPT):
            segments, at, block = [], 0, self.block(first)
            for n, text in enumerate(block, start=1):
                segments.append(Segment(n, 1, at, at + len(text)))
                at += len(text) + 1
            text = "\n".join(block)
            yield Transcript(f"t{first:07}", text, (Turn(1, 0, len(text)),), tuple(segments))

    def codings(self):
        """Invented codings for some of the transcripts."""
        from qualcode.model import Coding

        made = []
        for number, t in enumerate(self):
            if number % CODED_OF == CODED_OF - 1 and number < CODED_OF * MOST_CODED:
                made += [
                    Coding(f"{t.name}{s.n}", t.name, f"kode{s.n % 15}", "per", s.start, s.end, "") for s in t.segments
                ]
        return made


def book():
    """Fifteen codes of eight keywords."""
    from qualcode.model import Code, Codebook

    return Codebook(tuple(Code(f"kode{i}", STEMS[4 * i], keywords=tuple(STEMS[4 * i : 4 * i + 8])) for i in range(15)))


def user() -> float:
    """Seconds of processor time that this process has spent in the program itself."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_utime


def baseline(project: Any, codings: Sequence[Coding]) -> None:
    """TfidfVectorizer, and a lemma for every word."""
    from simplemma import Lemmatizer
    from sklearn.feature_extraction.text import TfidfVectorizer

    lemmatize = Lemmatizer().lemmatize  # with a cache of its own
    vectoriser = TfidfVectorizer()
    vectoriser.fit_transform(project.texts())
    cut = vectoriser.build_analyzer()
    for text in project.texts():
        for word in cut(text):
            lemmatize(word, ("nb", "nn"))


def indexed(project: Any, codings: Sequence[Coding]) -> None:
    """Every segment's score for every code."""
    from qualcode.suggest import Known, Options
    from qualcode.suggest.engine.segments import units
    from qualcode.suggest.suggesting import AT_ONCE, apart, blocks, fit

    options, known = Options(), Known(project, book(), codings)
    engine = fit(project, known.codes, known.decisions(options), options)
    for block in blocks(units(project, options), AT_ONCE):
        for part in apart(block, engine):
            engine.score(part, engine.read(part))


def explained(project: Any, codings: Sequence[Coding]) -> None:
    """Three suggestions for each segment, with reasons."""
    from qualcode.suggest import Known, iter_suggestions

    for _ in iter_suggestions(Known(project, book(), codings)):
        pass


def forget() -> None:
    """Forget what is remembered about words, and load again what every program loads once."""
    from qualcode.text import compounds, lemmas, words

    for remembered in (lemmas.lemmatiser, lemmas._lemmatizer, lemmas.known_words, compounds.splitter, words.analyser):
        remembered.cache_clear()
    explained(Project(20), ())


def dictionaries() -> None:
    """Print what loading the dictionaries takes, once per program, which is in none of the rows."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    from qualcode.text.lemmas import dictionary

    kinds = {"qualcode": dictionary.__wrapped__, "simplemma as it comes": DefaultDictionaryFactory().get_dictionary}
    for name, load in kinds.items():
        taken = []
        for language in ("nb", "nn"):
            dictionary(language)  # written down where this was never done
            start = user()
            load(language)
            taken.append(user() - start)
        print(f"dictionaries of bokmål and nynorsk, {name}: {sum(taken):.2f} s")


def made(project: Project) -> float:
    """Seconds that making the texts takes, once over."""
    before = user()
    for _ in project:
        pass
    return user() - before


def run(n: int, kind: str) -> None:
    """Measure one size in this process and print a row."""
    project = Project(n)
    codings = project.codings() if kind == "warm" else ()
    forget()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    making = made(project)
    tried = {"index and score": (indexed, 3), "with reasons": (explained, 3), "baseline": (baseline, 2)}
    if n >= MILLION:
        del tried["index and score"], tried["baseline"]
    seconds: dict[str, list[float]] = {name: [] for name in tried}
    for _ in range(ROUNDS if n < LARGE else 1):
        for name, (what, passes) in tried.items():
            forget()
            start = user()
            what(project, codings)
            seconds[name].append(user() - start - passes * making)
            if what is explained and len(seconds[name]) == 1:
                peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    row = {name: statistics.median(took) for name, took in seconds.items()}
    parts = [f"{name} {took:.2f} s ({n / took:.0f}/s, {1000 * took / n:.3f} ms each)" for name, took in row.items()]
    for name in ("index and score", "with reasons") if "baseline" in row else ():
        ratio = statistics.median(a / b for a, b in zip(seconds[name], seconds["baseline"], strict=True))
        parts.append(f"{name} / baseline {ratio:.1f}")
    parts.append(f"peak {peak / 1024:.0f} MB, {(peak - before) / 1024:.0f} MB for this")
    print(f"{n} {kind}", *parts, sep="; ", flush=True)


def main() -> None:
    if sys.argv[1:2] == ["--set"]:
        script = __file__.replace("suggest.py", "coded_sets.py")
        sys.exit(subprocess.run([sys.executable, script, *sys.argv[2:]], check=False).returncode)
    if len(sys.argv) == 3 and not sys.argv[2].isdigit():
        run(int(sys.argv[1]), sys.argv[2])
        return
    dictionaries()
    sizes = [int(a.replace("_", "")) for a in sys.argv[1:] if a != "--million"] or list(SIZES)
    for n in [*sizes, *([MILLION] if "--million" in sys.argv else [])]:
        for kind in ("cold", "warm"):
            subprocess.run([sys.executable, __file__, str(n), kind], check=True)


if __name__ == "__main__":
    main()
