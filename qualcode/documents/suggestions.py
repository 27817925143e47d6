"""An evaluation as a document for people, with the learning curve as a picture."""

from typing import TYPE_CHECKING

from qualcode.document import Block, Document, Grid, Heading, Lang, Paragraph, Picture
from qualcode.drawing import COLOURS, Drawing, quiet, style
from qualcode.suggest.evaluate import FOLDS, Evaluation

if TYPE_CHECKING:
    import pandas as pd

WORDS: dict[Lang, dict[str, str]] = {
    "nb": {
        "title": "Hvor gode er forslagene?",
        "methods": "Forslagene og det de sammenlignes med",
        "codes": "Kode for kode",
        "curve": "Hva mer koding gir",
        "how": "Målt på {n} leste segmenter i {groups} grupper (intervjuer, eller det som er holdt samlet), i {folds}"
        " deler: hver del er foreslått uten at noen koding i den var kjent. Umerkede segmenter i ferdigleste"
        " intervjuer teller som nei, uleste teller ikke. Klammene er 95 % intervaller over gruppene.",
        "calibrated": "Når forslagene sier hvor sikre de er, tar de i snitt feil med {all} over alle par av segment og"
        " kode, og med {some} over det som faktisk foreslås (forventet kalibreringsfeil).",
        "uncalibrated": "Det er for lite kodet til å måle hvor sikre forslagene er.",
        "caption": "Gjennomsnittlig presisjon (MAP) etter antall kodede grupper: {points}.",
        "alt": "Kurve: gjennomsnittlig presisjon mot antall kodede grupper",
        "x": "kodede grupper",
        "y": "gjennomsnittlig presisjon (MAP)",
        "columns": "Metode|MAP|Første rett|Funnet blant tre",
        "code columns": "Kode|Segmenter|Grupper|Foreslått|Presisjon|Funnet|Gj.snitt. presisjon|Uten kodinger|Råd",
    },
    "nn": {
        "title": "Kor gode er forslaga?",
        "methods": "Forslaga og det dei blir samanlikna med",
        "codes": "Kode for kode",
        "curve": "Kva meir koding gir",
        "how": "Målt på {n} lesne segment i {groups} grupper (intervju, eller det som er halde saman), i {folds}"
        " delar: kvar del er føreslått utan at noka koding i han var kjend. Umerkte segment i ferdiglesne intervju"
        " tel som nei, ulesne tel ikkje. Klammene er 95 % intervall over gruppene.",
        "calibrated": "Når forslaga seier kor sikre dei er, tek dei i snitt feil med {all} over alle par av segment og"
        " kode, og med {some} over det som faktisk blir føreslått (venta kalibreringsfeil).",
        "uncalibrated": "Det er for lite koda til å måle kor sikre forslaga er.",
        "caption": "Gjennomsnittleg presisjon (MAP) etter talet på koda grupper: {points}.",
        "alt": "Kurve: gjennomsnittleg presisjon mot talet på koda grupper",
        "x": "koda grupper",
        "y": "gjennomsnittleg presisjon (MAP)",
        "columns": "Metode|MAP|Første rett|Funne blant tre",
        "code columns": "Kode|Segment|Grupper|Føreslått|Presisjon|Funne|Gj.snitt. presisjon|Utan kodingar|Råd",
    },
    "en": {
        "title": "How good are the suggestions?",
        "methods": "The suggestions, and what they are compared with",
        "codes": "Code by code",
        "curve": "What more coding gives",
        "how": "Measured on {n} read segments in {groups} groups (transcripts, or what is held together), in {folds}"
        " folds: suggestions for each fold were made without any of its codings. Unmarked segments of finished"
        " transcripts count as no, unread ones do not count. Brackets are 95 % intervals over the groups.",
        "calibrated": "Where suggestions say how sure they are, they are off by {all} on average over all pairs of"
        " segment and code, and by {some} over what is really suggested (expected calibration error).",
        "uncalibrated": "Too little is coded to measure how sure the suggestions are.",
        "caption": "Mean average precision (MAP) by the number of coded groups: {points}.",
        "alt": "Curve: mean average precision against the number of coded groups",
        "x": "coded groups",
        "y": "mean average precision (MAP)",
        "columns": "Method|MAP|First right|Found in three",
        "code columns": "Code|Segments|Groups|Suggested|Precision|Found|Average precision|Without codings|Advice",
    },
}
SAID: dict[str, dict[Lang, str]] = {
    "suggestions": {"nb": "forslagene", "nn": "forslaga", "en": "suggestions"},
    "without own model": {"nb": "uten egen modell", "nn": "utan eigen modell", "en": "without own model"},
    "codebook alone": {"nb": "kodeboka alene", "nn": "kodeboka åleine", "en": "codebook alone"},
    "keyword search": {"nb": "søk etter nøkkelord", "nn": "søk etter nøkkelord", "en": "keyword search"},
    "most frequent codes": {"nb": "de vanligste kodene", "nn": "dei vanlegaste kodane", "en": "most frequent codes"},
    "words, regression": {"nb": "ord, regresjon", "nn": "ord, regresjon", "en": "words, regression"},
    "ready": {"nb": "til å stole på", "nn": "til å lite på", "en": "ready"},
    "promising": {"nb": "lovende", "nn": "lovande", "en": "promising"},
    "needs keywords": {"nb": "trenger nøkkelord", "nn": "treng nøkkelord", "en": "needs keywords"},
    "needs examples": {"nb": "trenger eksempler", "nn": "treng døme", "en": "needs examples"},
    "needs a closer look": {"nb": "se nærmere på", "nn": "sjå nærare på", "en": "needs a closer look"},
}
"""What the measurement's own words are called in a document."""


def report(evaluation: Evaluation, lang: Lang = "nb") -> Document:
    """The evaluation for reading: the methods side by side, every code, the learning curve."""
    words = WORDS[lang]
    overall, some = evaluation.calibration_error, evaluation.calibration_error_of_suggestions
    sure = words["uncalibrated"]
    if overall is not None and some is not None:
        sure = words["calibrated"].format(all=_number(overall, lang), some=_number(some, lang))
    n, groups = len(evaluation.units), len(set(evaluation.groups))
    blocks: list[Block] = [
        Paragraph(words["how"].format(n=n, groups=groups, folds=min(FOLDS, groups))),
        Heading(1, words["methods"]),
        Grid(_methods(evaluation, lang)),
        Paragraph(sure),
        Heading(1, words["codes"]),
        Grid(_codes(evaluation, lang)),
        Heading(1, words["curve"]),
        curve_picture(evaluation, lang),
    ]
    return Document(words["title"], blocks, lang)


def _number(value: object, lang: Lang) -> str:
    """Two decimals; a dash for what could not be measured."""
    if not isinstance(value, int | float) or value != value:
        return "–"
    return f"{value:.2f}".replace(".", "." if lang == "en" else ",")


def _said(text: str, lang: Lang) -> str:
    return SAID[text][lang] if text in SAID else text


def _methods(evaluation: Evaluation, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    def with_interval(row: "pd.Series[float]", name: str) -> str:
        low, high = _number(row[f"{name}_low"], lang), _number(row[f"{name}_high"], lang)
        return f"{_number(row[name], lang)} [{low}; {high}]"

    rows = [
        [_said(str(row["method"]), lang), *(with_interval(row, name) for name in ("map", "p_at_1", "r_at_3"))]
        for _, row in evaluation.methods().iterrows()
    ]
    return pd.DataFrame(rows, columns=WORDS[lang]["columns"].split("|"))


def _codes(evaluation: Evaluation, lang: Lang) -> "pd.DataFrame":
    import pandas as pd

    rows = []
    for _, row in evaluation.table().iterrows():
        low, high = _number(row["ap_low"], lang), _number(row["ap_high"], lang)
        rows.append(
            [
                *(str(row[c]) for c in ("code", "segments", "groups", "suggested")),
                _number(row["precision"], lang),
                _number(row["recall"], lang),
                f"{_number(row['average_precision'], lang)} [{low}; {high}]",
                _number(row["ap_codebook_alone"], lang),
                _said(str(row["advice"]), lang),
            ]
        )
    return pd.DataFrame(rows, columns=WORDS[lang]["code columns"].split("|"))


def curve_picture(evaluation: Evaluation, lang: Lang = "nb") -> Picture:
    """The learning curve with its interval, and the usual classifier as a line to beat."""
    words, curve = WORDS[lang], evaluation.curve
    reached = dict(zip(evaluation.methods()["method"], evaluation.methods()["map"], strict=True))
    with style() as figure_class:
        figure = figure_class(figsize=(6, 3.6), layout="constrained")
        axes = figure.subplots()
        axes.plot(curve["groups"], curve["map"], marker="o", color=COLOURS[0], label=_said("suggestions", lang))
        known = curve.dropna()
        axes.fill_between(known["groups"], known["low"], known["high"], color=COLOURS[0], alpha=0.15, linewidth=0)
        for line, name in ((":", "keyword search"), ("--", "words, regression")):
            axes.axhline(reached[name], color="#777777", linestyle=line, label=_said(name, lang))
        axes.set(xlabel=words["x"], ylabel=words["y"], ylim=(0, 1.02))
        axes.yaxis.set_major_formatter(lambda value, _: _number(float(value), lang))
        axes.xaxis.get_major_locator().set_params(integer=True)
        quiet(axes, "y")
        figure.legend(frameon=False, loc="outside upper left", ncols=3)
    points = ", ".join(
        f"{int(g)}: {_number(float(m), lang)}" for g, m in zip(curve["groups"], curve["map"], strict=True)
    )
    return Drawing(figure).picture(words["caption"].format(points=points), words["alt"])
