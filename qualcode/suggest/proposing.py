"""Short rules proposed for a code from what was coded, for a person to pick from, edit and test."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import dataclass

from qualcode.suggest.engine.segments import Decisions, units
from qualcode.suggest.known import Known
from qualcode.suggest.options import Options
from qualcode.text.query import parse
from qualcode.text.words import Analyser, Word, analyser

FEWEST = 2
"""A rule must be right in at least so many segments, of so many transcripts: else it repeats one person's phrase."""
PRECISE = 0.5
"""Least share of a rule's hits that carry the code."""
CHANCE = 0.05
"""Most probability that any of the rules tried would be right so often by chance."""
NEAR = 5
"""At most so many words between the two of a pair."""
SHORTEST = 5
"""Letters that a word must have to stand with a * for all that begins so."""


@dataclass(frozen=True, slots=True)
class ProposedRule:
    """A rule and its record on the segments it was drawn from.

    `right` of the `read` segments that it hits carry the code, in `transcripts` transcripts; `new` of the right ones
    are hit by no rule of the code and by no proposal before this one.
    """

    rule: str
    read: int
    right: int
    transcripts: int
    new: int

    @property
    def precision(self) -> float:
        """Share of the hits that carry the code."""
        return self.right / self.read


def propose_rules(code: str, known: Known, options: Options | None = None, most: int = 10) -> list[ProposedRule]:
    """Rules that together find the code's segments, each the one that adds most to those before it.

    A rule is a word, a beginning (`møte*`), or two words near each other. It is proposed when it is right in two
    transcripts, right more often than wrong, and not by chance: Fisher's exact test of its hits against the code, one
    sided, times the number of rules tried (Bonferroni). What a rule adds is the number of segments it finds anew times
    its precision. Segments that nobody has read do not count.
    """
    read = _read(code, known, known.options(options))
    tried = [_Record(rule, read.hits(rule, rows), read) for rule, rows in _candidates(read)]
    everywhere = range(len(read.listed))
    left = set(read.right).difference(*(read.hits(rule, everywhere) for rule in known.codebook.by_id[code].rules))
    return list(_covering([r for r in tried if r.good(len(tried))], left, most))


@dataclass(frozen=True)
class _Read:
    """The segments that somebody has read: their words, their transcripts, and which of them carry the code."""

    words: Analyser
    listed: Sequence[Sequence[Word]]
    names: Sequence[str]
    right: Set[int]

    def hits(self, rule: str, rows: Iterable[int]) -> set[int]:
        """Which of these segments a rule hits."""
        query = parse(rule, self.words)
        return {i for i in rows if query.matches(self.listed[i])}

    def content(self, i: int) -> list[Word]:
        """The words of a segment that may say what it is about."""
        return [w for w in self.listed[i] if len(w.form) > 1 and w.form.isalpha() and not self.words.is_stop(w.form)]


def _read(code: str, known: Known, options: Options) -> _Read:
    words = analyser(options.language, options.pipeline)
    codes = [c.id for c in known.codebook.walk()]
    column, decisions = codes.index(code), Decisions(codes, known.codings, known.finished, (), options.coders)
    found = [(u, y) for u in units(known.transcripts, options) if (y := decisions.shares(u)) is not None]
    right = {i for i, (_, shares) in enumerate(found) if shares[column] >= 0.5}
    return _Read(words, [words.words(u.text) for u, _ in found], [u.transcript for u, _ in found], right)


@dataclass(frozen=True)
class _Record:
    """A rule with the segments it hits."""

    rule: str
    hits: Set[int]
    read: _Read

    @property
    def right(self) -> Set[int]:
        return self.hits & self.read.right

    @property
    def transcripts(self) -> int:
        return len({self.read.names[i] for i in self.right})

    @property
    def precision(self) -> float:
        return len(self.right) / len(self.hits)

    def good(self, tried: int) -> bool:
        """Whether it is right often enough, in more than one transcript, and more than by chance among so many."""
        from scipy.stats import hypergeom

        if self.transcripts < FEWEST or self.precision < PRECISE:
            return False
        chance = hypergeom.sf(len(self.right) - 1, len(self.read.listed), len(self.read.right), len(self.hits))
        return bool(chance * tried <= CHANCE)


def _candidates(read: _Read) -> Iterator[tuple[str, Set[int]]]:
    """Rules to try, each with the segments that it may hit: words, beginnings, pairs of words near each other.

    A word is written as it is mostly said; it stands for all its inflections.
    """
    said, near = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for i in sorted(read.right):
        content = read.content(i)
        said.update((w.lemma, w.form) for w in content)
        pairs = ((a.lemma, b.lemma) for n, a in enumerate(content) for b in content[n + 1 : n + 2 + NEAR])
        near.update({(min(pair), max(pair)) for pair in pairs if pair[0] != pair[1]})
    form = {lemma: f for (lemma, f), _ in sorted(said.items(), key=lambda item: (item[1], item[0]))}
    lemmas, forms = _holding(read)
    often = [lemma for lemma in sorted(form) if len(lemmas[lemma] & read.right) >= FEWEST]
    yield from ((form[lemma], lemmas[lemma]) for lemma in often)
    for lemma in sorted(form):
        beginning = [f for f in forms if f.startswith(lemma)] if len(lemma) >= SHORTEST else []
        rows = set[int]().union(*(forms[f] for f in beginning))
        if len(rows & read.right) >= FEWEST and rows != lemmas[lemma]:
            yield f"{lemma}*", rows
    for (a, b), n in sorted(near.items()):
        if n >= FEWEST:
            yield f"{form[a]} NEAR/{NEAR} {form[b]}", lemmas[a] & lemmas[b]


def _holding(read: _Read) -> tuple[dict[str, set[int]], dict[str, set[int]]]:
    """The segments that hold each lemma and each form."""
    lemmas: dict[str, set[int]] = {}
    forms: dict[str, set[int]] = {}
    for i, listed in enumerate(read.listed):
        for word in listed:
            lemmas.setdefault(word.lemma, set()).add(i)
            forms.setdefault(word.form, set()).add(i)
    return lemmas, forms


def _covering(records: Sequence[_Record], left: set[int], most: int) -> Iterator[ProposedRule]:
    """The best rules one after the other; of equal ones that of fewer words, of whole words, of longer words."""
    plain = {r.rule: (-len(r.rule.split()), "*" not in r.rule, len(r.rule), r.rule) for r in records}
    for _ in range(most if records else 0):
        best = max(records, key=lambda r: (len(r.right & left) * r.precision, plain[r.rule]))
        if not (new := best.right & left):
            return
        left = left - new
        yield ProposedRule(best.rule, len(best.hits), len(best.right), best.transcripts, len(new))
