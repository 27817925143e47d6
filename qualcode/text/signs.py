"""Signs that are in a text and are not seen: direction marks, zero-width signs, soft hyphens; and letters' marks."""

import unicodedata

UNSEEN = "\u00ad\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff"
"""For a class of a regular expression: signs between which and nothing nobody sees a difference."""
MARKS = (
    "\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0900-\u0903\u093a-\u094f\u0951-\u0957\u0962\u0963"
    "\u0981-\u0983\u09bc\u09be-\u09cd\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u200c\u200d\u3099\u309a"
)
"""For a class of a regular expression: signs that belong to the letter before them, which `\\w` does not know."""
_DROPPED = (0xAD, 0x61C, 0x200B, 0x200E, 0x200F, *range(0x202A, 0x202F), 0x2060, *range(0x2066, 0x206A), 0xFEFF)
_DROP = dict.fromkeys(_DROPPED)


def seen(text: str) -> str:
    """The text as it is seen: without unseen signs, every letter and its marks one sign where there is one."""
    return text if text.isascii() else unicodedata.normalize("NFC", text.translate(_DROP))
