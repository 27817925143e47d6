"""`search`."""

import sys

import click

from qualcode.choices import EXTENTS, WITHIN, Extent, Within
from qualcode.cli.options import with_coder, with_output, with_project, with_selection
from qualcode.cli.printing import Emitter, tell
from qualcode.errors import WrongUsage
from qualcode.model import Selection
from qualcode.project import Project


@click.command()
@click.argument("query", required=False, default="")
@click.option("--regex", is_flag=True, help="QUERY is a regular expression.")
@click.option("--both", nargs=2, multiple=True, metavar="A B", help="Where one coder has given both codes.")
@click.option("--not", "without", multiple=True, metavar="C", help="Where this code was not given; repeatable.")
@click.option(
    "--within",
    type=click.Choice(WITHIN),
    default="segment",
    show_default=True,
    help="Where AND, NOT, NEAR, --both and --not are to hold.",
)
@click.option("--tag", metavar="CODE", help="Code what is found; shows it first and asks.")
@click.option(
    "--extent",
    type=click.Choice(EXTENTS),
    default="segment",
    show_default=True,
    help="With --tag: what is coded around a hit.",
)
@click.option("--memo", default="", metavar="TEXT", help="With --tag: a memo on each coding.")
@click.option("--yes", is_flag=True, help="With --tag: do not ask.")
@with_coder
@with_selection
@with_output
@with_project
def search(
    project: Project,
    emit: Emitter,
    selection: Selection,
    query: str,
    regex: bool,
    both: tuple[tuple[str, str], ...],
    without: tuple[str, ...],
    within: Within,
    tag: str | None,
    extent: Extent,
    memo: str,
    yes: bool,
    coder: str | None,
) -> None:
    """Find words, or places where codes meet, with the words around them.

    \b
    koordinator                 the word in any inflection
    "holde i trådene"           these words in this order ('"..."' in a shell)
    koordin*  m?te              any letters, one letter
    barn AND skole, a OR b, NOT a, (a OR b) c
    barn NEAR/5 bekymre         at most five words between them

    Letter case does not count. With --code, only within passages so coded. Without QUERY, the passages with the codes
    of --both, or with --code, are shown.
    """
    from qualcode.verbs import searching

    if tag:
        who = project.coder(coder)
    elif memo or yes:
        raise WrongUsage("--memo and --yes go with --tag")
    codes = [code for pair in both for code in pair]
    found = searching.search(
        project, query, selection, regex=regex, both=codes, without=without, within=within
    )  # fmt: skip
    emit(found)
    hits = found.plain
    tell(_counted(len(hits), "hit", "hits", len(set(hits["transcript"]))))
    if not tag:
        return
    new, old = searching.tag(project, hits, tag, extent, coder=who, memo=memo, dry_run=True)
    units = {"match": ("match", "matches"), "segment": ("segment", "segments"), "turn": ("turn", "turns")}
    places = _counted(len(new), *units[extent], len({c.transcript for c in new}))
    tell(f"to be coded with {tag} by {who}: {places}" + (f"; {old} are coded so already" if old else ""))
    if not new:
        return
    if not yes and not sys.stdin.isatty():
        tell("nothing was coded: add --yes")
        return
    if yes or click.confirm("code them?", err=True):
        new, _ = searching.tag(project, hits, tag, extent, coder=who, memo=memo)
        tell(f"coded {len(new)}; `qualcode undo` takes it back")


def _counted(n: int, one: str, many: str, transcripts: int) -> str:
    """'1 hit in 1 transcript', '3 hits in 2 transcripts'."""
    return f"{n} {one if n == 1 else many} in {transcripts} {'transcript' if transcripts == 1 else 'transcripts'}"
