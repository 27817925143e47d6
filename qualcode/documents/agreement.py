"""A comparison as a text for people: how it was done, per code, one-sided codes, facts, and per transcript."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from qualcode.compare.agreement import Agreement, Comparison
from qualcode.compare.measures import MEASURES
from qualcode.compare.tables import by_transcript, per_code
from qualcode.compare.two_times import CHANGING, COUNTS, change
from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph
from qualcode.documents.agreement_notes import notes_on
from qualcode.documents.agreement_picture import picture
from qualcode.documents.methods_paragraph import methods
from qualcode.wording.agreement import HEADINGS, listed, number

if TYPE_CHECKING:
    import pandas as pd

WORDS = {
    "nb": {
        "title": "Samsvar mellom {coders}",
        "how": "Slik ble det gjort",
        "codes": "Per kode",
        "themes": "Per tema",
        "one_sided": "Brukt av bare én koder",
        "facts": "Å merke seg",
        "transcripts": "Per transkripsjon",
        "pooled": "Samlet over kodene: Cohens κ {kappa}, Krippendorffs α {alpha}, α med MASI for hele kodesett {masi}.",
        "undefined": "Udefinert: {code} – {reason}.",
        "none": "Ingen koder å vise.",
        "per": "per",
        "no_value": "(uten verdi)",
        "changes": "Samsvar mellom {coders} før og etter {when}",
        "before": "før",
        "after": "etter",
        "pooled_change": "Samlet over kodene, {name}: {before} før, {after} etter.",
    },
    "nn": {
        "title": "Samsvar mellom {coders}",
        "how": "Slik vart det gjort",
        "codes": "Per kode",
        "themes": "Per tema",
        "one_sided": "Brukt av berre éin kodar",
        "facts": "Å merke seg",
        "transcripts": "Per transkripsjon",
        "pooled": "Samla over kodane: Cohens κ {kappa}, Krippendorffs α {alpha}, α med MASI for heile kodesett {masi}.",
        "undefined": "Udefinert: {code} – {reason}.",
        "none": "Ingen kodar å vise.",
        "per": "per",
        "no_value": "(utan verdi)",
        "changes": "Samsvar mellom {coders} før og etter {when}",
        "before": "før",
        "after": "etter",
        "pooled_change": "Samla over kodane, {name}: {before} før, {after} etter.",
    },
    "en": {
        "title": "Agreement between {coders}",
        "how": "How it was done",
        "codes": "Per code",
        "themes": "Per theme",
        "one_sided": "Used by one coder only",
        "facts": "To be noted",
        "transcripts": "Per transcript",
        "pooled": "Pooled over the codes: Cohen’s κ {kappa}, Krippendorff’s α {alpha}, α (MASI, code sets) {masi}.",
        "undefined": "Undefined: {code} – {reason}.",
        "none": "No codes to show.",
        "per": "per",
        "no_value": "(no value)",
        "changes": "Agreement between {coders} before and after {when}",
        "before": "before",
        "after": "after",
        "pooled_change": "Pooled over the codes, {name}: {before} before, {after} after.",
    },
}


def report(comparison: Comparison, lang: Lang = "nb", *, coefficients: bool = True) -> Document:
    """The comparison as a document. Without `coefficients` it shows counts alone, for reading side by side."""
    words = WORDS[lang]
    blocks = [*_how(comparison, lang, coefficients), *_per_code(comparison, lang, coefficients)]
    one_sided = [a for a in comparison.codes if a.one_sided]
    if one_sided:
        frame = _counts_frame(comparison, one_sided, lang)
        blocks += [Heading(1, words["one_sided"], len(one_sided)), Grid(frame)]
    facts = [Paragraph(note.text(lang), "note") for note in notes_on(comparison)]
    blocks += [Heading(1, words["facts"]), *facts] if facts else []
    if comparison.transcripts:
        blocks += [Heading(1, words["transcripts"], len(comparison.transcripts))]
        pooled = ("kappa", "alpha") if coefficients else ()
        blocks += [Grid(_for_people(by_transcript(comparison, per_code=False), comparison, lang, pooled))]
    title = words["title"].format(coders=listed(comparison.coders, lang))
    return Document(title, blocks, lang, landscape=True)


def groups(
    comparison: Comparison, frame: "pd.DataFrame", what: str, lang: Lang = "nb", *, coefficients: bool = True
) -> Document:
    """A table per transcript or value of an attribute (the column `what`) as a document: a chapter for each."""
    words, blocks = WORDS[lang], list[Block]([Paragraph(methods(comparison, lang, coefficients=coefficients))])
    measures = ("positive_agreement", "kappa", "alpha") if coefficients else ()
    for value, rows in frame.groupby(what, sort=False) if len(frame) else ():
        n = None if what == "transcript" else int(rows["transcripts"].iloc[0])
        blocks += [Heading(1, str(value) or words["no_value"], n)]
        blocks += [Grid(_for_people(rows.drop(columns=what), comparison, lang, measures))]
    title = words["title"].format(coders=listed(comparison.coders, lang))
    by = HEADINGS[lang]["transcript"].lower() if what == "transcript" else what
    return Document(f"{title} {words['per']} {by}", blocks, lang, landscape=True)


def changes(
    before: Comparison, after: Comparison, when: str, lang: Lang = "nb", *, coefficients: bool = True
) -> Document:
    """Two comparisons of the same coders as a document: counts and coefficients before and after a day, by code."""
    words, head = WORDS[lang], HEADINGS[lang]
    frame = change(before, after)
    frame["code"] = [before.of(code).name for code in frame["code"]]
    names = {"code": head["theme" if before.themes else "code"]}
    for name in CHANGING if coefficients else COUNTS:
        names |= {f"{name}_{time}": f"{head[name]}, {words[time]}" for time in ("before", "after")}
    frame = frame[list(names)]
    for column in [c for c in names if c.rsplit("_", 1)[0] in MEASURES]:
        frame[column] = [number(value, lang) for value in frame[column]]
    pooled = [
        words["pooled_change"].format(name=head[name], before=number(before.pooled.values[name], lang), after=value)
        for name in ("kappa", "alpha")
        if (value := number(after.pooled.values[name], lang))
        and before.pooled.values[name] is not None
        and coefficients
    ]
    title = words["changes"].format(coders=listed(before.coders, lang), when=when)
    blocks: list[Block] = [
        Paragraph(methods(before, lang, coefficients=coefficients)),
        *(Paragraph(text) for text in pooled),
    ]
    facts = [Paragraph(note.text(lang), "note") for note in notes_on(after)]
    return Document(title, [*blocks, Grid(frame.rename(columns=names)), *facts], lang, landscape=True)


def _how(comparison: Comparison, lang: Lang, coefficients: bool) -> Iterator[Block]:
    words = WORDS[lang]
    yield Heading(1, words["how"])
    yield Paragraph(methods(comparison, lang, coefficients=coefficients))
    if coefficients and comparison.pooled.values["alpha"] is not None:
        values = {name: number(comparison.pooled.values[name], lang) for name in ("kappa", "alpha")}
        yield Paragraph(words["pooled"].format(**values, masi=number(comparison.pooled.values["masi_alpha"], lang)))


def _per_code(comparison: Comparison, lang: Lang, coefficients: bool) -> Iterator[Block]:
    words = WORDS[lang]
    shared = [a for a in comparison.codes if not a.one_sided]
    yield Heading(1, words["themes" if comparison.themes else "codes"], len(shared))
    if not shared:
        yield Paragraph(words["none"])
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
        said = REASONS[reason][lang] if reason in REASONS else reason
        yield Paragraph(words["undefined"].format(code=", ".join(codes), reason=said), "note")


def _counts_frame(comparison: Comparison, agreements: Sequence[Agreement], lang: Lang) -> "pd.DataFrame":
    frame = per_code(comparison)
    return _for_people(frame[frame["code"].isin([a.code for a in agreements])], comparison, lang)


def _for_people(
    frame: "pd.DataFrame", comparison: Comparison, lang: Lang, measures: Sequence[str] = ()
) -> "pd.DataFrame":
    """A table's counts and these coefficients as people read them, with the codes' names."""
    head, several = HEADINGS[lang], len(comparison.coders) > 2
    called = {
        "transcript": head["transcript"],
        "code": head["theme" if comparison.themes else "code"],
        **{f"n {coder}": f"{head['n']} {coder}" for coder in comparison.coders},
        "both": head["everyone" if several else "both"],
        **{f"only {coder}": f"{head['only']} {coder}" for coder in comparison.coders},
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

    head, spans = HEADINGS[lang], comparison.unit == "span"
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


REASONS: dict[str, dict[Lang, str]] = {
    "no transcript was finished by two of these coders": {
        "nb": "ingen transkripsjoner er lest ferdig av to av koderne",
        "nn": "ingen transkripsjonar er lesne ferdig av to av kodarane",
        "en": "no transcript was finished by two of these coders",
    },
    "nobody used the code": {
        "nb": "ingen har brukt koden",
        "nn": "ingen har brukt koden",
        "en": "nobody used the code",
    },
    "everybody coded everything": {
        "nb": "alle har kodet alt",
        "nn": "alle har koda alt",
        "en": "everybody coded everything",
    },
    "the compared transcripts have no such unit": {
        "nb": "transkripsjonene har ingen slik enhet",
        "nn": "transkripsjonane har inga slik eining",
        "en": "the compared transcripts have no such unit",
    },
    "each pair of coders coded everything or nothing": {
        "nb": "hvert par av kodere har kodet alt eller ingenting",
        "nn": "kvart par av kodarar har koda alt eller ingenting",
        "en": "each pair of coders coded everything or nothing",
    },
}
"""The reasons of `measures` in the languages of documents."""
