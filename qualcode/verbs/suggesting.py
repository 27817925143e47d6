"""Suggestions for what is not coded yet, and how good they are. They are never codings by themselves."""

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from heapq import merge
from itertools import groupby, islice
from pathlib import Path
from typing import Any, cast

from qualcode.defaults import LIKELY
from qualcode.document import Output
from qualcode.documents.suggestions import curve_picture, report
from qualcode.errors import QualcodeError
from qualcode.model import Coding, Selection, Suggestion, Transcript
from qualcode.project import Project
from qualcode.segment import sentences
from qualcode.store import codebook, codings, decisions, transcripts
from qualcode.suggest import (
    Embedder,
    Known,
    Rejection,
    Remembering,
    SentenceTransformerVectors,
    SpacyVectors,
    evaluate,
    iter_suggestions,
    load_suggester,
)
from qualcode.suggest import Evaluation as Evaluation
from qualcode.suggest import Options as Options
from qualcode.suggest.evaluate import FOLDS
from qualcode.verbs.blind_coding import coded_blind
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import Lang, phrase

COLUMNS = ("transcript", "segment", "start", "end", "code", "score", "confidence", "why")
AT_ONCE = 5000
MACHINE = "suggestions"
"""The name under which suggestions are compared with people."""


class Texts:
    """The project's transcripts, read anew each time they are gone through: a big project is never in memory whole."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def __iter__(self) -> Iterator[Transcript]:
        return transcripts.load(self._project.db)


def texts(project: Project) -> Sequence[Transcript]:
    """All transcripts. The room of suggestions only goes through them."""
    return cast("Sequence[Transcript]", Texts(project))


def suggest(
    project: Project,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    unfinished: bool = False,
) -> Output:
    """Suggested codings for the selected transcripts, speakers and codes: one row each, see `COLUMNS`."""
    return _output(project, selection, suggestions(project, selection, options, coder=coder, unfinished=unfinished))


def in_pieces(
    project: Project,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    unfinished: bool = False,
) -> Iterator[Output]:
    """Like `suggest`, some thousand rows after the other, at least one output: memory does not grow with the rows."""
    found = suggestions(project, selection, options, coder=coder, unfinished=unfinished)
    yield _output(project, selection, islice(found, AT_ONCE))
    while piece := list(islice(found, AT_ONCE)):
        yield _output(project, selection, piece)


def suggestions(
    project: Project,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    unfinished: bool = False,
) -> Iterator[Suggestion]:
    """Suggestions for `coder`, one after the other, learned from the whole project, also outside the selection.

    The selection's coders are those whose codings teach. With `unfinished`, only for transcripts that none of them (of
    all coders, if none is named) has finished. In a transcript that `coder` codes in a blind round, only their own
    codings teach, and what others did there teaches nowhere. What was declined by a teacher, or by `coder`, is not
    suggested again.
    """
    meant = _meant(project, selection, unfinished)
    hidden = coded_blind(project, coder)
    parts = []
    for names, teachers in ((meant - hidden, selection.coders), (meant & hidden, (coder,))):
        if names:
            chosen = replace(prepared(project, selection, options), only=names, coders=teachers or None)
            what = known(project, selection, coder, teachers)
            parts.append(iter_suggestions(what, chosen))
    spoken = _spoken(project, selection)
    for found in merge(*parts, key=lambda s: s.transcript):
        if spoken is None or found.segment in spoken[found.transcript]:
            yield found


def prepared(project: Project, selection: Selection, options: Options | None) -> Options:
    """The options with what the project and the selection say: language, codes, how sentences are cut."""
    codings.check_coders(project.db, selection.coders)
    options = options or Options()
    if options.holdout:
        there = {name for values in transcripts.attributes(project.db).values() for name in values}
        if options.holdout not in there:
            hint = f"There are: {', '.join(sorted(there)) or 'none'}."
            raise QualcodeError(f"no transcript has an attribute '{options.holdout}'", hint=hint)
    language = project.settings.language
    return replace(
        options,
        language=language,
        codes=selection.code_ids(codebook.load(project.db)),
        coders=selection.coders or None,
        sentences=lambda text, start, end: sentences(text, start, end, language),
    )


def known(
    project: Project,
    selection: Selection,
    coder: str = "",
    teachers: Collection[str] = (),
    transcript: str | None = None,
) -> Known:
    """What may teach suggestions for `coder`: everybody's work or the teachers', on the selected days.

    With `transcript` what they did in that one alone.

    What others did in a transcript that `coder` codes blind is left out; so is a consensus, which repeats what people
    coded, unless it is named as a teacher.
    """
    hidden, layers = coded_blind(project, coder), set(codings.layers(project.db)) - set(teachers)

    def may(name: str, who: str) -> bool:
        taught = who in teachers if teachers else who not in layers
        return taught and (who == coder or name not in hidden)

    named = (transcript,) if transcript else ()
    made = codings.load(project.db, Selection(named, since=selection.since, until=selection.until))
    read = codings.readings(project.db)
    return Known(
        texts(project),
        codebook.load(project.db),
        [c for c in made if may(c.transcript, c.coder)],
        {(name, who) for name, readers in read.items() for who in readers if may(name, who)},
        [
            Rejection(d.transcript, d.code, d.start, d.end, d.coder)
            for d in decisions.load(project.db, transcript)
            if d.verdict == "rejected" and (d.coder == coder or may(d.transcript, d.coder))
        ],
    )


def of_selected(project: Project, selection: Selection, coder: str = "") -> Known:
    """What is known of the selected transcripts and speakers alone, by the selection's coders."""
    chosen = [said(t, selection) for t in transcripts.load(project.db, selection)]
    return replace(known(project, selection, coder, selection.coders), transcripts=chosen)


def evaluated(
    project: Project,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    lang: Lang | None = None,
) -> tuple[Evaluation, Output]:
    """How good suggestions are in the selected transcripts: the measurement, and a row per code with a report to read.

    Speakers count as in any selection; of the codes, all compete, and the selected ones have rows.
    """
    lang = lang or project.settings.lang
    options = replace(prepared(project, selection, options), codes=None)
    what = of_selected(project, selection, coder)
    found, book = evaluate(what, options), what.codebook
    table = found.table()
    table = table[table["code"].isin(selection.code_ids(book))].reset_index(drop=True)
    data = {
        "segments": len(found.units),
        "segments_with_codes": found.with_codes,
        "quoted_in_codebook": found.quoted,
        "shown": found.shown_right("all"),
        "shown_first": found.shown_right("first"),
        "groups": len(set(found.groups)),
        "methods": found.methods().to_dict("records"),
        "codes": table.to_dict("records"),
        "learning_curve": found.curve.to_dict("records"),
        "calibration_error": found.calibration_error,
        "calibration_error_of_suggestions": found.calibration_error_of_suggestions,
        "calibration_error_by_code": found.calibration_error_by_code,
    }
    return found, Output(
        table,
        provenance(project, selection),
        document=None if selection.codes else lambda: report(found, lang),
        data=data,
        title=phrase("Suggestions evaluated", lang),
        lang=lang,
        picture=lambda: curve_picture(found, lang),
        brief=("code", "segments", "suggested", "precision", "said", "recall", "average_precision", "advice"),
    )


def as_coder(
    project: Project,
    coders: Sequence[str],
    selection: Selection = EVERYTHING,
    *,
    min_confidence: float = LIKELY,
    options: Options | None = None,
) -> list[Coding]:
    """Suggestions for the selected transcripts that one of `coders` has finished, as codings of a coder `MACHINE`.

    For comparing only: they are stored nowhere. They are learned from these coders' codings, each transcript's from
    those of the others. Of each segment the best `top` count that are at least so sure; none at all is an error.
    """
    teachers = replace(selection, coders=tuple(coders))
    what = known(project, selection, teachers=coders)
    read = {name for name, _ in what.finished} & transcripts.selected(project.db, selection).keys()
    options = replace(prepared(project, teachers, options), all=True, only=read, min_confidence=min_confidence)
    found = iter_suggestions(replace(what, rejections=()), options) if read else iter(())
    made: list[Suggestion] = []
    for _, offered in groupby(found, key=lambda s: (s.transcript, s.segment)):
        made += sorted(offered, key=lambda s: -s.score)[: options.top]
    if not made:
        hint = "Measuring that needs codings in several transcripts that these coders have finished."
        raise QualcodeError(f"no suggestion is known to be right {min_confidence:.0%} of the time", hint=hint)
    wording = {name: transcripts.one(project.db, name) for name in {s.transcript for s in made}}
    return [_as_coding(s, wording, what.codebook.version) for s in made]


def folds(measured: Evaluation) -> int:
    """In how many parts what was read was divided for measuring."""
    return min(FOLDS, len(set(measured.groups)))


def options(*, embedder: Path | None = None, suggester: str | None = None, **chosen: Any) -> Options:
    """What a person chose about suggestions; their own models, named by a directory and as `MODULE:OBJECT`, are loaded.

    A scorer of their own may lie in the folder where they are: it is looked for after all that is installed.
    """
    sys.path.append(str(Path.cwd()))
    given = {name: value for name, value in chosen.items() if value is not None}
    vectors = model(embedder) if embedder else None
    return Options(embedder=vectors, suggester=load_suggester(suggester) if suggester else None, **given)


def model(directory: Path) -> Embedder:
    """The vectors in a directory: a spaCy pipeline's or a sentence-transformers model's. Nothing is ever fetched."""
    if (directory / "config.cfg").is_file():
        return Remembering(SpacyVectors(str(directory)))
    return Remembering(SentenceTransformerVectors(directory))


def _as_coding(s: Suggestion, wording: Mapping[str, Transcript], version: int) -> Coding:
    name = f"{MACHINE} {s.transcript}@{s.start}-{s.end} {s.code}"
    quote = wording[s.transcript].quote(s)
    return Coding(name, s.transcript, s.code, MACHINE, s.start, s.end, quote, "", "suggestion", "", version)


def _output(project: Project, selection: Selection, found: Iterable[Suggestion]) -> Output:
    import pandas as pd

    rows = [tuple(getattr(s, column) for column in COLUMNS) for s in found]
    table = pd.DataFrame(rows, columns=list(COLUMNS)).astype({"confidence": float})
    brief = ("transcript", "segment", "code", "confidence", "why")
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Suggestions", project.settings.lang),
        lang=project.settings.lang,
        brief=brief,
    )


def _meant(project: Project, selection: Selection, unfinished: bool) -> set[str]:
    """The names of the transcripts that suggestions are wanted for."""
    names = set(transcripts.selected(project.db, selection))
    if not unfinished:
        return names
    read = codings.readings(project.db)
    teachers = set(selection.coders)
    return {n for n in names if not (teachers & set(read.get(n, ())) if teachers else read.get(n))}


def said(transcript: Transcript, selection: Selection) -> Transcript:
    """The transcript with the segments that are meant alone; they keep their numbers."""
    turns = {t.n: selection.has_passage(transcript, t) for t in transcript.turns}
    kept = tuple(s for s in transcript.segments if turns.get(s.turn, not selection.speakers))
    return replace(transcript, segments=kept)


def _spoken(project: Project, selection: Selection) -> Mapping[str, frozenset[int]] | None:
    """The numbers of the segments that are meant, by transcript; None for all."""
    if not (selection.speakers or selection.where):
        return None
    chosen = transcripts.load(project.db, selection)
    return {t.name: frozenset(s.n for s in said(t, selection).segments) for t in chosen}
