"""`report`."""

from pathlib import Path

import click

from qualcode.cli.options import with_lang, with_project, with_replace, with_selection
from qualcode.cli.printing import made_by_this_command, tell
from qualcode.document import Output
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.verbs import writing
from qualcode.wording import Lang


@click.command()
@click.option(
    "--output", "-o", type=click.Path(path_type=Path), default="report.html", show_default=True, metavar="FILE.html",
    help="The page to write.",
)  # fmt: skip
@click.option("--by", metavar="ATTRIBUTE", help="The groups set beside each other first (default: office_group).")
@click.option("--pseudonyms", is_flag=True, help="Invented labels for transcripts, speakers, offices; no memos.")
@click.option("--no-transcripts", is_flag=True, help="Only the excerpts, not the whole transcripts.")
@with_replace
@with_lang
@with_selection
@with_project
def report(
    project: Project,
    selection: Selection,
    output: Path,
    by: str | None,
    pseudonyms: bool,
    no_transcripts: bool,
    lang: Lang | None,
) -> None:
    """One page with everything, to read, filter, present and print; it needs no program but a browser.

    Themes with groups and excerpts, matrix, co-occurrence, agreement, codebook, transcripts with codings in the margin.
    Nothing is fetched and nothing is sent. --pseudonyms does not change names inside the speech.
    """
    from dataclasses import replace

    from qualcode.verbs import reporting

    if output.suffix.lower() not in (".html", ".htm"):
        raise WrongUsage(f"a report is a page, and '{output.name}' does not end in .html")
    if not output.parent.is_dir():
        raise QualcodeError("there is no such folder", where=str(output.parent))
    writing.check_free(output)
    made = reporting.report(project, selection, by, lang, pseudonyms=pseudonyms, with_transcripts=not no_transcripts)
    told = made_by_this_command(Output(made.excerpts, made.provenance)).provenance
    page = reporting.page(replace(made, provenance=told))
    writing.write_bytes(page, output)
    tell(f"wrote {output} ({len(page) / 1e6:.1f} MB)")
