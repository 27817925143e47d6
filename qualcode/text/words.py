"""Words with their places, lemmas and parts: one analyser per language, for everything that looks at words.

spaCy's rule tokeniser for the language cuts the text; simplemma (or a spaCy pipeline of the user's own) gives lemmas.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, cached_property, lru_cache
from typing import Any, NamedTuple

from qualcode.errors import QualcodeError
from qualcode.text.compounds import splitter
from qualcode.text.lemmas import REMEMBERED, lemmatiser
from qualcode.text.stopwords import stop_words

_EDGES = re.compile(r"^\W+|\W+$")
_CHUNK = re.compile(r"\S+")
_PLAIN = re.compile(r"""["«“(]*([^\W\d_]+)[.,;:!?…"»”)]*""")
"""Letters between ordinary punctuation. No language of spaCy's cuts between letters, but for the words it lists."""
_NO_TOKENISER = "xx"
_WHOLE = re.compile(r"\W*([A-Za-zæøåÆØÅäöüéèêóòôáàâÄÖÜÉÈÊÓÒÔÁÀÂ]+|[0-9]+)\W*")
_KEPT_WHOLE = frozenset({"nb", "nn", "no", "da"})
"""Languages in which spaCy never cuts inside a run of letters or digits: such a run is known without loading spaCy."""
_Piece = tuple[int, int, str]
"""A word of a run of non-space: from where to where in it, and its form."""


class Word(NamedTuple):
    """A word of a text: its place in code points, its form and its lemma, both in lower case."""

    start: int
    end: int
    form: str
    lemma: str


class Analyser:
    """Cuts texts of one language into words. Forms are lower case; punctuation at their edges does not count."""

    def __init__(self, language: str, pipeline: str = "") -> None:
        self.language, self._pipeline = language, pipeline
        self._kept = not pipeline and language in _KEPT_WHOLE
        if pipeline:
            self._nlp = _load(pipeline)
        self._pieces = lru_cache(maxsize=REMEMBERED)(self._cut)
        self._lemma = _pipeline_lemma(self._nlp) if pipeline else lemmatiser(language)

    @cached_property
    def parts(self) -> Callable[[str], tuple[str, ...]]:
        """A function from a compound in lower case to its parts (see `qualcode.text.compounds`)."""
        return splitter(self.language)

    @cached_property
    def _nlp(self) -> Any:
        return _blank(self.language)

    @cached_property
    def stop_words(self) -> frozenset[str]:
        """The language's words that say little on their own, in lower case; spaCy's where we have no list."""
        return stop_words(self.language) or frozenset(w.lower() for w in self._nlp.Defaults.stop_words)

    def forms(self, text: str) -> list[str]:
        """The words of a text in lower case, in order."""
        return [form for run in text.split() for _, _, form in self._pieces(run)]

    def content(self, text: str) -> list[str]:
        """The forms of a text that say something: those that are no stop words, in order."""
        return [form for form in self.forms(text) if not self.is_stop(form)]

    def words(self, text: str, start: int = 0, end: int | None = None, *, lemmas: bool = True) -> list[Word]:
        """The words of a text (from `start` to `end`) with places and lemmas, in order.

        Without `lemmas`, which take a dictionary, each is ''.
        """
        lemma = self._lemma if lemmas else _no_lemma
        return [
            Word(run.start() + i, run.start() + k, form, lemma(form))
            for run in _CHUNK.finditer(text, start, len(text) if end is None else end)
            for i, k, form in self._pieces(run[0])
        ]

    def _cut(self, run: str) -> tuple[_Piece, ...]:
        """The words of a run of non-space; every distinct run is cut only once."""
        if found := self._single(run):
            return ((found.start(1), found.end(1), found[1].lower()),)
        return tuple(self._by_spacy(run))

    def _single(self, run: str) -> re.Match[str] | None:
        """The one word that a run is sure to be, found without spaCy's help; else None."""
        if self._kept:
            return _WHOLE.fullmatch(run)
        found = _PLAIN.fullmatch(run) if self._listed is not None else None
        return found if found and found[1] not in (self._listed or ()) and found[1].lower().isalpha() else None

    @cached_property
    def _listed(self) -> frozenset[str] | None:
        return None if self._pipeline else _listed(self._nlp.tokenizer)

    def _by_spacy(self, run: str) -> Iterator[_Piece]:
        for token in self._nlp.tokenizer(run):
            if form := _EDGES.sub("", token.lower_):
                start = token.idx + max(token.lower_.find(form), 0)
                yield start, min(start + len(form), token.idx + len(token)), form

    def lemma(self, form: str) -> str:
        """The lemma of a form, in lower case; the form itself where none is known."""
        return self._lemma(form)

    def is_stop(self, form: str) -> bool:
        """Whether a word says too little on its own: a stop word in any form, or nothing with a letter."""
        return form in self.stop_words or self._lemma(form) in self.stop_words or not any(c.isalpha() for c in form)


@cache
def analyser(language: str, pipeline: str = "") -> Analyser:
    """The analyser of a language (an ISO 639 code), or of an installed spaCy pipeline or the directory of one."""
    return Analyser(language, pipeline)


def _no_lemma(form: str) -> str:
    return ""


def _blank(language: str) -> Any:
    import spacy

    try:
        return spacy.blank({"no": "nb"}.get(language, language))
    except (ImportError, ValueError):
        return spacy.blank(_NO_TOKENISER)


def _listed(tokenizer: Any) -> frozenset[str] | None:
    """The words that a tokeniser of spaCy's lists with a cut of their own; None for one that works otherwise."""
    from spacy.tokenizer import Tokenizer

    return frozenset(_EDGES.sub("", word) for word in tokenizer.rules) if type(tokenizer) is Tokenizer else None


def _load(pipeline: str) -> Any:
    import spacy

    try:
        return spacy.load(pipeline, exclude=["ner", "parser"])
    except (OSError, ValueError) as error:
        hint = "Give the name of an installed spaCy pipeline or the path of its directory; nothing is downloaded."
        raise QualcodeError(f"no spaCy pipeline '{pipeline}'", hint=hint) from error


def _pipeline_lemma(nlp: Any) -> Any:
    @cache
    def lemma(form: str) -> str:
        tokens = nlp(form)
        return str(tokens[0].lemma_).lower() if len(tokens) == 1 and tokens[0].lemma_ else form

    return lemma
