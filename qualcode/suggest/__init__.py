"""Suggested codes for segments: from the codebook alone, and better with every coding. Never a coding by themselves."""

from qualcode.suggest.options import Embedder, Options, Rejection, Sentences, Suggester
from qualcode.suggest.suggesting import iter_suggestions, suggest

__all__ = ["Embedder", "Options", "Rejection", "Sentences", "Suggester", "iter_suggestions", "suggest"]
