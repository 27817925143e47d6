"""The words that set two groups' talk about a theme apart, and the lines in which they stand.

Log-odds with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin' Words", equations 15-22): how
much likelier a lemma is in one group's coded speech than in the other's, shrunk towards how common it is in all
selected speech, and divided by its standard error. The prior weighs as much as the smaller of the two texts.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log, sqrt
from typing import TYPE_CHECKING

from qualcode.document import Table
from qualcode.errors import QualcodeError
from qualcode.model import Place, Selection, Transcript
from qualcode.summarise.excerpts import check_by
from qualcode.summarise.totals import is_counted, union
from qualcode.text.lemmas import lemmatiser
from qualcode.text.stopwords import stop_words
from qualcode.text.surroundings import around

if TYPE_CHECKING:
    import pandas as pd

_FORM = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_NEAR = 4
"""Characters before a word that tell whether it begins a sentence or a quotation: a letter or a mark, and blanks."""
FEWEST_WORDS = 50
"""With less speech in a group about a theme no word is called typical of it."""
WORD_COLUMNS = (
    "theme",
    "group",
    "against",
    "lemma",
    "count",
    "of_words",
    "transcripts",
    "count_against",
    "of_words_against",
)


@dataclass
class _Speech:
    """Counts of lemmas, and in how many transcripts each stands."""

    counts: Counter[str] = field(default_factory=Counter)
    transcripts: Counter[str] = field(default_factory=Counter)

    def add(self, lemmas: Sequence[str]) -> None:
        """What is said in one more transcript."""
        self.counts.update(lemmas)
        self.transcripts.update(set(lemmas))


def word_table(
    excerpts: Table,
    transcripts: Iterable[Transcript],
    selection: Selection,
    by: str,
    language: str,
    n: int = 10,
) -> "pd.DataFrame":
    """For each theme and group the `n` lemmas that set it apart from all other groups, the clearest first.

    Columns `WORD_COLUMNS`, `log_odds` and `z`. Only participants' words inside codings are counted, each once however
    many codings share it, and only lemmas of at least two transcripts that are neither function words nor names are
    named. A name is a word that stands with a capital letter inside a sentence, or is part of a speaker's label or an
    attribute's value, and is never written small; abbreviations (NAV) are none. A group with under `FEWEST_WORDS` words
    about a theme is left out, and a theme without two such groups; `table.attrs["left_out"]` lists them.
    """
    import pandas as pd

    check_by(excerpts, [by])
    known = list(transcripts)
    spoken = _Spoken(known, selection, language)
    passed_over = stop_words(language) | spoken.names
    rows, left_out = list[list[object]](), list[tuple[str, str]]()
    for theme, parts in _places(excerpts, by).items():
        groups = {group: spoken.speech(parts[group]) for group in sorted(parts) if group}
        enough = {g: s for g, s in groups.items() if s.counts.total() >= FEWEST_WORDS}
        left_out += [(theme, g) for g in groups if g not in enough or len(enough) < 2]
        for group, speech in enough.items() if len(enough) > 1 else ():
            others = sum((s.counts for g, s in enough.items() if g != group), Counter[str]())
            against = ", ".join(g for g in enough if g != group)
            for lemma, odds, z in _apart(speech, others, spoken.all, n, passed_over):
                counts = [speech.counts[lemma], speech.counts.total(), speech.transcripts[lemma]]
                rows.append([theme, group, against, lemma, *counts, others[lemma], others.total(), odds, z])
    table = pd.DataFrame(rows, columns=[*WORD_COLUMNS, "log_odds", "z"])
    table.attrs["left_out"] = left_out
    return table


_Places = dict[str, list[tuple[int, int]]]
"""Spans by transcript."""


def _places(excerpts: Table, by: str) -> dict[str, dict[str, _Places]]:
    """Where each theme is coded in each group."""
    found: dict[str, dict[str, _Places]] = {}
    columns = (excerpts[c] for c in ("theme", by, "transcript", "start", "end"))
    for theme, group, transcript, start, end in zip(*columns, strict=True):
        found.setdefault(theme, {}).setdefault(group, {}).setdefault(transcript, []).append((start, end))
    return found


class _Spoken:
    """The lemmas of all selected participants' speech, in order of place, and which of them are names."""

    def __init__(self, transcripts: Iterable[Transcript], selection: Selection, language: str) -> None:
        lemma = _content_lemmatiser(language)
        self._places: dict[str, list[int]] = {}
        self._lemmas: dict[str, list[str]] = {}
        known, capital, labels = dict[str, str](), set[str](), set[str]()
        for transcript in transcripts:
            if selection.has(transcript):
                turns = [turn for turn in transcript.turns if is_counted(transcript, turn, selection)]
                found = [m for turn in turns for m in _FORM.finditer(transcript.text, turn.start, turn.end)]
                forms = [m[0] for m in found]
                known |= {form: lemma(form.lower()) for form in set(forms) - known.keys()}
                self._places[transcript.name] = [m.start() for m in found]
                self._lemmas[transcript.name] = [known[form] for form in forms]
                labels |= _labels(transcript)
                capital |= {m[0] for m in found if m[0][0].isupper() and _inside_a_sentence(transcript.text, m.start())}
        self.all = Counter(lemma for words in self._lemmas.values() for lemma in words)
        titles = {form for form in known if form.istitle()}
        names = {form for form in titles if form in capital or form.lower() in labels}
        self.names = {known[form] for form in names} - {known[form] for form in known.keys() - titles}

    def speech(self, coded: _Places) -> _Speech:
        """The lemmas inside the spans, each place once."""
        speech = _Speech()
        for name, spans in coded.items():
            places, lemmas = self._places.get(name, []), self._lemmas.get(name, [])
            inside = (lemmas[bisect_left(places, start) : bisect_left(places, end)] for start, end in union(spans))
            speech.add(list(chain.from_iterable(inside)))
        return speech


def _content_lemmatiser(language: str) -> Callable[[str], str]:
    """A function from a word in lower case to its lemma; a function word stands for itself (`var` is no `vare`)."""
    lemma, function_words = lemmatiser(language), stop_words(language)
    return lambda word: word if word in function_words else lemma(word)


def _labels(transcript: Transcript) -> set[str]:
    """The words, in lower case, of what speakers are called and of the attributes' values."""
    values = [*transcript.attributes.values(), *(v for own in transcript.speakers.values() for v in own.values())]
    told = {*values, *(turn.speaker for turn in transcript.turns if turn.speaker)}
    return {form.lower() for text in told for form in _FORM.findall(text)}


def _inside_a_sentence(text: str, start: int) -> bool:
    """Whether the word at `start` surely does not begin a sentence, so that its capital letter is its own."""
    before = text[max(0, start - _NEAR) : start]
    return before.strip() != "" and "\n" not in before and before.rstrip()[-1] not in ".!?…:«“”\"‘’'(–-"


def _apart(
    speech: _Speech, others: Counter[str], prior: Mapping[str, int], n: int, passed_over: Collection[str]
) -> Iterator[tuple[str, float, float]]:
    """Lemma, log-odds and z of the lemmas of `speech` that set it apart from `others`, the clearest first."""
    size_a, size_b, size = speech.counts.total(), others.total(), sum(prior.values())
    weight = min(size_a, size_b) / size
    found = []
    for lemma, count in speech.counts.items():
        if lemma in passed_over:
            continue
        odds, z = log_odds(count, size_a, others[lemma], size_b, prior[lemma] * weight, size * weight)
        if z > 0 and speech.transcripts[lemma] > 1:
            found.append((lemma, odds, z))
    yield from sorted(found, key=lambda f: (-round(f[2], 9), f[0]))[:n]


def log_odds(a: int, of_a: int, b: int, of_b: int, prior: float, of_prior: float) -> tuple[float, float]:
    """The log-odds ratio of a word and its z, counted `a` times in `of_a` words and `b` times in `of_b`."""
    odds_a = log((a + prior) / (of_a + of_prior - a - prior))
    odds_b = log((b + prior) / (of_b + of_prior - b - prior))
    return odds_a - odds_b, (odds_a - odds_b) / sqrt(1 / (a + prior) + 1 / (b + prior))


def concordance(excerpts: Table, lemma: str, language: str, width: int = 60) -> Table:
    """Each place inside the excerpts where a form of the lemma stands, once, with the words around it.

    Columns: transcript, segment, speaker, start, end, left, word, right.
    """
    of = _content_lemmatiser(language)
    lines: dict[tuple[str, int], list[object]] = {}
    columns = ("transcript", "segment", "speaker", "start", "context_before", "text", "context_after")
    for name, segment, speaker, at, before, said, after in zip(*(excerpts[c] for c in columns), strict=True):
        text, offset = f"{before}{said}{after}", len(before)
        for found in _FORM.finditer(said):
            if of(found[0].lower()) == lemma:
                start, end = found.start() + offset, found.end() + offset
                left, right = around(text, Place(start, end), width)
                place = at + found.start()
                here = [name, segment, speaker, place, place + len(found[0])]
                lines.setdefault((name, place), [*here, _flat(left), found[0], _flat(right)])
    shown = ["transcript", "segment", "speaker", "start", "end", "left", "word", "right"]
    return Table.of([lines[key] for key in sorted(lines)], shown)


def _flat(text: str) -> str:
    return " ".join(text.split())


def refuse_without_words(table: "pd.DataFrame", by: str) -> None:
    """Say so when no theme has enough speech in two groups."""
    if table.empty:
        raise QualcodeError(
            f"no theme has {FEWEST_WORDS} coded words in two groups of '{by}'",
            hint="Code more, or choose another --by.",
        )
