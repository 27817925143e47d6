"""`tag`, `untag`, `finish`."""

from pathlib import Path

import click

from qualcode.cli.options import dry_run, with_coder, with_project
from qualcode.cli.printing import many, tell
from qualcode.project import Project


@click.command()
@click.argument("anchor", required=False)
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--from", "table", type=click.Path(path_type=Path), metavar="FILE", help="Code from a CSV or XLSX table.")
@click.option("--memo", default="", metavar="TEXT", help="A memo on the coding.")
@dry_run
@with_coder
@with_project
def tag(
    project: Project,
    anchor: str | None,
    codes: tuple[str, ...],
    table: Path | None,
    memo: str,
    dry_run: bool,
    coder: str | None,
) -> None:
    """Code a place with one or more codes.

    ANCHOR is NAME:SEGMENT, NAME:SEGMENT-SEGMENT or NAME@START-END (code points). With --from, a table's rows are
    coded instead: columns transcript, code, and segment or start,end; optional quote, coder, memo.
    """
    from qualcode.verbs import coding

    if table:
        if anchor:
            raise click.UsageError("give either a place or --from, not both")
        added, old = coding.tag_from(project, table, coder=coder, dry_run=dry_run)
        noted = f"; {many(added.memos, 'memo')} added to them" if added.memos else ""
        tell(f"{'would code' if dry_run else 'coded'} {len(added)} new, {old} were there already{noted}")
    elif anchor and codes:
        added = coding.tag(project, anchor, codes, coder=project.coder(coder), memo=memo, dry_run=dry_run)
        for c in added:
            tell(f"{'would code' if dry_run else 'coded'} {c.transcript}@{c.start}-{c.end} {c.code} ({c.coder})")
        if len(added) < len(set(codes)):
            noted = f"; {'would add' if dry_run else 'added'} the memo to it" if added.memos else ""
            tell(f"it was coded so already{noted}")
    else:
        raise click.UsageError("give a place and at least one code, or --from FILE")


@click.command()
@click.argument("anchor")
@click.argument("code")
@dry_run
@with_coder
@with_project
def untag(project: Project, anchor: str, code: str, dry_run: bool, coder: str | None) -> None:
    """Take back your codings with a code within a place."""
    from qualcode.verbs import coding

    for c in coding.untag(project, anchor, code, coder=project.coder(coder), dry_run=dry_run):
        tell(f"{'would remove' if dry_run else 'removed'} {c.transcript}@{c.start}-{c.end} {c.code} ({c.coder})")


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="TRANSCRIPT...")
@click.option("--take-back", is_flag=True, help="You have not finished after all.")
@with_coder
@with_project
def finish(project: Project, names: tuple[str, ...], take_back: bool, coder: str | None) -> None:
    """Record that you have read transcripts (names or globs) to the end."""
    from qualcode.verbs import coding

    news = coding.finish(project, names, coder=project.coder(coder), take_back=take_back)
    told = ", ".join(news) if len(news) <= 8 else many(len(news), "transcript")
    tell(f"{'taken back' if take_back else 'finished'}: {told}" if news else "nothing changed")
