"""The codebook: load it, look at it and its versions, write it out, find codings that are older than it."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from qualcode.codebook import edit
from qualcode.codebook import load as read_codebook
from qualcode.codebook.changes import diff as changes
from qualcode.document import Document, Output, Paragraph
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Coding, Selection
from qualcode.names import unknown
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings, transcripts
from qualcode.summarise.excerpts import BRIEF, check_by, groups, value_name
from qualcode.verbs import naming
from qualcode.verbs.codes import save
from qualcode.verbs.reading import everybody, selected
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import Lang, phrase

if TYPE_CHECKING:
    import pandas as pd

Missing = Literal["refuse", "retire", "keep"]
"""What becomes of codes with codings that a loaded file leaves out."""


def load(
    project: Project,
    path: Path,
    *,
    coder: str = "",
    why: str = "",
    missing: Missing = "refuse",
    renamed: Mapping[str, str] | None = None,
    dry_run: bool = False,
) -> tuple[Codebook, bool]:
    """Make the file's codebook the project's, as a new version; codings keep their codes. What changes is told first.

    Codes are known by the permanent `key` that exports carry, else by id; `renamed` says which id is which code's new
    one. Codes that the file leaves out are removed if nothing was ever made with them. Others refuse the load, unless
    `missing` says to retire or to keep what is missing. Returns the codebook and whether anything changed.
    """
    loaded = _from_qdc(path) if path.suffix.lower() == ".qdc" else read_codebook(path)
    with project.verb("codebook load", coder, why=why, dry_run=dry_run) as verb:
        before = current = stored.load(project.db)
        if path.suffix.lower() == ".qdc":
            loaded = _with_our_ids(current, loaded)
        for old, new in (renamed or {}).items():
            current = _renamed(current, loaded, old, new)
        lacking = edit.missing(current, loaded)
        book = edit.reconcile(current, loaded, _in_use(project, current), keep_missing=missing == "keep")
        current = before
        for line in changes(current, book) if current.codes else ():
            project.tell(line)
        if missing == "refuse":
            _check_missing(project, lacking)
        if current.version and (book.codes, book.name, book.language) == (
            current.codes,
            current.name,
            current.language,
        ):
            return current, False
        source = path.read_text(encoding="utf-8") if path.suffix in (".yaml", ".yml") else ""
        number = save(project, book, verb, why=why, source=source)
        verb.details |= {"file": path.name, "version": number, "codes": len(book.by_id)}
        return stored.load(project.db), True


def _check_missing(project: Project, lacking: Sequence[Code]) -> None:
    """Refuse a file that leaves out what has codings."""
    used = uses(project)
    coded = [f"{code.id} ({used[code.id]})" for code in lacking if used.get(code.id)]
    if coded:
        shown = ", ".join(coded[:6]) + (", …" if len(coded) > 6 else "")
        hint = "Retire them with --retire-missing, leave them with --keep-missing, or say --rename OLD=NEW."
        raise QualcodeError(f"the file leaves out {len(coded)} codes that have codings: {shown}", hint=hint)


def _with_our_ids(current: Codebook, loaded: Codebook) -> Codebook:
    """A codebook in which names make ids, with our ids of the codes that are known by their numbers."""
    ours = {code.uid: code.id for code in current.walk()}

    def known(code: Code) -> Code:
        return replace(code, id=ours.get(code.uid, code.id), codes=tuple(map(known, code.codes)))

    changed = replace(loaded, codes=tuple(map(known, loaded.codes)))
    return changed if len(changed.by_id) == len(loaded.by_id) else loaded


def _renamed(current: Codebook, loaded: Codebook, old: str, new: str) -> Codebook:
    """The codebook with a code called as the file calls it."""
    if new not in loaded.by_id:
        raise unknown("code in the file", new, loaded.by_id)
    if new in current.by_id:
        what = f"'{new}' is a code of the project already, hence not what '{old}' is called now"
        raise QualcodeError(what, hint=f"To unite them: qualcode codebook merge {old} {new}.")
    return edit.rename(current, current.find(old).id, new)


def show(project: Project) -> Output:
    """The codebook as a table: a row a code, parents first, with how often each was used."""
    from qualcode.codebook.views import table

    book = stored.load(project.db)
    return Output(table(book, uses(project)), provenance(project), title=book.name, lang=project.settings.lang)


def outline(project: Project) -> str:
    """The tree of codes for the terminal, with how often each was used; '' without a codebook."""
    from qualcode.codebook.views import outline

    return outline(stored.load(project.db), uses(project))


def show_code(project: Project, code: str) -> Output:
    """All that is known of one code: columns field, value."""
    import pandas as pd

    book = stored.load(project.db)
    found = naming.code(project, code)
    code = found.id
    own = [c for c in codings.load(project.db) if c.code == code]
    used = Counter(c.coder for c in own)
    rows = [
        *_fields(book, found),
        ("codings", ", ".join(f"{n} by {coder}" for coder, n in sorted(used.items())) or "none"),
        ("transcripts", str(len({c.transcript for c in own}))),
        ("meaning last changed", f"version {stored.meanings(project.db)[code]} of {book.version}"),
        *(
            (f"memo by {m['coder']}" if m["coder"] else "memo", m["text"])
            for m in codings.memos(project.db)
            if (m["kind"], m["target"]) == ("code", found.uid)
        ),
    ]
    return Output(
        pd.DataFrame(rows, columns=["field", "value"]),
        provenance(project),
        title=found.name,
        lang=project.settings.lang,
    )


def uses(project: Project) -> dict[str, int]:
    """How many codings each code has, by id."""
    return codings.uses(project.db)


def versions(project: Project) -> Output:
    """Every version of the codebook: columns version, time, coder, why, codes."""
    import pandas as pd

    columns = ["version", "time", "coder", "why", "codes"]
    return Output(
        pd.DataFrame(stored.account(project.db), columns=columns),
        provenance(project),
        title=phrase("Versions", project.settings.lang),
        lang=project.settings.lang,
    )


def diff(project: Project, a: int | None = None, b: int | None = None, lang: Lang | None = None) -> Output:
    """What changed from version `a` to version `b` (the last, and the one before it), in sentences.

    Columns: change. As a document it is one paragraph.
    """
    import pandas as pd

    lang = lang or project.settings.lang
    new = b if b is not None else len(stored.versions(project.db))
    old = a if a is not None else new - 1
    told = changes(_version(project, old), _version(project, new), lang)
    nothing = phrase("Nothing changed.", lang)
    title = phrase("The codebook from version {old} to {new}", lang, old=old, new=new)
    return Output(
        pd.DataFrame({"change": told}, dtype=str),
        provenance(project),
        document=lambda: Document(title, [Paragraph(" ".join(told) or nothing)], lang),
        title=title,
        lang=lang,
    )


def export(
    project: Project, selection: Selection = EVERYTHING, by: str | None = None, lang: Lang | None = None
) -> Output:
    """The codebook to hand on: a table that `load` reads again; as a document the appendix that journals print.

    The document says how often each code was used in the selection, per value of the attribute `by` if one is given.
    """
    from qualcode.codebook.views import table
    from qualcode.documents.codebook import appendix

    lang = lang or project.settings.lang
    basis = selected(project, selection)
    rows, book = basis.rows, basis.codebook
    if by:
        check_by(rows, [by])
    counts = _uses_by(rows.frame, book, by, lang)
    return Output(
        table(book),
        provenance(project, selection),
        document=lambda: appendix(book, lang, counts),
        title=book.name,
        lang=lang,
    )


def export_yaml(project: Project) -> str:
    """The codebook as YAML, with the comments, order and layout of the file that was loaded last."""
    from qualcode.codebook.writing import dump

    return dump(stored.load(project.db), stored.source(project.db) or None, keys=True)


def keywords(project: Project, code: str, selection: Selection = EVERYTHING, *, most: int = 20) -> Output:
    """Words that set a code's passages apart from the rest of the selected text, the most telling first.

    Columns: word (as mostly written), lemma, z (log-odds ratio in standard errors, see
    `qualcode.suggest.keywords.propose_keywords`), codings (of the code, with the word), elsewhere (how often it stands
    outside them), known (a keyword already).
    """
    import pandas as pd

    from qualcode.suggest.keywords import propose_keywords

    found = naming.code(project, code)
    code = found.id
    made = [c for c in codings.load(project.db, selection) if c.code == code]
    if not made:
        hint = "Keywords are drawn from its codings; code some passages with it first."
        raise QualcodeError(f"nothing is coded with {code} in this selection", hint=hint)
    chosen = list(transcripts.load(project.db, selection))
    proposals = propose_keywords(found, made, chosen, project.settings.language, most)
    rows = [(p.form, p.lemma, p.z, p.codings, p.elsewhere, p.known) for p in proposals]
    table = pd.DataFrame(rows, columns=["word", "lemma", "z", "codings", "elsewhere", "known"])
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Keywords: {code}", project.settings.lang, code=found.name),
        lang=project.settings.lang,
    )


def outdated(project: Project, selection: Selection = EVERYTHING) -> Output:
    """The codings made before their code's last change of meaning, to be looked at again, as excerpt rows.

    Two columns come first: made_under and meaning_changed, versions of the codebook.
    """
    rows = selected(project, everybody(selection)).rows
    older, meanings = _older(project, codings.load(project.db, selection)), stored.meanings(project.db)
    known = {(c.transcript, c.start, c.end, c.code, c.coder): c.version for c in older}
    keys = list(zip(*(rows[c] for c in ("transcript", "start", "end", "code", "coder")), strict=True))
    table = rows.at([n for n, key in enumerate(keys) if key in known]).frame
    table.insert(0, "meaning_changed", [meanings[code] for code in table["code"]])
    table.insert(0, "made_under", [known[key] for key in keys if key in known])
    brief = ("made_under", "meaning_changed", *BRIEF)
    return Output(
        table,
        provenance(project, selection),
        title=phrase("To look at again", project.settings.lang),
        lang=project.settings.lang,
        brief=brief,
    )


def confirm(project: Project, selection: Selection = EVERYTHING, *, coder: str, dry_run: bool = False) -> int:
    """Say that one's own selected codings hold under today's codebook; returns how many were older than it."""
    with project.verb("codebook outdated", coder, dry_run=dry_run) as verb:
        rows = selected(project, everybody(selection)).rows
        meant = set(zip(*(rows[c] for c in ("transcript", "start", "end", "code")), strict=True))
        own = [c for c in _older(project, codings.load(project.db, selection)) if c.coder == coder]
        own = [c for c in own if (c.transcript, c.start, c.end, c.code) in meant]
        if own:
            codings.stamp(project.db, [c.id for c in own], stored.versions(project.db)[-1])
        verb.details |= {"codings": [c.id for c in own]}
    return len(own)


def _from_qdc(path: Path) -> Codebook:
    """The codebook in a REFI-QDA file; it has no name of its own."""
    from qualcode.exchange.refi_codes import read_qdc

    try:
        return read_qdc(path.read_bytes(), path.name)
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(path)) from None


def _older(project: Project, made: Iterable[Coding]) -> list[Coding]:
    meanings = stored.meanings(project.db)
    return [c for c in made if c.version < meanings[c.code]]


def _in_use(project: Project, book: Codebook) -> set[str]:
    used = stored.used(project.db)
    return {code.id for code in book.walk() if code.uid in used}


def _version(project: Project, n: int) -> Codebook:
    found = stored.version(project.db, n)
    if found is None:
        there = len(stored.versions(project.db))
        known = f"Versions are numbered 1-{there}." if there else "Load one with `qualcode codebook load FILE`."
        raise QualcodeError(f"there is no version {n} of the codebook", hint=known)
    return found


def _fields(book: Codebook, code: Code) -> list[tuple[str, str]]:
    """What a code says, without what it leaves empty."""
    said = [
        ("id", code.id),
        ("name", code.name),
        ("path", " > ".join(book.paths[code.id])),
        ("definition", code.definition),
        ("include", code.include),
        ("exclude", code.exclude),
        ("keywords", ", ".join(code.keywords)),
        *(("rule", rule) for rule in code.rules),
        *(("example", example) for example in code.examples),
        ("codes below", ", ".join(c.id for c in code.codes)),
        ("retired", "yes" if code.retired else ""),
    ]
    return [(field, value) for field, value in said if value]


def _uses_by(rows: "pd.DataFrame", book: Codebook, by: str | None, lang: Lang) -> "pd.DataFrame":
    """Codings per code (index) and group (columns, headed as printed)."""
    import pandas as pd

    if not by:
        return pd.DataFrame({phrase("Codings", lang): rows["code"].value_counts()})
    counts = pd.crosstab(rows["code"], rows[by])
    names = [value for value, _ in groups(rows, by, book)]
    return counts[names].rename(columns={v: value_name(by, v, book, lang) for v in names})
