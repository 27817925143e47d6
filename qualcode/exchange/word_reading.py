"""A docx that was coded by comments, read back: every comment to codings on just the marked text, or a word why not."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher

from qualcode.errors import QualcodeError
from qualcode.exchange.page import Line, Page, Step, back, back_at, page, steps
from qualcode.exchange.remarks import Vocabulary
from qualcode.exchange.word_parts import Comment, Parts, read_parts
from qualcode.exchange.word_writing import PROPERTY, Sign, sign, signs
from qualcode.model import Anchor, Codebook, Coding, Place, Transcript

LIKE = 0.6
"""How alike an edited passage must be to its original (share of matching characters) for a comment to stay on it."""

_OURS = 0.5  # share of untouched lines that makes a file without its properties recognisable


@dataclass(frozen=True)
class WordFile:
    """What a file says it was made from; empty where it does not say."""

    transcript: str = ""
    revision: int = 0
    sha256: str = ""


@dataclass(frozen=True)
class WordCoding:
    """A coding read from a comment. `anchor` is 'moved' where the text under it was edited in the file."""

    start: int
    end: int
    code: str
    memo: str = ""
    author: str = ""
    anchor: Anchor = "kept"


@dataclass(frozen=True)
class UnknownWord:
    """A word in a comment that looks like a code but is none, with the nearest codes' ids and the span it stands on."""

    word: str
    near: tuple[str, ...]
    start: int
    end: int
    memo: str = ""
    author: str = ""
    anchor: Anchor = "kept"


@dataclass(frozen=True)
class WordNote:
    """A comment without any code word."""

    start: int
    end: int
    text: str
    author: str = ""


@dataclass(frozen=True)
class WordCodings:
    """What was read from a file. `unchanged` are our own comments found as written, `gone` the signs of the others."""

    codings: tuple[WordCoding, ...] = ()
    unknown: tuple[UnknownWord, ...] = ()
    notes: tuple[WordNote, ...] = ()
    problems: tuple[str, ...] = ()
    unchanged: int = 0
    gone: frozenset[Sign] = frozenset()

    @property
    def missing(self) -> int:
        """How many of our own comments are no longer there."""
        return len(self.gone)

    def has_shown(self, transcript: Transcript, codings: Sequence[Coding]) -> bool:
        """Whether the file came with just the comment that these codings of one span and memo would be written as."""
        return any(comment in self.gone for comment in signs(codings, transcript))


def word_file(data: bytes) -> WordFile:
    """Which transcript a file was made from."""
    said = read_parts(data).properties
    revision = said.get(f"{PROPERTY}_revision", "")
    return WordFile(
        said.get(f"{PROPERTY}_transcript", ""),
        int(revision) if revision.isdecimal() else 0,
        said.get(f"{PROPERTY}_sha256", ""),
    )


def word_in(data: bytes, transcript: Transcript, codebook: Codebook, *, renamed: str = "") -> WordCodings:
    """Read a coded docx. Pure: nothing is compared with the project's codings.

    Comments that `word_out` wrote and nobody changed are only counted. A reply's codes stand on the passage of the
    comment it replies to; other replies are added to its memo. Resolved comments count like open ones. A comment
    without marked text is about its segment. Tracked changes are set aside: the text as it was sent out counts; text
    edited without tracking is aligned with the transcript, and a comment on a passage that is no longer like it is
    refused, as `problems` say. `renamed` is what the transcript was called when the file was made. Messages name
    segments and never quote text.

    A `QualcodeError` for a file that is no docx, hostile, or made from another transcript.
    """
    parts = read_parts(data)
    sheet = page(transcript)
    changes = steps(sheet.text, parts.text)
    problems = _check_origin(parts, transcript, sheet, changes, renamed)
    reader = _Reader(parts, sheet, changes, Vocabulary(codebook), problems)
    for comment in parts.comments:
        reader.read(comment)
    problems += [
        f"'{id_}' is a retired code"
        for id_ in sorted({c.code for c in reader.codings if codebook.by_id[c.code].retired})
    ]
    return WordCodings(
        tuple(_once(reader.codings)),
        tuple(reader.unknown),
        tuple(reader.notes),
        tuple(problems),
        reader.unchanged,
        frozenset(reader.ours),
    )


def _check_origin(
    parts: Parts, transcript: Transcript, sheet: Page, changes: Sequence[Step], renamed: str
) -> list[str]:
    """What is to be said of where the file comes from; refused if from another transcript."""
    name = parts.properties.get(f"{PROPERTY}_transcript")
    if name not in (None, transcript.name, renamed or transcript.name):
        raise QualcodeError(f"the file was made from '{name}', not from '{transcript.name}'")
    out = []
    if name is None:
        same = sum(j - i for kind, i, j, *_ in changes if kind == "equal")
        if same < _OURS * len(sheet.text):
            raise QualcodeError(
                f"the file was not made from '{transcript.name}' by `qualcode word out`",
                hint="Make the file again with `qualcode word out` and code in that one.",
            )
        out.append("the file no longer says what it was made from; it was known by its text")
    elif parts.properties.get(f"{PROPERTY}_sha256") != transcript.sha256:
        out.append("the transcript has been replaced since the file was made; comments were carried over by their text")
    if parts.tracked:
        out.append(f"{parts.tracked} tracked changes to the text were set aside")
    return out + _edits(sheet, changes)


def _edits(sheet: Page, changes: Sequence[Step]) -> list[str]:
    """The segments whose text is not as it was sent out."""
    touched = dict.fromkeys(
        line.segment.n
        for kind, i, j, *_ in changes
        if kind in ("replace", "delete")
        for line in sheet.lines
        if line.start < j and i < line.end
    )
    touched |= dict.fromkeys(
        line.segment.n
        for kind, i, *_ in changes
        if kind == "insert"
        for line in sheet.lines
        if line.start < i < line.end
    )
    if not touched:
        return []
    shown = ", ".join(str(n) for n in sorted(touched)[:10]) + (" …" if len(touched) > 10 else "")
    return [f"the text was edited in segment {shown}; the transcript stays as it is"]


@dataclass
class _Reader:
    """Reads one comment after another."""

    parts: Parts
    sheet: Page
    changes: Sequence[Step]
    vocabulary: Vocabulary
    problems: list[str]
    codings: list[WordCoding] = field(default_factory=list)
    unknown: list[UnknownWord] = field(default_factory=list)
    notes: list[WordNote] = field(default_factory=list)
    unchanged: int = 0

    def __post_init__(self) -> None:
        self.ours = _signs(self.parts.properties)
        self._by_id = {c.id: c for c in self.parts.comments}

    def read(self, comment: Comment) -> None:
        """One comment, to codings, unknown words or a note; or a problem."""
        root = self._root(comment)
        found = self._place(root)
        if found is None:
            self.problems.append(f"a comment {self._whose(comment)}stands on no text of the transcript: refused")
            return
        start, end, anchor = found
        if ours := self._ours(sign(start, end, comment.text), anchor):
            self.ours.remove(ours)
            self.unchanged += 1
            return
        place = self._trimmed(start, end)
        if place is None:
            self.problems.append(f"a comment {self._whose(comment)}stands on no text of the transcript: refused")
        elif anchor == "lost":
            segment = self._segment(start)
            self.problems.append(
                f"a comment {self._whose(comment)}in segment {segment}: its text was rewritten: refused"
            )
        else:
            self._take(comment, root, place, anchor)

    def _take(self, comment: Comment, root: Comment, place: Place, anchor: Anchor) -> None:
        remark = self.vocabulary.read(comment.text)
        where = (place.start, place.end)
        if comment is not root and not remark.codes and not remark.unknown and self._added(comment, root, place):
            return
        for code in remark.codes:
            self.codings.append(WordCoding(*where, code, remark.memo, comment.author, anchor))
        for word in remark.unknown:
            near = self.vocabulary.near(word)
            self.unknown.append(UnknownWord(word, near, *where, remark.memo, comment.author, anchor))
        if not remark.codes and not remark.unknown and comment.text:
            self.notes.append(WordNote(*where, comment.text, comment.author))

    def _added(self, reply: Comment, root: Comment, place: Place) -> bool:
        """Put a reply of mere words into the memo of the codings it replies to."""
        codes = self.vocabulary.read(root.text).codes
        hits = [
            n
            for n, c in enumerate(self.codings)
            if (c.start, c.end) == (place.start, place.end) and c.code in codes and c.author == root.author
        ]
        said = f"{reply.author}: {reply.text}" if reply.author and reply.author != root.author else reply.text
        for n in hits:
            memo = "\n".join(filter(None, [self.codings[n].memo, said]))
            self.codings[n] = replace(self.codings[n], memo=memo)
        return bool(hits)

    def _ours(self, mark: Sign, anchor: Anchor) -> Sign | None:
        """The sign of ours that a comment bears. Over edited text it may stand a little beside where we put it."""
        if mark in self.ours:
            return mark
        start, end, words = mark
        near = [(min(end, e) - max(start, s), (s, e, w)) for s, e, w in self.ours if w == words]
        shared, nearest = max(near, default=(0, mark))
        return nearest if anchor != "kept" and shared > 0 else None

    def _root(self, comment: Comment) -> Comment:
        met = {comment.id}
        while comment.parent in self._by_id and comment.parent not in met:
            comment = self._by_id[comment.parent]
            met.add(comment.id)
        return comment

    def _place(self, comment: Comment) -> tuple[int, int, Anchor] | None:
        """The stretch of the page under a comment, and how it fared: kept, moved or lost."""
        if comment.start is None or comment.end is None:
            return None
        said = self.parts.text[comment.start : comment.end]
        if not said.strip():
            line = self._line(comment.start)
            return (line.start, line.end, "kept") if line else None
        start, end = back(self.changes, comment.start, comment.end)
        ours = self.sheet.text[start:end]
        if said == ours:
            return start, end, "kept"
        if not ours.strip():
            return None
        alike = SequenceMatcher(None, said, ours, autojunk=False).ratio() if len(said) < 20_000 else 0
        return start, end, "moved" if alike >= LIKE else "lost"

    def _line(self, position: int) -> Line | None:
        """The segment in which a comment without marked text stands."""
        inside = [(i, j) for kind, i, j, k, m in self.changes if kind != "insert" and k <= position <= m]
        return self.sheet.line_at(back_at(self.changes, position)) if inside else None

    def _trimmed(self, start: int, end: int) -> Place | None:
        """The place in the transcript without white space at its ends, which word processors like to mark along."""
        lines = [ln for ln in self.sheet.lines if ln.start < end and start < ln.end]
        if not lines:
            whole = self.sheet.line_at(start)
            return self.sheet.place(whole.start, whole.end) if whole and start >= 0 and end > start else None
        start, end = max(start, lines[0].start), min(end, lines[-1].end)
        said = self.sheet.text[start:end]
        return self.sheet.place(start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip()))

    def _segment(self, position: int) -> int:
        line = self.sheet.line_at(position)
        return line.segment.n if line else 0

    @staticmethod
    def _whose(comment: Comment) -> str:
        return f"by {comment.author} " if comment.author else ""


def _signs(properties: dict[str, str]) -> list[Sign]:
    """The signs of the comments that the file was written with."""
    chunks: list[str] = []
    while (chunk := properties.get(f"{PROPERTY}_comments_{len(chunks) + 1}")) is not None:
        chunks.append(chunk)
    found = re.finditer(r"\b([0-9]{1,9})-([0-9]{1,9})-(\w+)", " ".join(chunks))
    return [(int(m[1]), int(m[2]), m[3]) for m in found]


def _once(codings: Sequence[WordCoding]) -> Iterator[WordCoding]:
    """Each code once on each span, the memos of several comments together."""
    found: dict[tuple[int, int, str], WordCoding] = {}
    for coding in codings:
        key = (coding.start, coding.end, coding.code)
        before = found.get(key)
        memos = dict.fromkeys(filter(None, [before.memo if before else "", coding.memo]))
        found[key] = replace(before or coding, memo="\n".join(memos))
    yield from found.values()
