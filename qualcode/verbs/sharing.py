"""Share the work: draw transcripts for double coding, hand out packages, bring them back together."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from pathlib import Path

from qualcode.choices import Side
from qualcode.compare.sampling import Draw, choose
from qualcode.defaults import SEED
from qualcode.document import Document, Output, Paragraph
from qualcode.errors import QualcodeError, WrongUsage
from qualcode.importers.reanchor import reanchor
from qualcode.model import Selection, Transcript
from qualcode.project import SETTINGS, STORE, Project
from qualcode.protect.sealing import AGE, opened, sealed
from qualcode.render.files import check_free, wrote
from qualcode.second_coding import again
from qualcode.store import codebook as codebooks
from qualcode.store import codings, conflicts, database, merging, packing, pseudonymising, rounds, striking, transcripts
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import LANGS, Lang

AskPassphrase = Callable[[str], str]
"""Asks a person for the passphrase of the file so called."""


@dataclass(frozen=True)
class NewRound:
    """A round that is to be drawn: for whom, how (see `Draw`), whether blind, called what (default: round N).

    With `same_again` each codes once more what they have finished, under a name of its own (`qualcode.model.again`).
    """

    coders: Sequence[str]
    share: float | None = None
    number: int | None = None
    strata: tuple[str, ...] = ()
    seed: int = SEED
    top_up: bool = True
    blind: bool = True
    name: str = ""
    same_again: bool = False

    @property
    def draw(self) -> Draw:
        """How its transcripts are drawn."""
        return Draw(self.share, self.number, self.strata, self.seed, self.top_up)


def sample(
    project: Project,
    made: NewRound,
    selection: Selection = EVERYTHING,
    lang: Lang | None = None,
    *,
    coder: str = "",
    dry_run: bool = False,
) -> tuple[Output, str]:
    """Draw transcripts for double coding and write them down as a round that each of its coders codes.

    Returns the round as a table (columns round, transcript, coders, added, then the strata) and the sentence for the
    methods section.
    """
    coders, draw = made.coders, made.draw
    if len(set(coders)) < len(coders) or not all(c.strip() for c in coders):
        raise WrongUsage("each coder of a round is named once")
    with project.verb("sample", coder, dry_run=dry_run) as verb:
        uids = transcripts.selected(project.db, selection)
        if made.same_again:
            uids = _finished_by(project, coders, uids)
            coders = [again(c) for c in coders]
        have = transcripts.attributes(project.db)
        _check_strata(draw.strata, {name for values in have.values() for name in values})
        drawn = choose(
            [Transcript(t, "", attributes=have.get(uid, {})) for t, uid in uids.items()],
            draw,
            codings.load(project.db, selection),
        )
        name = made.name or f"round {len(rounds.load(project.db)) + 1}"
        printed: Lang = lang or project.settings.lang
        languages = (printed, *(one for one in LANGS if one != printed))
        sentences: dict[str, str] = {one: drawn.methods(one, again=made.same_again) for one in languages}
        chosen = [uids[t] for t in drawn.transcripts]
        rounds.add(
            project.db, name, chosen, coders, blind=made.blind, seed=draw.seed, sentences=sentences, time=verb.time
        )
        verb.details |= {
            "round": name,
            "coders": list(coders),
            "transcripts": list(drawn.transcripts),
            "seed": draw.seed,
        }
        verb.details |= {"strata": list(draw.strata), "blind": made.blind}
    rows = [
        {"round": name, "transcript": t, "coders": ", ".join(coders), "added": t in drawn.topped_up}
        | {s: have.get(uids[t], {}).get(s, "") for s in draw.strata}
        for t in drawn.transcripts
    ]
    return _output(project, rows, selection, sentences[printed], printed), sentences[printed]


def _check_strata(strata: Sequence[str], known: Set[str]) -> None:
    for name in strata:
        if name not in known:
            raise WrongUsage(
                f"there is no attribute '{name}'", hint=f"Attributes: {', '.join(sorted(known)) or 'none'}."
            )


def _finished_by(project: Project, coders: Sequence[str], uids: Mapping[str, str]) -> dict[str, str]:
    readings = codings.readings(project.db)
    found = {name: uid for name, uid in uids.items() if set(coders) <= set(readings.get(name, ()))}
    if not found:
        raise QualcodeError(
            f"there is no transcript that {' and '.join(coders)} finished", hint="See `qualcode finish`."
        )
    return found


@dataclass(frozen=True)
class Package:
    """What was packed: which transcripts, of which round ('' if none), and whether blind."""

    transcripts: tuple[str, ...]
    round: str
    blind: bool


def package(
    project: Project,
    coder: str,
    target: Path,
    selection: Selection = EVERYTHING,
    *,
    round_name: str = "",
    blind: bool | None = None,
    passphrase: str = "",
) -> Package:
    """Write a copy of the project for one coder: the selected transcripts, else those of the coder's newest round.

    Where there are no rounds and no selection it holds every transcript. `blind`, if not said, is as the round says,
    else True: nothing that others coded, noted or decided goes with it. The project itself is not changed.
    """
    named = rounds.of(project.db, coder, round_name) if selection == EVERYTHING or round_name else None
    if not named and selection == EVERYTHING and (made := rounds.load(project.db)):
        who = "; ".join(f"{r.name}: {', '.join(r.assigned)}" for r in made)
        raise QualcodeError(f"{coder} codes nothing in any round", hint=f"{who}. To pack all: --transcript '*'.")
    uids = transcripts.selected(project.db, selection)
    if named:
        uids = {name: uid for name, uid in uids.items() if name in named.assigned[coder]}
    if not uids:
        raise QualcodeError("there is no transcript to pack", hint="Choose some with --transcript or --where.")
    blind = (named.blind if named else True) if blind is None else blind
    settings = replace(project.settings, coder=coder).toml()
    check_free(target)
    data = packing.pack(project.db, coder=coder, uids=uids.values(), blind=blind, about={"settings": settings})
    database.write_private(sealed(data, passphrase) if passphrase else data, target)
    wrote(target)
    return Package(tuple(uids), named.name if named else "", blind)


def unpack(file: Path, folder: Path, *, ask: AskPassphrase) -> Project:
    """Make a project folder of a package; refused where there is a project already."""
    if (folder / SETTINGS).exists() or (folder / STORE).exists():
        raise QualcodeError("there is a project here already", where=str(folder))
    data = _read(file, ask)
    with database.other(data, str(file)) as db:
        settings = packing.about(db, "settings")
    if not settings:
        raise QualcodeError("this is no package, but a project file", where=str(file))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise QualcodeError(f"the folder cannot be made: {error.strerror}", where=str(folder)) from None
    database.write_private(data, folder / STORE)
    (folder / SETTINGS).write_text(settings, encoding="utf-8")
    return Project.open(folder)


@dataclass
class Merged:
    """What merging did, or would do, by file."""

    reports: dict[str, merging.Report] = field(default_factory=dict)

    @property
    def conflicts(self) -> list[conflicts.Conflict]:
        """What is not settled."""
        return [conflict for report in self.reports.values() for conflict in report.conflicts]

    @property
    def notes(self) -> list[str]:
        """What a person should know."""
        found = [note for report in self.reports.values() for note in (*report.notes, *_found_again(report))]
        return list(dict.fromkeys(found))

    @property
    def output(self) -> Output:
        """A row for each kind of change (who, number), for how codings fared in another text, and for each conflict."""
        import pandas as pd

        rows: list[tuple[object, ...]] = []
        for file, report in self.reports.items():
            for (what, who, change), n in sorted(report.counts.items()):
                named = ", ".join(sorted(report.names[what, change]))
                rows.append((file, what, who, change, n, named, "", "", ""))
            rows += [
                (file, "coding", who, f"found again: {how}", n, name, "", "", "")
                for (name, who, how), n in sorted(report.found_again.items())
            ]
            rows += [(file, c.what, "", "conflict", 1, c.name, c.field, c.ours, c.theirs) for c in report.conflicts]
        columns = ["file", "what", "who", "change", "number", "name", "field", "ours", "theirs"]
        brief = columns if self.conflicts else columns[:6]
        return Output(pd.DataFrame(rows, columns=columns), title="Merge", brief=brief)


def _found_again(report: merging.Report) -> Iterator[str]:
    """How the codings that were made on another text fared, transcript by transcript."""
    for name in sorted({name for name, _, _ in report.found_again}):
        fared: Counter[str] = Counter()
        for (other, _, how), n in report.found_again.items():
            fared[how] += n * (other == name)
        told = ", ".join(f"{fared[how]} {how}" for how in ("kept", "moved", "ambiguous", "lost") if fared[how])
        wait = "; see `qualcode unsettled`" if fared["ambiguous"] + fared["lost"] else ""
        yield f"{name}: codings made on another revision of its text were found again: {told}{wait}"


def merge(
    project: Project,
    files: Sequence[Path],
    *,
    coder: str = "",
    codebook: Side | None = None,
    settle: Mapping[str, Side] | None = None,
    texts: Side | None = None,
    ask: AskPassphrase,
    dry_run: bool = False,
) -> Merged:
    """Bring copies of the project (folders, project files, packages) back into this one: all of them or nothing.

    Where a code was changed on both sides, `settle` (by code) or `codebook` (for all) says whose version counts, and
    `texts` where a transcript was; what is not settled refuses the merge, except in a dry run, whose account shows it.
    Codings that were made on another revision of a text than the one that counts now are found again in that.
    """
    merged, verdicts = Merged(), conflicts.Verdicts(codebook, settle, texts)
    with project.verb("merge", coder, dry_run=dry_run) as verb:
        known = set(codebooks.load(project.db).by_id)
        for file in files:
            with database.other(_source(file, ask), str(file)) as other:
                _same_pseudonyms(pseudonymising.mark(project.db), pseudonymising.mark(other), file)
                _same_withdrawn(striking.withdrawn(project.db), striking.withdrawn(other), file)
                report = merging.merge(project.db, other, verb, verdicts=verdicts, reanchor=reanchor)
                merged.reports[str(file)] = report
        if unknown := set(settle or ()) - known - set(codebooks.load(project.db).by_id):
            raise WrongUsage(f"--settle names no code here or there: {', '.join(sorted(unknown))}")
        if merged.conflicts and not dry_run:
            raise _unsettled(merged.conflicts)
        verb.details |= {"files": [f.name for f in files], "lines": [r.lines for r in merged.reports.values()]}
    return merged


def _same_pseudonyms(ours: str, theirs: str, file: Path) -> None:
    """Refuse a copy with other pseudonyms, or from before: merging would bring the old words back."""
    if ours != theirs:
        what = "it does not have the same pseudonyms as this project"
        hint = "Use the same key on both first: qualcode pseudonymise apply --key KEYFILE --project DIR."
        raise QualcodeError(what, where=str(file), hint=hint)


def _same_withdrawn(ours: Set[str], theirs: Set[str], file: Path) -> None:
    """Refuse a copy in which somebody speaks whose words were taken out here, or the reverse."""
    if ours != theirs:
        what = "somebody's words were erased in one of the two copies only"
        raise QualcodeError(what, where=str(file), hint="Do the same there first: qualcode erase --speaker NAME.")


def _unsettled(found: Sequence[conflicts.Conflict]) -> QualcodeError:
    fields: dict[str, list[str]] = {}
    for c in found:
        if c.what == "code":
            fields.setdefault(c.name, []).append(c.field or f"{c.ours} here, {c.theirs} there")
    codes = "; ".join(f"{code} ({', '.join(names)})" for code, names in fields.items())
    texts = ", ".join(c.name for c in found if c.what == "transcript")
    what = [f"both sides changed codes: {codes}"] * bool(codes)
    what += [f"both sides replaced the text of {texts}"] * bool(texts)
    how = ["--codebook ours|theirs, or --settle CODE=ours for one"] * bool(codes) + ["--text ours|theirs"] * bool(texts)
    return QualcodeError("; ".join(what), hint=f"Look at them with --dry-run; settle with {' and '.join(how)}.")


def _source(file: Path, ask: AskPassphrase) -> Path | bytes:
    """Where to read a project from: the file itself, or the opened content of one with a passphrase."""
    path = file / STORE if file.is_dir() else file
    if not path.is_file():
        raise QualcodeError("there is no such file, and no project in it", where=str(file))
    return _read(path, ask) if _is_encrypted(path) else path


def _read(file: Path, ask: AskPassphrase) -> bytes:
    try:
        data = file.read_bytes()
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(file)) from None
    return opened(data, ask(file.name), file) if data.startswith(AGE) else data


def _is_encrypted(file: Path) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(AGE)) == AGE
    except OSError as error:
        raise QualcodeError(f"cannot be read: {error.strerror}", where=str(file)) from None


def _output(
    project: Project, rows: Sequence[Mapping[str, object]], selection: Selection, sentence: str, lang: Lang
) -> Output:
    import pandas as pd

    origin = provenance(project, selection)
    title = str(rows[0]["round"])
    return Output(
        pd.DataFrame(rows),
        origin,
        document=lambda: Document(title, [Paragraph(sentence), *(Paragraph(str(r["transcript"])) for r in rows)], lang),
        title=title,
        lang=lang,
    )
