"""Hand a project on to other programs: REFI-QDA projects and codebooks, and codings as a plain table."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from importlib.util import find_spec

from qualcode.choices import Dialect
from qualcode.document import Output
from qualcode.exchange.foreign import Memo
from qualcode.exchange.refi_codes import write_qdc
from qualcode.exchange.refi_proof import prove
from qualcode.exchange.refi_writing import Outgoing, write_qdpx
from qualcode.exchange.tables import Held, data_package, project_tables
from qualcode.model import Coding, Selection, Transcript
from qualcode.project import Project
from qualcode.store import codebook as stored
from qualcode.store import codings, decisions, foreign, sidecar, transcripts
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase

COLUMNS = ("transcript", "code", "segment", "start", "end", "quote", "coder", "memo", "origin", "created")


def qdpx(
    project: Project, selection: Selection = EVERYTHING, dialect: Dialect = "standard"
) -> tuple[bytes, tuple[str, ...]]:
    """The selected transcripts and codings with the whole codebook as a REFI-QDA project, and what it cannot hold."""
    chosen, made = _selected(project, selection)
    memos = list(_own_memos(project, chosen, selection))
    rows = sidecar.rows(project.db, [t.uid for t in chosen], {c.id for c in made}, selection.coders)
    book = stored.load(project.db)
    out = Outgoing(project.settings.name, book, chosen, made, memos, opaque=foreign.kept(project.db), sidecar=rows)
    data = write_qdpx(out, dialect)
    prove(data, out)
    return data, tuple(_left_out(chosen, dialect))


def qdc(project: Project) -> bytes:
    """The codebook as a REFI-QDA codebook."""
    return write_qdc(stored.load(project.db))


def table(project: Project, selection: Selection = EVERYTHING) -> Output:
    """The selected codings as a table that `tag --from` reads back: see `COLUMNS`. `segment` is for people."""
    import pandas as pd

    chosen, made = _selected(project, selection)
    known = {t.name: t for t in chosen}
    rows = []
    for c in made:
        segment = known[c.transcript].segment_at(c.start)
        place = (c.transcript, c.code, segment.n if segment else None, c.start, c.end)
        rows.append((*place, c.quote, c.coder, c.memo, c.origin, c.created))
    frame = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"segment": "Int64"})
    return Output(
        frame,
        provenance(project, selection),
        title=phrase("Codings", project.settings.lang),
        lang=project.settings.lang,
        brief=COLUMNS[:8],
    )


def tables(project: Project, selection: Selection = EVERYTHING) -> tuple[dict[str, Output], bytes]:
    """The selected part of the project as plain tables by name, and the `datapackage.json` that says what they hold."""
    chosen, made = _selected(project, selection)
    names = {t.name for t in chosen}
    verdicts = [
        (d.transcript, d.start, d.end, d.code, d.coder, d.verdict, d.created)
        for d in decisions.load(project.db)
        if d.transcript in names and selection.has_made(d.coder, d.created)
    ]
    readings = {
        name: [coder for coder in coders if not selection.coders or coder in selection.coders]
        for name, coders in codings.readings(project.db).items()
        if name in names
    }
    memos = list(_own_memos(project, chosen, selection))
    held = project_tables(Held(chosen, stored.load(project.db), made, memos, readings, verdicts))
    origin = provenance(project, selection)
    outputs = {name: Output(table, origin, title=name) for name, table in held.items()}
    return outputs, data_package(project.settings.name, held, origin.program)


def parquet(output: Output) -> bytes | None:
    """A table as Parquet; None where `pyarrow` is not installed (the extra `parquet` brings it)."""
    if find_spec("pyarrow") is None:
        return None
    return bytes(output.table.to_parquet(engine="pyarrow", index=False))


def _selected(project: Project, selection: Selection) -> tuple[list[Transcript], list[Coding]]:
    codings.check_coders(project.db, selection.coders)
    chosen = list(transcripts.load(project.db, selection)) if transcripts.names(project.db) else []
    known = {t.name: t for t in chosen}
    codes = selection.code_ids(stored.load(project.db))
    made = [
        c
        for c in codings.load(project.db, selection)
        if c.code in codes and selection.has_passage(known[c.transcript], known[c.transcript].turn_at(c.start))
    ]
    return chosen, made


def _own_memos(project: Project, chosen: Sequence[Transcript], selection: Selection) -> Iterable[Memo]:
    """The memos that are not a coding's: of the project, of codes, of the selected transcripts and places in them."""
    names = {t.uid: t.name for t in chosen}
    lengths = {t.uid: len(t.text) for t in chosen}
    codes = {code.uid: code.id for code in stored.load(project.db).walk()}
    for m in codings.memos(project.db):
        target, _, place = m["target"].partition("@")
        memo = Memo(m["text"], coder=m["coder"], created=m["created"])
        if not selection.has_made(m["coder"], m["created"]):
            continue
        if m["kind"] == "project":
            yield memo
        elif m["kind"] == "code" and target in codes:
            yield replace(memo, code=codes[target])
        elif m["kind"] == "transcript" and target in names:
            yield replace(memo, transcript=names[target])
        elif m["kind"] == "segment" and target in names:
            start, end = (int(n) for n in place.split("-"))
            if end <= lengths[target]:
                yield replace(memo, transcript=names[target], start=start, end=end)


def _left_out(chosen: Sequence[Transcript], dialect: Dialect) -> Iterable[str]:
    if dialect == "standard" and any(ord(ch) > 0xFFFF for t in chosen for ch in t.text):
        yield "some texts hold emoji or rare signs: for NVivo add --dialect nvivo, which counts them as NVivo does"
