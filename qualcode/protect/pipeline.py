"""Names that a spaCy pipeline of the user's own finds, beside the rules. Nothing is downloaded."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from qualcode.errors import QualcodeError
from qualcode.protect.mentions import Kind, Mention

_KINDS: Mapping[str, Kind] = {
    "PER": "person",
    "PERSON": "person",
    "LOC": "place",
    "GPE": "place",
    "GPE_LOC": "place",
    "FAC": "place",
    "ORG": "employer",
    "GPE_ORG": "office",
}
"""What the labels of spaCy's Norwegian and English pipelines are here; others are passed over."""


def entities(pipeline: str) -> Callable[[str], Iterable[Mention]]:
    """A function from a text to its named entities. `pipeline` is an installed package or a directory."""
    nlp = _load(pipeline)

    def found(text: str) -> Iterator[Mention]:
        for entity in nlp(text).ents:
            if kind := _KINDS.get(entity.label_):
                yield Mention(entity.start_char, entity.end_char, kind, f"found by {pipeline}")

    return found


def _load(pipeline: str) -> Any:
    import spacy

    try:
        nlp = spacy.load(pipeline)
    except (OSError, ValueError) as error:
        hint = "Give the name of an installed spaCy pipeline or the path of its directory; nothing is downloaded."
        raise QualcodeError(f"no spaCy pipeline '{pipeline}'", hint=hint) from error
    if not {"ner", "entity_ruler"} & set(nlp.pipe_names):
        raise QualcodeError(f"the spaCy pipeline '{pipeline}' finds no names", hint="It needs a part called ner.")
    return nlp
