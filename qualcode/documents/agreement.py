"""A comparison as a text for people: how it was done, per code, one-sided codes, facts, and per transcript."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.measures import MEASURES
from qualcode.compare.tables import by_transcript, per_code
from qualcode.compare.two_times import CHANGING, COUNTS, change
from qualcode.document import Block, Document, Grid, Heading, Paragraph
from qualcode.documents.agreement_notes import notes_on
from qualcode.documents.agreement_picture import picture
from qualcode.documents.methods_paragraph import methods
from qualcode.wording import Lang, headed, later, listed, number, phrase

if TYPE_CHECKING:
    import pandas as pd

CALLED = {
    "code": later("Code"),
    "theme": later("Theme"),
    "n": later("Codings"),
    "both": later("Both"),
    "everyone": later("All"),
    "only": later("Only"),
    "some": later("Some"),
    "neither": later("Neither"),
    "percent": later("Share agreeing"),
    "positive_agreement": later("Positive agreement"),
    "negative_agreement": later("Negative agreement"),
    "kappa_max": later("Greatest possible κ"),
    "kappa": later("Cohen’s κ"),
    "mean_kappa": later("Cohen’s κ (mean of pairs)"),
    "alpha": later("Krippendorff’s α"),
    "ac1": later("Gwet’s AC1"),
    "brennan_prediger": later("Brennan–Prediger"),
    "fleiss": later("Scott’s π / Fleiss’ κ"),
    "interval": later("95% interval"),
    "alpha_interval": later("α, 95% interval"),
    "prevalence": later("Share coded"),
    "transcript": later("Transcript"),
    "transcripts": later("Transcripts"),
    "differing": later("Differing"),
    "unit": later("Unit"),
    "start": later("From"),
    "end": later("To"),
    "units": later("Number"),
    "text": later("Text"),
}
"""What people call the columns of a comparison."""


def report(comparison: Comparison, lang: Lang = "nb", *, coefficients: bool = True) -> Document:
    """The comparison as a document. Without `coefficients` it shows counts alone, for reading side by side."""
    blocks = [*_how(comparison, lang, coefficients), *_per_code(comparison, lang, coefficients)]
    one_sided = [a for a in comparison.codes if a.one_sided]
    if one_sided:
        frame = _counts_frame(comparison, one_sided, lang)
        blocks += [Heading(1, phrase("Used by one coder only", lang), len(one_sided)), Grid(frame)]
    facts = [Paragraph(note.text(lang), "note") for note in notes_on(comparison)]
    blocks += [Heading(1, phrase("To be noted", lang)), *facts] if facts else []
    if comparison.transcripts:
        blocks += [Heading(1, phrase("Per transcript", lang), len(comparison.transcripts))]
        pooled = ("kappa", "alpha") if coefficients else ()
        blocks += [Grid(_for_people(by_transcript(comparison, per_code=False), comparison, lang, pooled))]
    return Document(_title(comparison, lang), blocks, lang, landscape=True)


def groups(
    comparison: Comparison, frame: "pd.DataFrame", what: str, lang: Lang = "nb", *, coefficients: bool = True
) -> Document:
    """A table per transcript or value of an attribute (the column `what`) as a document: a chapter for each."""
    blocks: list[Block] = [Paragraph(methods(comparison, lang, coefficients=coefficients))]
    measures = ("positive_agreement", "kappa", "alpha") if coefficients else ()
    for value, rows in frame.groupby(what, sort=False) if len(frame) else ():
        n = None if what == "transcript" else int(rows["transcripts"].iloc[0])
        blocks += [Heading(1, str(value) or phrase("(no value)", lang), n)]
        blocks += [Grid(_for_people(rows.drop(columns=what), comparison, lang, measures))]
    by = phrase("per transcript", lang) if what == "transcript" else phrase("per {attribute}", lang, attribute=what)
    return Document(f"{_title(comparison, lang)} {by}", blocks, lang, landscape=True)


def changes(
    before: Comparison, after: Comparison, when: str, lang: Lang = "nb", *, coefficients: bool = True
) -> Document:
    """Two comparisons of the same coders as a document: counts and coefficients before and after a day, by code."""
    head = headed(CALLED, lang)
    frame = change(before, after)
    frame["code"] = [before.of(code).name for code in frame["code"]]
    names = {"code": head["theme" if before.themes else "code"]}
    for name in CHANGING if coefficients else COUNTS:
        names[f"{name}_before"] = phrase("{column}, before", lang, column=head[name])
        names[f"{name}_after"] = phrase("{column}, after", lang, column=head[name])
    frame = frame[list(names)]
    for column in [c for c in names if c.rsplit("_", 1)[0] in MEASURES]:
        frame[column] = [number(value, lang) for value in frame[column]]
    blocks: list[Block] = [Paragraph(methods(before, lang, coefficients=coefficients))]
    for name in ("kappa", "alpha"):
        if before.pooled.values[name] is not None and coefficients:
            values = [number(c.pooled.values[name], lang) for c in (before, after)]
            told = phrase(
                "Pooled over the codes, {name}: {before} before, {after} after.",
                lang,
                name=head[name],
                before=values[0],
                after=values[1],
            )
            blocks.append(Paragraph(told))
    coders = listed(before.coders, lang)
    title = phrase("Agreement between {coders} before and after {day}", lang, coders=coders, day=when)
    facts = [Paragraph(note.text(lang), "note") for note in notes_on(after)]
    return Document(title, [*blocks, Grid(frame.rename(columns=names)), *facts], lang, landscape=True)


def _title(comparison: Comparison, lang: Lang) -> str:
    return phrase("Agreement between {coders}", lang, coders=listed(comparison.coders, lang))


def _how(comparison: Comparison, lang: Lang, coefficients: bool) -> Iterator[Block]:
    yield Heading(1, phrase("How it was done", lang))
    yield Paragraph(methods(comparison, lang, coefficients=coefficients))
    if coefficients and comparison.pooled.values["alpha"] is not None:
        kappa, alpha = (number(comparison.pooled.values[name], lang) for name in ("kappa", "alpha"))
        told = phrase(
            "Pooled over the codes: Cohen’s κ {kappa}, Krippendorff’s α {alpha}, α (MASI, code sets) {masi}.",
            lang,
            kappa=kappa,
            alpha=alpha,
            masi=number(comparison.pooled.values["masi_alpha"], lang),
        )
        yield Paragraph(told)


def _per_code(comparison: Comparison, lang: Lang, coefficients: bool) -> Iterator[Block]:
    shared = [a for a in comparison.codes if not a.one_sided]
    yield Heading(1, phrase("Per theme", lang) if comparison.themes else phrase("Per code", lang), len(shared))
    if not shared:
        yield Paragraph(phrase("No codes to show.", lang))
        return
    yield Grid(_counts_frame(comparison, shared, lang))
    if not coefficients:
        return
    yield Grid(_measures_frame(comparison, shared, lang))
    if any(a.measures["alpha" if comparison.unit != "span" else "positive_agreement"] is not None for a in shared):
        yield picture(comparison, lang)
    reasons: dict[str, list[str]] = {}
    for a in shared:
        for reason in a.reasons:
            reasons.setdefault(reason, []).append(a.name)
    for reason, codes in reasons.items():
        values = {"code": ", ".join(codes), "reason": phrase(reason, lang)}
        yield Paragraph(phrase("Undefined: {code} – {reason}.", lang, **values), "note")


def _counts_frame(comparison: Comparison, agreements: Sequence[Agreement], lang: Lang) -> "pd.DataFrame":
    frame = per_code(comparison)
    return _for_people(frame[frame["code"].isin([a.code for a in agreements])], comparison, lang)


def _for_people(
    frame: "pd.DataFrame", comparison: Comparison, lang: Lang, measures: Sequence[str] = ()
) -> "pd.DataFrame":
    """A table's counts and these coefficients as people read them, with the codes' names."""
    head, several = headed(CALLED, lang), len(comparison.coders) > 2
    called = {
        "transcript": head["transcript"],
        "code": head["theme" if comparison.themes else "code"],
        **{f"n {coder}": phrase("Codings {coder}", lang, coder=coder) for coder in comparison.coders},
        "both": head["everyone" if several else "both"],
        **{f"only {coder}": phrase("Only {coder}", lang, coder=coder) for coder in comparison.coders},
        "some": head["some"],
        "neither": head["neither"],
        **{name: head["mean_kappa" if several and name == "kappa" else name] for name in measures},
    }
    shown = frame[[c for c in called if c in frame and not (c == "neither" and frame[c].isna().all())]].copy()
    for name in measures:
        if name in shown:
            shown[name] = [number(value, lang) for value in shown[name]]
    if "code" in shown:
        shown["code"] = [comparison.of(code).name for code in shown["code"]]
    return shown.rename(columns=called)


def _measures_frame(comparison: Comparison, agreements: Sequence[Agreement], lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    head, spans = headed(CALLED, lang), comparison.unit == "span"
    several, main = len(comparison.coders) > 2, "positive_agreement" if spans else "alpha"
    with_intervals = any(main in a.intervals for a in agreements)
    rows = []
    for a in agreements:
        row = {head["theme" if comparison.themes else "code"]: a.name}
        for name in ("positive_agreement",) if spans else MEASURES:
            heading = head["mean_kappa" if several and name == "kappa" else name]
            row[heading] = number(a.measures[name], lang, 3 if name == "percent" else 2)
        if with_intervals:
            ends = [number(end, lang) for end in a.intervals.get(main, ())]
            row[head["interval" if spans else "alpha_interval"]] = "\u00a0–\u00a0".join(ends) or "–"
        row |= {} if spans else {head["prevalence"]: number(a.prevalence, lang, 3)}
        if several and not spans:
            row |= {f"κ {p.coders[0]}–{p.coders[1]}": number(p.measures["kappa"], lang) for p in a.pairs}
        rows.append(row)
    return pd.DataFrame(rows)
