"""What people read, in their language: phrases from the catalogues, and numbers and lists as the language writes them.

A phrase stands in the code, in English: `phrase("Used by one coder only", lang)`. `nb.po` and `nn.po` have it in bokmål
and nynorsk; `python -m qualcode.wording` brings them up to date with the code.
"""

from qualcode.wording.catalogue import both_forms, counted, headed, later, phrase, plural
from qualcode.wording.numbers import ABSENT, LANGS, TAGS, Lang, listed, number, percent, whole

__all__ = [
    "ABSENT",
    "LANGS",
    "TAGS",
    "Lang",
    "both_forms",
    "counted",
    "headed",
    "later",
    "listed",
    "number",
    "percent",
    "phrase",
    "plural",
    "whole",
]
