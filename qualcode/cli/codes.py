"""`codebook add|edit|rename|move|merge|split|retire`."""

import sys
from collections.abc import Sequence
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from qualcode.cli.options import Command, dry_run, with_coder, with_project
from qualcode.cli.printing import many, say, tell
from qualcode.errors import WrongUsage
from qualcode.project import Project

if TYPE_CHECKING:
    from qualcode.sessions.splitting import ToSort
    from qualcode.verbs.codes import By, Change


def changes_codes(command: Command) -> Command:
    """A command that returns a `Change`: opens the project, adds --why, --dry-run and --coder, says what happened."""

    @click.option("--why", default="", metavar="TEXT", help="The reason, for the log and the version.")
    @dry_run
    @with_coder
    @with_project
    @wraps(command)
    def run(project: Project, why: str, dry_run: bool, coder: str | None, **options: Any) -> None:
        by: By = {"coder": project.actor(coder), "why": why, "dry_run": dry_run}
        change: Change = command(project, by, **options)
        if not change.version and not change.codings:
            tell("nothing changed")
            return
        tell(*(["would change:"] if dry_run else []), *change.told)
        if change.codings:
            tell(f"{many(change.codings, 'coding')} {'would follow' if dry_run else 'followed'}")
        if change.version and not dry_run:
            tell(f"the codebook is now version {change.version}")

    return run


def with_fields(command: Command) -> Command:
    """The fields of a code."""
    for option in reversed(
        [
            click.option("--name", metavar="TEXT", help="Its name for people."),
            click.option("--definition", metavar="TEXT", help="What it means."),
            click.option("--include", metavar="TEXT", help="What is to be coded with it."),
            click.option("--exclude", metavar="TEXT", help="What is not."),
            click.option("--keywords", metavar="A,B", help="Words that speak for it, instead of those there are."),
            click.option("--rule", "rules", multiple=True, metavar="QUERY", help="A search that speaks for it."),
            click.option("--example", "examples", multiple=True, metavar="TEXT", help="An example; repeatable."),
            click.option("--color", metavar="#RRGGBB", help="Its colour."),
        ]
    ):
        command = option(command)
    return command


def with_place(command: Command) -> Command:
    """Where in the tree."""
    for option in reversed(
        [
            click.option("--parent", metavar="ID", help="Under this code, last."),
            click.option("--after", metavar="ID", help="Right after this code."),
            click.option("--before", metavar="ID", help="Right before this code."),
        ]
    ):
        command = option(command)
    return command


@click.command()
@click.argument("code")
@with_place
@with_fields
@changes_codes
def add(
    project: Project, by: "By", code: str, parent: str | None, after: str | None, before: str | None, **fields: Any
) -> "Change":
    """Add a code, at the top level unless told otherwise."""
    from qualcode.model import Code
    from qualcode.verbs import codes

    said = {key: value for key, value in fields.items() if value}
    if "keywords" in said:
        said["keywords"] = codes.keywords(said["keywords"])
    return codes.add(project, Code(code, **said), parent, after, before, **by)


@click.command()
@click.argument("code")
@with_fields
@click.option("--add-keyword", multiple=True, metavar="WORD", help="One keyword more; repeatable.")
@click.option("--drop-keyword", multiple=True, metavar="WORD", help="One keyword less; repeatable.")
@click.option("--add-rule", multiple=True, metavar="QUERY", help="One rule more; repeatable.")
@click.option("--drop-rule", multiple=True, metavar="QUERY", help="One rule less; repeatable.")
@click.option("--example-from", multiple=True, metavar="ANCHOR", help="One example more: what is coded there with it.")
@changes_codes
def edit(
    project: Project,
    by: "By",
    code: str,
    add_keyword: tuple[str, ...],
    drop_keyword: tuple[str, ...],
    add_rule: tuple[str, ...],
    drop_rule: tuple[str, ...],
    example_from: tuple[str, ...],
    **fields: Any,
) -> "Change":
    """Change what a code says. A field that is not named stays; '' empties one."""
    from qualcode.verbs import codes

    changes = {key: value for key, value in fields.items() if value is not None and value != ()}
    changes |= {key: () for key in ("rules", "examples") if changes.get(key) == ("",)}
    if add_keyword or drop_keyword:
        gone = {word.casefold() for word in drop_keyword}
        changes["keywords"] = lambda old: [w for w in (*old, *add_keyword) if w.casefold() not in gone]
    if add_rule or drop_rule:
        changes["rules"] = lambda old: [
            rule for rule in (*(fields["rules"] or old), *add_rule) if rule not in drop_rule
        ]
    if example_from:
        more = [codes.example_from(project, code, anchor) for anchor in example_from]
        changes["examples"] = lambda old: [*(fields["examples"] or old), *more]
    if not changes:
        raise WrongUsage("nothing to change was named", hint="Give --definition, --add-keyword, ... (see --help).")
    return codes.edit(project, code, changes, **by)


@click.command()
@click.argument("name")
@click.argument("codes", nargs=-1, required=True, metavar="CODE...")
@changes_codes
def group(project: Project, by: "By", name: str, codes: tuple[str, ...]) -> "Change":
    """Put a new theme NAME above several codes."""
    from qualcode.verbs import codes as verbs

    return verbs.group(project, name, codes, **by)


@click.command()
@click.argument("code")
@changes_codes
def remove(project: Project, by: "By", code: str) -> "Change":
    """Take a code out that was never used."""
    from qualcode.verbs import codes

    return codes.remove(project, code, **by)


@click.command()
@click.argument("old")
@click.argument("new")
@changes_codes
def rename(project: Project, by: "By", old: str, new: str) -> "Change":
    """Give a code another id; codings follow. Its name for people is changed by `edit --name`."""
    from qualcode.verbs import codes

    return codes.rename(project, old, new, **by)


@click.command()
@click.argument("code")
@with_place
@click.option("--top", is_flag=True, help="To the top level, last.")
@changes_codes
def move(
    project: Project, by: "By", code: str, parent: str | None, after: str | None, before: str | None, top: bool
) -> "Change":
    """Put a code, with all below it, elsewhere in the tree."""
    from qualcode.verbs import codes

    if sum(map(bool, (parent, after, before, top))) != 1:
        raise WrongUsage("where to?", hint="Give one of --parent ID, --after ID, --before ID, --top.")
    return codes.move(project, code, parent, after, before, **by)


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="SOURCE...")
@click.argument("target")
@changes_codes
def merge(project: Project, by: "By", sources: tuple[str, ...], target: str) -> "Change":
    """Let codes go into another: SOURCE... are gone, TARGET has their codings, memos, keywords and sub-codes."""
    from qualcode.verbs import codes

    return codes.merge(project, sources, target, **by)


@click.command()
@click.argument("code")
@click.option("--take-back", is_flag=True, help="Use it again, with all below it.")
@changes_codes
def retire(project: Project, by: "By", code: str, take_back: bool) -> "Change":
    """Take a code, with all below it, out of use. Its codings stand and count."""
    from qualcode.verbs import codes

    return codes.retire(project, code, take_back=take_back, **by)


@click.command()
@click.argument("code")
@click.argument("parts", nargs=-1, metavar="NEW...")
@click.option("--from", "table", type=click.Path(path_type=Path), metavar="FILE", help="A table says where each goes.")
@click.option("--below", is_flag=True, help="Put new codes under CODE, which stays.")
@changes_codes
def split(project: Project, by: "By", code: str, parts: tuple[str, ...], table: Path | None, below: bool) -> "Change":
    """Divide a code: shows each of its passages and asks where it goes.

    With --from, a table says so: write it with `excerpts --code CODE --exact -o FILE.csv` and add a column 'to'.
    NEW are new codes or ones that exist. What is not sorted stays; CODE is retired when nothing is left with it.
    """
    from qualcode.sessions.asking import hold
    from qualcode.sessions.splitting import Sorting
    from qualcode.verbs import splitting

    if table:
        placed = splitting.from_table(project, code, parts, table)
    elif not parts:
        raise WrongUsage("split into what?", hint="Name the new codes, or give --from FILE.")
    elif not (sys.stdin.isatty() or not splitting.passages(project, code)):
        raise WrongUsage("`codebook split` asks at a terminal", hint="To split from a script, give --from FILE.")
    else:
        sorting = Sorting(project, code, parts)
        hold(sorting, SortingAtTerminal())
        placed = sorting.placed
    return splitting.split(project, code, parts, placed, below=below, **by)


class SortingAtTerminal:
    """Asks the person at the terminal."""

    def answer(self, question: "ToSort") -> Sequence[str] | None:
        """Show a passage and read an answer: numbers or ids of parts, nothing to leave it, q to stop."""
        passage, parts = question.passage, question.parts
        who = f", {passage.speaker}" if passage.speaker else ""
        where = f"{passage.transcript}:{passage.segment}{who} (coded by {', '.join(passage.coders)})"
        say("", f"{question.n} of {question.of}: {where}")
        before = click.style(f"… {' '.join(passage.before.split())}", dim=True)
        after = click.style(f"{' '.join(passage.after.split())} …", dim=True)
        say(f"{before} {click.style(passage.text, bold=True)} {after}")
        say("  ".join(f"[{i}] {part}" for i, part in enumerate(parts, start=1)) + "  [Enter] stays  [q] stop")
        while True:
            answer: str = click.prompt("to", default="", show_default=False, err=True)
            if answer.strip() == "q":
                return None
            words = answer.replace(",", " ").split()
            found = [parts[int(w) - 1] if w.isdecimal() and 0 < int(w) <= len(parts) else w for w in words]
            if set(found) <= set(parts):
                return found
            say(f"Write a number from 1 to {len(parts)}, several with a comma between, Enter or q.")
