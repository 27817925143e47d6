"""Words with their places, lemmas and parts: one analyser per language, for everything that looks at words.

spaCy's rule tokeniser for the language cuts the text; simplemma (or a spaCy pipeline of the user's own) gives lemmas.
"""

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.text.compounds import splitter
from qualcode.text.lemmas import lemmatiser

_EDGES = re.compile(r"^\W+|\W+$")
_NO_TOKENISER = "xx"


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a text: its place in code points, its form and its lemma, both in lower case."""

    start: int
    end: int
    form: str
    lemma: str


class Analyser:
    """Cuts texts of one language into words. Forms are lower case; punctuation at their edges does not count."""

    def __init__(self, language: str, pipeline: str = "") -> None:
        self.language = language
        from spacy.attrs import LOWER

        self._nlp = _load(pipeline) if pipeline else _blank(language)
        self._lower, self._forms = LOWER, dict[int, str]()
        self._lemma = _pipeline_lemma(self._nlp) if pipeline else lemmatiser(language)
        self.parts = splitter(language)
        self.stop_words = frozenset(w.lower() for w in self._nlp.Defaults.stop_words)

    def forms(self, text: str) -> list[str]:
        """The words of a text in lower case, in order."""
        numbers = self._nlp.make_doc(text).to_array(self._lower).tolist()
        return [form for n in numbers if (form := self._forms.get(n) or self._met(n))]

    def _met(self, number: int) -> str:
        """The form behind a number that spaCy gives to a word in lower case; '' for mere punctuation."""
        form = self._forms[number] = _trimmed(self._nlp.vocab.strings[number])
        return form

    def words(self, text: str) -> list[Word]:
        """The words of a text with places and lemmas, in order."""
        return list(self._words(text))

    def _words(self, text: str) -> Any:
        for token in self._nlp.make_doc(text):
            if form := _trimmed(token.lower_):
                start = token.idx + max(token.lower_.find(form), 0)
                yield Word(start, min(start + len(form), token.idx + len(token)), form, self._lemma(form))

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


@cache
def _trimmed(form: str) -> str:
    return _EDGES.sub("", form)


def _blank(language: str) -> Any:
    import spacy

    try:
        return spacy.blank({"no": "nb"}.get(language, language))
    except (ImportError, ValueError):
        return spacy.blank(_NO_TOKENISER)


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
