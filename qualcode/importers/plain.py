"""Plain text and Markdown. The file's text is the transcript's text, marks and all."""

import re
from collections.abc import Iterator

from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Prose
from qualcode.text.normalise import normalise

_HEADING = re.compile(r"^#{1,6} .*\S", re.MULTILINE)


def read_text(file: File) -> Iterator[Draft]:
    """A `.txt` file: its whole text."""
    text, notes = decode(file)
    yield Draft([Prose(text)], notes=notes)


def read_markdown(file: File) -> Iterator[Draft]:
    """A `.md` file: its whole text, with `#` headings known as such. Nothing is rendered."""
    text, notes = decode(file)
    text = normalise(text)
    yield Draft([Prose(text, apart=frozenset(m.start() for m in _HEADING.finditer(text)))], notes=notes)
