"""The one change a text ever goes through, at import: no BOM, LF line ends, valid Unicode. Nothing else."""

import re
from hashlib import sha256

_LINE_END = re.compile("\r\n?")
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """The text as it is stored: a leading BOM dropped, CRLF and CR made LF, lone surrogates made U+FFFD."""
    return _LONE_SURROGATE.sub("\ufffd", _LINE_END.sub("\n", text.removeprefix("\ufeff")))


def digest(text: str) -> str:
    """SHA-256 of a normalised text's UTF-8, in hex."""
    return sha256(text.encode()).hexdigest()
