"""`memo`."""

import click

from qualcode.cli.options import with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, tell
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@click.argument("words", nargs=-1, metavar="[ANCHOR] [TEXT]")
@click.option("--whole", is_flag=True, help="On the project as a whole.")
@click.option("--instead", is_flag=True, help="Instead of what you wrote there before; TEXT '' takes it away.")
@with_coder
@with_selection
@with_output
@with_project
def memo(
    project: Project,
    emit: Emitter,
    selection: Selection,
    words: tuple[str, ...],
    whole: bool,
    instead: bool,
    coder: str | None,
) -> None:
    """Write a memo, or list those there are.

    \b
    memo granmo:4 TEXT                    on a place
    memo granmo:4 --code bolig TEXT       on your coding there
    memo --code bolig TEXT                on a code
    memo --transcript granmo TEXT         on a transcript
    memo --whole TEXT                     on the project
    memo                                  lists all; the options of a selection choose

    An ANCHOR without TEXT lists what is written on that place and on the codings there.
    """
    from qualcode.verbs import memos

    named = whole or bool(selection.codes or selection.transcripts)
    if named and len(words) == 1 and memos.is_place(project, words[0]):
        named = False  # a place alone is looked at; what is to be written on it would stand behind it
    anchor, text = _taken_apart(words, named=named)
    if text is None:
        emit(memos.memos(project, selection, anchor, whole=whole))
        return
    if not text.strip() and not instead:
        raise WrongUsage("an empty memo", hint="To take a memo away, add --instead.")
    if len(selection.codes) > 1 or len(selection.transcripts) > 1:
        raise WrongUsage("a memo is on one thing at a time")
    names = {"transcript": "".join(selection.transcripts), "code": "".join(selection.codes)}
    if whole and (anchor or any(names.values())):
        raise WrongUsage("--whole is the project; leave the place, --code and --transcript out")
    who = project.coder(coder)
    on = memos.target(project, anchor, coder=who, **names)
    written = memos.memo(project, on, text.strip(), coder=who, instead=instead)
    tell(f"memo on {_called(on.kind, anchor, names, project)}" if written else "nothing changed: it stands so already")


def _taken_apart(words: tuple[str, ...], *, named: bool) -> tuple[str, str | None]:
    """Place and text of what was typed; the text is None where only a place, or nothing, is given."""
    if len(words) > 2:
        raise WrongUsage("too many words", hint="Put the memo in quotation marks.")
    if len(words) == 2:
        return words[0], words[1]
    if named and words:
        return "", words[0]
    return (words[0] if words else ""), None


def _called(kind: str, anchor: str, names: dict[str, str], project: Project) -> str:
    """What the memo was written on, for the person who wrote it."""
    what = {"project": project.settings.name, "segment": anchor, "coding": f"{names['code']} at {anchor}"}
    return f"{'place' if kind == 'segment' else kind} {what.get(kind) or names[kind]}"
