"""Coding in a word processor: a transcript out as a docx with comments, and the comments back as codings."""

from qualcode.exchange.word_reading import (
    UnknownWord,
    WordCoding,
    WordCodings,
    WordFile,
    WordNote,
    word_file,
    word_in,
)
from qualcode.exchange.word_writing import word_out

__all__ = [
    "UnknownWord",
    "WordCoding",
    "WordCodings",
    "WordFile",
    "WordNote",
    "word_file",
    "word_in",
    "word_out",
]
