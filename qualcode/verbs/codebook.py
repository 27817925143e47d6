"""The codebook: load it, look at it."""

from pathlib import Path

from qualcode.codebook import load as read_codebook
from qualcode.codebook.changes import changed_meaning
from qualcode.codebook.edit import reconcile
from qualcode.document import Output
from qualcode.model import Codebook
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings
from qualcode.verbs.setup import provenance


def load(
    project: Project, path: Path, *, coder: str = "", why: str = "", dry_run: bool = False
) -> tuple[Codebook, bool]:
    """Make the file's codebook the project's, as a new version; codings keep their codes.

    A code that the file leaves out is retired if it has codings. Returns the codebook and whether anything changed.
    """
    loaded = read_codebook(path)
    with project.verb("codebook load", coder, why=why, dry_run=dry_run) as verb:
        current = stored.load(project.db)
        book = reconcile(current, loaded, _in_use(project, current))
        if current.version and (book.codes, book.name, book.language) == (
            current.codes,
            current.name,
            current.language,
        ):
            return current, False
        source = path.read_text(encoding="utf-8") if path.suffix in (".yaml", ".yml") else ""
        meaning = changed_meaning(current, book)
        number = stored.save(project.db, book, coder=coder, time=verb.time, why=why, source=source, meaning=meaning)
        verb.details |= {"file": path.name, "version": number, "codes": len(book.by_id)}
        return stored.load(project.db), True


def show(project: Project) -> Output:
    """The codebook as a table: a row a code, parents first."""
    from qualcode.codebook.views import table

    book = stored.load(project.db)
    uses: dict[str, int] = {}
    for coding in codings.load(project.db):
        uses[coding.code] = uses.get(coding.code, 0) + 1
    return Output(table(book, uses), provenance(project), title=book.name)


def _in_use(project: Project, book: Codebook) -> set[str]:
    used = stored.used(project.db)
    return {code.id for code in book.walk() if code.uid in used}
