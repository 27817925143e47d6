"""`tag`, `untag`, `recode`, `finish`."""

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
@click.option("--quote", default="", metavar="WORDS", help="Only these words of the place.")
@click.option("--new", is_flag=True, help="Make a code that there is not; without CODE one called by the words.")
@dry_run
@with_coder
@with_project
def tag(
    project: Project,
    anchor: str | None,
    codes: tuple[str, ...],
    table: Path | None,
    memo: str,
    quote: str,
    new: bool,
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
        if memo or quote or new:
            raise click.UsageError("with --from, memos and quotes are columns of the table, and codes are not made")
        added, old = coding.tag_from(project, table, coder=coder, dry_run=dry_run)
        noted = f"; {many(added.memos, 'memo')} added to them" if added.memos else ""
        tell(f"{'would code' if dry_run else 'coded'} {len(added)} new, {old} were there already{noted}")
    elif anchor and (codes or new):
        who = project.coder(coder)
        added = coding.tag(project, anchor, codes, coder=who, memo=memo, quote=quote, new=new, dry_run=dry_run)
        for c in added:
            tell(f"{'would code' if dry_run else 'coded'} {c.transcript}@{c.start}-{c.end} {c.code} ({c.coder})")
        if len(added) < max(1, len(set(codes))):
            noted = f"; {'would add' if dry_run else 'added'} the memo to it" if added.memos else ""
            tell(f"it was coded so already{noted}")
    else:
        raise click.UsageError("give a place and at least one code, or --from FILE")


@click.command()
@click.argument("anchor")
@click.argument("codes", nargs=-1, metavar="CODE...")
@click.option("--all", "all_", is_flag=True, help="Whatever the code.")
@dry_run
@with_coder
@with_project
def untag(project: Project, anchor: str, codes: tuple[str, ...], all_: bool, dry_run: bool, coder: str | None) -> None:
    """Take back your codings with some codes, or all, within a place."""
    from qualcode.verbs import coding

    if all_ == bool(codes):
        raise click.UsageError("give the codes that are to go, or --all")
    for c in coding.untag(project, anchor, *codes, coder=project.coder(coder), dry_run=dry_run):
        tell(f"{'would remove' if dry_run else 'removed'} {c.transcript}@{c.start}-{c.end} {c.code} ({c.coder})")


@click.command()
@click.argument("anchor")
@click.argument("code")
@click.option("--to", default="", metavar="CODE", help="This code instead.")
@click.option("--span", default="", metavar="START-END", help="This span of the transcript instead (code points).")
@click.option("--copy", is_flag=True, help="With --to: a second coding, and the first stays.")
@click.option("--unite", is_flag=True, help="One coding of yours instead of several that overlap or touch here.")
@dry_run
@with_coder
@with_project
def recode(
    project: Project, anchor: str, code: str, to: str, span: str, copy: bool, unite: bool, dry_run: bool,
    coder: str | None,
) -> None:  # fmt: skip
    """Change one coding of yours, which keeps its memo: another code, another span.

    CODE is the code it has now.
    """
    from qualcode.verbs import recoding

    who, would = project.coder(coder), "would be " if dry_run else ""
    if (unite and (to or span or copy)) or (copy and (span or not to)):
        raise click.UsageError("--copy goes with --to alone, --unite with neither")
    if unite:
        whole, n = recoding.unite(project, anchor, code, coder=who, dry_run=dry_run)
        tell(f"{n} codings {would or 'are '}one: {whole.transcript}@{whole.start}-{whole.end} {whole.code}")
        return
    found = recoding.own(project, anchor, code, coder=who)
    if copy:
        made = recoding.copy(project, found, to, coder=who, dry_run=dry_run)
        tell(f"{would}coded {to} too" if made else "it was coded so already")
        return
    place = recoding.span(span) if span else None
    done = recoding.recode(project, found, to=to, span=place, coder=who, dry_run=dry_run)
    if done == found:
        tell("nothing changed: it is so already")
    else:
        tell(f"{would or 'is '}now {done.transcript}@{done.start}-{done.end} {done.code} ({done.coder})")


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
