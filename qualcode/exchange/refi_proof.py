"""The proof of a QDPX file before it is put in place: what is read from it again is what was to go out."""

from collections import Counter
from collections.abc import Iterable

from qualcode.errors import QualcodeError
from qualcode.exchange.identity import guid
from qualcode.exchange.refi_reading import read_qdpx
from qualcode.exchange.refi_writing import Outgoing
from qualcode.model import Code, Coding


def prove(data: bytes, project: Outgoing) -> None:
    """Refuse a file that does not read back as it was meant: a `QualcodeError` that says what differs."""
    found = read_qdpx(data)
    texts = {t.name: t.text for t in project.transcripts}
    read = {s.name: s.text for s in found.sources}
    if texts != read:
        differing = sorted(name for name in texts.keys() | read.keys() if texts.get(name) != read.get(name))
        raise _differs(f"the text of {differing[0]}")
    kept = [c for c in project.codings if c.transcript in texts and c.code in project.codebook.by_id]
    meant = Counter(_marks(kept, project.codebook.walk()))
    there = Counter(_marks(found.codings, found.codebook.walk()))
    if meant != there:
        code, transcript, start, end, _ = next(iter((meant - there) + (there - meant)))
        raise _differs(f"a coding of {transcript}, {start} to {end}, with the code numbered {code}")


def _marks(codings: Iterable[Coding], codes: Iterable[Code]) -> Iterable[tuple[str, str, int, int, str]]:
    numbers = {code.id: guid(code.uid or code.id, "code") for code in codes}
    return ((numbers[c.code], c.transcript, c.start, c.end, c.coder) for c in codings)


def _differs(what: str) -> QualcodeError:
    hint = "Nothing was written. Please report it, with what is special about this text or code."
    return QualcodeError(f"the file would not read back the same: {what}", hint=hint)
