"""Finding more: passages like a given one, passages that fit no code, how often the researchers' rules are right."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from qualcode.document import Block, Document, Heading, Output, Paragraph, Quote
from qualcode.errors import QualcodeError
from qualcode.model import Coding, Selection, overlaps
from qualcode.project import Project
from qualcode.store import codebook, transcripts
from qualcode.suggest import Group, Options, propose_rules, rule_records, uncovered
from qualcode.suggest import like as likest
from qualcode.verbs import anchors, naming
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.verbs.suggesting import known, of_selected, prepared, said, texts
from qualcode.wording import Lang, phrase

MOST_LIKE = 20
ASKED = 1000


def like(
    project: Project,
    anchor: str,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    most: int = MOST_LIKE,
) -> Output:
    """The selected segments most like the passage at `anchor`, the likest first.

    Columns: transcript, segment, start, end, likeness (cosine, 0 to 1), words (those they share), codes (by the
    selection's coders), text. With codes selected, only segments that carry one of them.
    """
    import pandas as pd

    transcript, place = anchors.resolve(project, anchor)
    meant = {t.name: said(t, selection) for t in transcripts.load(project.db, selection)}
    options = replace(prepared(project, selection, options), only=set(meant))
    wanted = selection.code_ids(codebook.load(project.db))
    filtered = bool(selection.codes or selection.speakers or selection.where)
    given = _by_transcript(known(project, selection, coder, selection.coders).codings)
    rows = []
    for found in likest(transcript.name, place, texts(project), options, most=max(most, ASKED) if filtered else most):
        there = meant[found.transcript]
        codes = sorted({c.code for c in given.get(found.transcript, ()) if overlaps(c, found)})
        if any(s.n == found.segment for s in there.segments) and (not selection.codes or wanted & set(codes)):
            where = (found.transcript, found.segment, found.start, found.end)
            rows.append((*where, found.likeness, ", ".join(found.words), ", ".join(codes), there.quote(found)))
    columns = ["transcript", "segment", "start", "end", "likeness", "words", "codes", "text"]
    brief = ("transcript", "segment", "likeness", "words", "codes", "text")
    table = pd.DataFrame(rows[:most], columns=columns).astype({"likeness": float})
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Like {place}", project.settings.lang, place=anchor),
        lang=project.settings.lang,
        brief=brief,
    )


def gaps(
    project: Project,
    selection: Selection = EVERYTHING,
    options: Options | None = None,
    *,
    coder: str = "",
    groups: int | None = None,
    shown: int = 3,
    lang: Lang | None = None,
) -> Output:
    """What fits no code: uncoded segments of finished transcripts, in groups, the most typical of each first.

    One row a segment: group, size, words (that mark the group out), transcript, segment, start, end, text. As a
    document, `shown` segments of each group. With codes selected, what has none of those.
    """
    import pandas as pd

    lang = lang or project.settings.lang
    options = prepared(project, selection, options)
    what = of_selected(project, selection, coder)
    found = uncovered(what, sorted(selection.code_ids(what.codebook)), options, groups)
    rows = [
        (n, len(group.units), ", ".join(group.words), unit.transcript, unit.segment, unit.start, unit.end, unit.text)
        for n, group in enumerate(found, start=1)
        for unit in group.units
    ]
    columns = ["group", "size", "words", "transcript", "segment", "start", "end", "text"]
    title = phrase("What fits no code", lang)
    return Output(
        pd.DataFrame(rows, columns=columns),
        provenance(project, selection),
        document=lambda: Document(title, list(_groups(found, lang, shown)), lang),
        title=title,
        lang=lang,
        brief=("group", "words", "transcript", "segment", "text"),
    )


def rules(
    project: Project, selection: Selection = EVERYTHING, options: Options | None = None, *, coder: str = ""
) -> Output:
    """How often each rule in the codebook is right: a row a rule.

    Columns: code, rule, hits (segments it hits), read (of these, read by somebody), right (of these, with the code),
    precision, missed (segments with the code that it does not hit), recall.
    """
    import pandas as pd

    options = prepared(project, selection, options)
    what = of_selected(project, selection, coder)
    wanted = selection.code_ids(what.codebook)
    rows = [
        (r.code, r.rule, r.hits, r.read, r.right, r.precision, r.missed, r.recall)
        for r in rule_records(what, options)
        if r.code in wanted
    ]
    columns = ["code", "rule", "hits", "read", "right", "precision", "missed", "recall"]
    table = pd.DataFrame(rows, columns=columns).astype({"precision": float, "recall": float})
    return Output(
        table, provenance(project, selection), title=phrase("Rules", project.settings.lang), lang=project.settings.lang
    )


def proposed_rules(
    project: Project, code: str, selection: Selection = EVERYTHING, *, coder: str = "", most: int = 10
) -> Output:
    """Short rules that find what was coded with a code, for a person to pick from and edit: a row a rule.

    Columns: rule, read (segments it hits that somebody has read), right (of these, with the code), precision,
    transcripts (in which it is right), new (right ones that no rule of the code and no row above hits). The numbers are
    those of the segments that the rule was drawn from.
    """
    import pandas as pd

    book = codebook.load(project.db)
    code = naming.code(project, code).id
    options = prepared(project, selection, None)
    what = of_selected(project, selection, coder)
    if not any(c.code == code for c in what.codings):
        hint = "Rules are drawn from its codings; code some passages with it first."
        raise QualcodeError(f"nothing is coded with {code} in this selection", hint=hint)
    proposed = propose_rules(code, what, options, most)
    rows = [(r.rule, r.read, r.right, r.precision, r.transcripts, r.new) for r in proposed]
    columns = ["rule", "read", "right", "precision", "transcripts", "new"]
    table = pd.DataFrame(rows, columns=columns).astype({"precision": float})
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Rules: {code}", project.settings.lang, code=book.by_id[code].name or code),
        lang=project.settings.lang,
    )


def _by_transcript(made: Sequence[Coding]) -> dict[str, list[Coding]]:
    found: dict[str, list[Coding]] = {}
    for coding in made:
        found.setdefault(coding.transcript, []).append(coding)
    return found


def _groups(found: Sequence[Group], lang: Lang, shown: int) -> Iterator[Block]:
    how = phrase(
        "Segments of finished transcripts that nobody has coded, grouped by their words. Each group may be a code. "
        "Only the most typical segments are shown.",
        lang,
    )
    yield Paragraph(how)
    for group in found:
        yield Heading(1, ", ".join(group.words) or "…", len(group.units))
        for unit in group.units[:shown]:
            yield Quote(
                unit.text, phrase("{transcript}, segment {n}", lang, transcript=unit.transcript, n=unit.segment)
            )
