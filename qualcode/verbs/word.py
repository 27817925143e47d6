"""Coding in a word processor: transcripts out as docx files, comments in as codings."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualcode.codebook import edit
from qualcode.codebook.fields import as_id
from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.exchange.word import WordCoding, WordCodings, word_file, word_in, word_out
from qualcode.model import Code, Codebook, Coding, Place, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codebook, codings, former, transcripts
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.verbs.codes import save
from qualcode.verbs.setup import provenance
from qualcode.wording import Lang, phrase

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("file", "transcript", "segment", "start", "end", "code", "outcome", "note")
Outcome = Literal["coded", "here already", "memo", "unknown word", "refused"]


def out(project: Project, names: Sequence[str], *, coder: str, lang: Lang | None = None) -> Iterator[tuple[str, bytes]]:
    """Transcripts (names or globs) as docx files to be coded by comments, with this coder's codings so far.

    Yields a name for each file, and its bytes.
    """
    book = codebook.load(project.db)
    if not book.codes:
        raise QualcodeError("there is no codebook to code with", hint="Load one with `qualcode codebook load FILE`.")
    own: dict[str, list[Coding]] = {}
    for coding in codings.load(project.db, Selection(coders=(coder,))):
        own.setdefault(coding.transcript, []).append(coding)
    for transcript in transcripts.load(project.db, Selection(transcripts=tuple(names))):
        yield (
            f"{transcript.name.replace('/', '_')}.docx",
            word_out(transcript, book, own.get(transcript.name, ()), lang or project.settings.lang),
        )


@dataclass
class Account:
    """What became of each comment, a row each, in the order of the files."""

    rows: list[tuple[object, ...]] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    lost: int = 0

    def add(self, file: str, transcript: Transcript, place: Place, code: str, outcome: Outcome, note: str = "") -> None:
        """One more row."""
        segment = transcript.segment_at(place.start)
        where = (segment.n if segment else 0, place.start, place.end)
        self.rows.append((file, transcript.name, *where, code, outcome, note))

    def tell(self, file: str, found: WordCodings) -> None:
        """What is to be said of one file as a whole."""
        self.told += [f"{file}: {problem}" for problem in found.problems if not problem.endswith("retired code")]
        self.lost += sum(problem.endswith("refused") for problem in found.problems)
        authors = Counter(c.author for c in found.codings if c.author)
        if len(authors) > 1:
            who = ", ".join(f"{author} ({n})" for author, n in sorted(authors.items()))
            self.told.append(f"{file}: comments by {who} are all taken as one coder's")
        if found.unchanged:
            self.told.append(f"{file}: {found.unchanged} comments are those it came with")
        if found.missing:
            self.told.append(f"{file}: {found.missing} comments it came with are gone or changed; their codings stand")

    @property
    def all_taken(self) -> bool:
        """Whether nothing was left out."""
        return not (self.lost or self.count("unknown word") or self.count("refused"))

    def count(self, outcome: Outcome) -> int:
        """How many rows had this outcome."""
        return sum(row[6] == outcome for row in self.rows)

    @property
    def table(self) -> "pd.DataFrame":
        """The rows; see `COLUMNS`."""
        import pandas as pd

        return pd.DataFrame(self.rows, columns=list(COLUMNS))


def take_in(
    project: Project,
    files: Sequence[Path],
    *,
    coder: str,
    take_new: bool = False,
    transcript: str = "",
    dry_run: bool = False,
) -> Account:
    """Read coded docx files: every comment becomes this coder's codings on just the marked text, and a memo.

    All files are one step; one that cannot be read refuses all. Words that are no codes are left out and told, unless
    `take_new`, which makes them new codes. A comment without a code becomes a memo on its place. The same file again
    adds nothing. `transcript` says which one a file was made from that does not say so itself.
    """
    account = Account()
    with project.verb("word in", coder, dry_run=dry_run) as verb:
        read = [_read(project, path, transcript) for path in files]
        if take_new:
            _take_new(project, read, verb)
        taking = _Taking(project, verb, account)
        for file in read:
            taking.take(file)
        verb.details |= {"files": [path.name for path in files], "codings": taking.made}
    return account


def output(project: Project, account: Account) -> Output:
    """The account as a table."""
    brief = ("transcript", "segment", "code", "outcome", "note")
    return Output(
        account.table,
        provenance(project),
        title=phrase("Coding in Word", project.settings.lang),
        lang=project.settings.lang,
        brief=brief,
    )


def _read(project: Project, path: Path, transcript: str) -> "_Read":
    """One file with the transcript it was made from."""
    try:
        data = path.read_bytes()
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from None
    try:
        said = name = word_file(data).transcript or transcript or path.stem
        if name not in transcripts.names(project.db):
            name = former.called_now(project.db, "transcript", name) or name
        text = transcripts.one(project.db, name)
        return _Read(path.name, data, text, said if said != text.name else "")
    except QualcodeError as error:
        raise QualcodeError(error.what, where=path.name, hint=error.hint) from None


@dataclass(frozen=True)
class _Read:
    """A file, and the transcript it was made from."""

    file: str
    data: bytes
    transcript: Transcript
    renamed: str = ""

    def comments(self, book: Codebook) -> WordCodings:
        """What its comments say, by this codebook."""
        try:
            return word_in(self.data, self.transcript, book, renamed=self.renamed)
        except QualcodeError as error:
            raise QualcodeError(error.what, where=self.file, hint=error.hint) from None


def _take_new(project: Project, files: Iterable[_Read], verb: Verb) -> None:
    """Make the words that are no codes into codes, at the top level."""
    book = before = codebook.load(project.db)
    for file in files:
        for word in file.comments(book).unknown:
            if as_id(word.word) not in book.by_id:
                book = edit.add(book, Code(as_id(word.word), word.word))
    if book != before:
        verb.details["version"] = save(project, book, verb, why="word in --take-new")


class _Taking:
    """Takes in one file after another."""

    def __init__(self, project: Project, verb: Verb, account: Account) -> None:
        self.db, self.verb, self.account = project.db, verb, account
        self.book = codebook.load(project.db)
        own = codings.load(project.db, Selection(coders=(verb.coder,)))
        self.there = {(c.transcript, c.code, c.start, c.end): c for c in own}
        self.made: list[str] = []

    def take(self, file: _Read) -> None:
        """All comments of one file."""
        name, text, found = file.file, file.transcript, file.comments(self.book)
        for coded in found.codings:
            outcome, note = self._coding(text, coded, found)
            self.account.add(name, text, Place(coded.start, coded.end), coded.code, outcome, note)
        for word in found.unknown:
            note = f"no such code; nearest: {', '.join(word.near)}" if word.near else "no such code, and none like it"
            self.account.add(name, text, Place(word.start, word.end), word.word, "unknown word", note)
        for remark in found.notes:
            new = self._memo("segment", f"{text.uid}@{remark.start}-{remark.end}", remark.text)
            self.account.add(name, text, Place(remark.start, remark.end), "", "memo" if new else "here already")
        self.account.tell(name, found)

    def _coding(self, text: Transcript, coded: WordCoding, found: WordCodings) -> tuple[Outcome, str]:
        """One coding; returns what became of it."""
        if self.book.by_id[coded.code].retired:
            return "refused", "the code is retired"
        key = (text.name, coded.code, coded.start, coded.end)
        if here := self.there.get(key):
            known = here.memo and found.has_shown(text, self._shown_with(here))
            new = self._memo("coding", here.id, coded.memo, here.memo if known else "")
            note = "in the place of the memo that the file came with" if known else "on the coding that was here"
            return ("memo", note) if new else ("here already", "")
        place, quote = (coded.start, coded.end), text.text[coded.start : coded.end]
        made = Coding(
            *(new_id(), text.name, coded.code, self.verb.coder, *place, quote, coded.memo, "import", self.verb.time),
            *(self.book.version, coded.anchor),
        )
        codings.add(self.db, [made])
        self.there[key] = made
        self.made.append(made.id)
        return "coded", "its text was edited in the file and found again" if coded.anchor == "moved" else ""

    def _shown_with(self, here: Coding) -> list[Coding]:
        """The codings that stand in one comment with this one: those of its span with the same memo."""
        like = (here.transcript, here.start, here.end, here.memo)
        return [c for c in self.there.values() if (c.transcript, c.start, c.end, c.memo) == like]

    def _memo(self, kind: str, target: str, text: str, shown: str = "") -> bool:
        """A memo, unless it stands there, in the place of the one `shown`; returns whether it is new."""
        return codings.note(self.db, kind, target, self.verb.coder, text, self.verb.time, shown=shown)
