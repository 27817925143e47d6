"""What the pickers list: codes, transcripts, one's own codings."""

from collections.abc import Sequence

from rich.text import Text

from qualcode.model import Coding
from qualcode.sessions.coding import CodingSession
from qualcode.tui.code_search import find_codes
from qualcode.tui.dialogs import Entry
from qualcode.tui.panel import Wording
from qualcode.verbs.coding import is_new_code
from qualcode.wording import Lang, counted, phrase


def codes(
    session: CodingSession, wording: Wording, letters: str, first: Sequence[str], *, making: bool = False
) -> list[Entry]:
    """The codes that fit the letters (without letters `first` come first), with their meaning; a dot: given here.

    With `making` the last entry makes a new code, which is called as was typed.
    """
    book, given = session.codebook, {c.code for c in session.own_here}
    entries = []
    for code in find_codes(letters, book, first):
        depth = len(book.paths[code.id]) - 1 if not letters and code.id not in first else 0
        listed = Text("  " * depth + ("● " if code.id in given else ""))
        listed.append(code.id, wording.colours[code.id])
        entries.append(Entry(code.id, listed, wording.meaning(code.id)))
    return [*entries, *(_new_code(session, letters) if making else ())]


NEW = "\n"
"""Before the name of a code that is to be made; no id has it."""


def _new_code(session: CodingSession, letters: str) -> list[Entry]:
    """A code that is to be made: called as was typed, or by the selected words where nothing was."""
    name = " ".join((letters or session.transcript.quote(session.place)).split())
    if not is_new_code(session.codebook, name):
        return []
    lang = session.project.settings.lang
    about = [phrase("Makes a new code and gives it.", lang)]
    about += [] if letters else [phrase("It is called by the selected words.", lang)]
    told = " ".join([*about, phrase("u takes both back.", lang)])
    return [Entry(NEW + name, Text(phrase("+ new code “{name}”", lang, name=name)), Text(told))]


def transcripts(session: CodingSession, lang: Lang, letters: str) -> list[Entry]:
    """The transcripts whose names hold the letters; those this coder has finished have a tick."""
    entries = []
    for choice in session.choices:
        if letters.casefold() in choice.name.casefold():
            words = counted("{n} word", "{n} words", choice.words, lang)
            codings = counted("{n} coding in all", "{n} codings in all", choice.codings, lang)
            about = Text(f"{choice.name}\n\n{words}, {codings}\n")
            done, open_ = phrase("You have finished it.", lang), phrase("You have not finished it.", lang)
            about.append(done if choice.finished else open_)
            entries.append(Entry(choice.name, Text(f"{'✓' if choice.finished else ' '} {choice.name}"), about))
    return entries


def own_codings(codings: Sequence[Coding], wording: Wording, letters: str) -> list[Entry]:
    """Codings whose codes hold the letters, with what they are on."""
    return [
        Entry(c.id, Text(c.code, wording.colours[c.code]), Text(c.quote))
        for c in codings
        if letters.casefold() in c.code.casefold()
    ]
