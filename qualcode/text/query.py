"""A small language for finding words, the same in a code's `rules` and in `search`.

    koordinator              the word in any inflection (same lemma)
    "holde i trådene"        these forms in this order; a single word in quotation marks is that form only
    koordin*   m?te          any letters, one letter
    a b, a AND b             both, anywhere in the text
    a OR b, NOT a, (a OR b) c
    a NEAR/5 b               at most five words between them, in either order

Operators are in capitals. AND binds closer than OR, NOT and NEAR closer than AND. Letter case does not count.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.text.words import Analyser, Word

Hits = list[tuple[int, int]]
"""Runs of words, as half-open ranges of their numbers in the text."""
Matcher = Callable[[Sequence[Word]], Hits | None]
"""The hits in a text; None where it does not match. A NOT that holds matches without a hit."""

_TOKEN = re.compile(r'\s*(?:(?P<phrase>"[^"]*")|(?P<open>\()|(?P<close>\))|(?P<word>[^\s()"]+))')
_QUOTES = str.maketrans("«»“”„", '"""""')
_NEAR = re.compile(r"NEAR/(\d+)")
DEFAULT_DISTANCE = 10
DEEPEST = 50


@dataclass(frozen=True)
class Query:
    """A parsed query. `source` is what was written; `lemmas` whether it asks for any word's inflections."""

    source: str
    _matcher: Matcher
    _needed: Sequence[Callable[[Word], bool]] = ()
    lemmas: bool = True

    def matches(self, words: Sequence[Word]) -> bool:
        """Whether a text, given as its words, is meant."""
        return self._matcher(words) is not None

    def find(self, words: Sequence[Word]) -> list[tuple[int, int]]:
        """The half-open spans in a text that make it match, in order; none where it does not match."""
        return [(words[i].start, words[j - 1].end) for i, j in sorted(set(self._matcher(words) or ()))]

    def needs(self, word: Word) -> bool:
        """Whether a word or phrase of the query stands nowhere without such a word: a text without any has no hits."""
        return any(needs(word) for needs in self._needed)


def parse(source: str, analyser: Analyser, where: str | None = None) -> Query:
    """Read a query. One that cannot be read raises an error that says what is wrong and at which character.

    `where` says in the error where the query stands, such as `codebook.yaml, code bolig`.
    """
    parser = _Parser(source, analyser, where)
    return Query(source, parser.whole(), parser.needed, parser.lemmas)


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


class _Parser:
    """Recursive descent: any -> both -> near -> one."""

    def __init__(self, source: str, analyser: Analyser, where: str | None) -> None:
        self.source, self.analyser, self.where = source, analyser, where
        self.tokens = self._tokens(source.translate(_QUOTES))
        self.next, self.depth, self.lemmas = 0, 0, False
        self.needed: list[Callable[[Word], bool]] = []

    def _tokens(self, source: str) -> list[_Token]:
        tokens, at = [], 0
        source = source.rstrip()
        while at < len(source):
            found = _TOKEN.match(source, at)
            if not found:
                raise self.broken("a quotation mark is not closed", source.index('"', at))
            kind = found.lastgroup or ""
            tokens.append(_Token(kind, found[kind], found.start(kind)))
            at = found.end()
        return tokens

    def broken(self, what: str, at: int) -> QualcodeError:
        hint = 'Write for example: (koordinator OR "holde i trådene") NOT skole, or: barn NEAR/5 bekym*'
        return QualcodeError(f"the rule cannot be read: {what} (character {at + 1})", where=self.where, hint=hint)

    def peek(self) -> _Token | None:
        return self.tokens[self.next] if self.next < len(self.tokens) else None

    def take(self, *operators: str) -> _Token | None:
        """The next token if it is one of these operators."""
        token = self.peek()
        if token and token.kind == "word" and token.text in operators:
            self.next += 1
            return token
        return None

    def whole(self) -> Matcher:
        if not self.tokens:
            raise self.broken("it is empty", 0)
        matcher = self.any()
        if token := self.peek():
            raise self.broken("a ')' without its '('", token.at)
        if matcher([]) is not None:
            raise self.broken("it only says what must not be there", 0)
        return matcher

    def any(self) -> Matcher:
        alternatives = [self.both()]
        while self.take("OR"):
            alternatives.append(self.both())
        return alternatives[0] if len(alternatives) == 1 else _any(alternatives)

    def both(self) -> Matcher:
        needed = [self.near()]
        while (token := self.peek()) and token.kind != "close" and not (token.kind == "word" and token.text == "OR"):
            self.take("AND")
            needed.append(self.near())
        return needed[0] if len(needed) == 1 else _both(needed)

    def near(self) -> Matcher:
        left = self.one()
        while (token := self.peek()) and token.kind == "word" and (token.text == "NEAR" or _NEAR.fullmatch(token.text)):
            self.next += 1
            distance = _NEAR.fullmatch(token.text)
            left = _near(left, self.one(), int(distance[1]) if distance else DEFAULT_DISTANCE)
        return left

    def one(self) -> Matcher:
        token = self.peek()
        if token is None:
            raise self.broken("something is missing at the end", len(self.source))
        self.next += 1
        if token.kind == "open":
            return self._group(token)
        if token.kind == "close":
            raise self.broken("something is missing before ')'", token.at)
        if token.kind == "phrase":
            return self._phrase(token)
        if token.text == "NOT":
            return _not(self._deeper(token, self.one))
        if token.text in ("AND", "OR", "NEAR") or _NEAR.fullmatch(token.text):
            raise self.broken(f"{token.text} needs something on both sides", token.at)
        return self._word(token)

    def _deeper(self, token: _Token, rule: Callable[[], Matcher]) -> Matcher:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self.broken("too many brackets inside each other", token.at)
        matcher = rule()
        self.depth -= 1
        return matcher

    def _group(self, token: _Token) -> Matcher:
        matcher = self._deeper(token, self.any)
        closing = self.peek()
        if closing is None or closing.kind != "close":
            raise self.broken("a '(' is not closed", token.at)
        self.next += 1
        return matcher

    def _phrase(self, token: _Token) -> Matcher:
        forms = _forms(token.text.strip('"'), self.analyser)
        if not forms:
            raise self.broken("there is no word between the quotation marks", token.at)
        return self._run(forms)

    def _word(self, token: _Token) -> Matcher:
        forms = _forms(token.text, self.analyser)
        if not forms or all(set(form) <= set("*?") for form in forms):
            raise self.broken(f"there is no word in '{token.text}'", token.at)
        if len(forms) > 1 or "*" in token.text or "?" in token.text:
            return self._run(forms)
        form, lemma = forms[0], self.analyser.lemma(forms[0])
        self.lemmas = True
        self.needed.append(lambda word: word.lemma == lemma or word.form == form)
        return _lemma(form, lemma)

    def _run(self, forms: Sequence[str]) -> Matcher:
        longest = _pattern(max(forms, key=lambda form: len(form.strip("*?"))))  # short words stand everywhere
        self.needed.append(lambda word: longest.fullmatch(word.form) is not None)
        return _phrase([_pattern(form) for form in forms])


def _forms(text: str, analyser: Analyser) -> list[str]:
    """The words of a term as the analyser would cut them, with * and ? kept."""
    if "*" not in text and "?" not in text:
        return analyser.forms(text)
    parts = (re.sub(r"^[^\w*?]+|[^\w*?]+$", "", part) for part in text.lower().split())
    return [part for part in parts if part]


def _pattern(form: str) -> re.Pattern[str]:
    return re.compile("".join({"*": r"\w*", "?": r"\w"}.get(c, re.escape(c)) for c in form))


def _lemma(form: str, lemma: str) -> Matcher:
    def match(words: Sequence[Word]) -> Hits | None:
        return [(i, i + 1) for i, w in enumerate(words) if w.lemma == lemma or w.form == form] or None

    return match


def _phrase(patterns: Sequence[re.Pattern[str]]) -> Matcher:
    n = len(patterns)

    def match(words: Sequence[Word]) -> Hits | None:
        starts = range(len(words) - n + 1)
        return [
            (i, i + n) for i in starts if all(p.fullmatch(words[i + k].form) for k, p in enumerate(patterns))
        ] or None

    return match


def _any(alternatives: Sequence[Matcher]) -> Matcher:
    def match(words: Sequence[Word]) -> Hits | None:
        found = [hits for a in alternatives if (hits := a(words)) is not None]
        return [hit for hits in found for hit in hits] if found else None

    return match


def _both(needed: Sequence[Matcher]) -> Matcher:
    def match(words: Sequence[Word]) -> Hits | None:
        found: Hits = []
        for matcher in needed:
            hits = matcher(words)
            if hits is None:
                return None
            found += hits
        return found

    return match


def _not(unwanted: Matcher) -> Matcher:
    def match(words: Sequence[Word]) -> Hits | None:
        return [] if unwanted(words) is None else None

    return match


def _near(left: Matcher, right: Matcher, distance: int) -> Matcher:
    def match(words: Sequence[Word]) -> Hits | None:
        pairs = [(a, b) for a in left(words) or () for b in right(words) or () if a != b]
        return [(min(a[0], b[0]), max(a[1], b[1])) for a, b in pairs if _between(a, b) <= distance] or None

    return match


def _between(a: tuple[int, int], b: tuple[int, int]) -> int:
    """How many words stand between two runs; 0 where they touch or overlap."""
    return max(b[0] - a[1], a[0] - b[1], 0)
