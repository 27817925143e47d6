"""Published and independently computed values: a few here, all where the collection is at hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from compare import oracles as o
from compare.oracles import dice_distance, distance_matrix, jaccard_distance, masi_distance
from compare.unitizing import alpha_u, alpha_u_disagreements, unitizing_alpha
from scipy.stats import t as student

from qualcode.compare import Counting, Work, compare
from qualcode.compare import coefficients as c
from qualcode.compare.set_alpha import masi_matrix
from qualcode.model import Code, Codebook, Coding, Transcript

RATINGS = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, 3],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, None],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorff_2011_with_missing_values(metric: o.Metric, value: float) -> None:
    votes = o.count_votes(RATINGS, [1, 2, 3, 4, 5])
    assert float(o.alpha(votes, metric=metric)) == pytest.approx(value, abs=6e-4)


def test_gwet_with_missing_values() -> None:
    votes = o.count_votes(RATINGS, [1, 2, 3, 4, 5])
    assert float(c.gwet_ac1(votes)) == pytest.approx(0.77544, abs=2e-5)
    assert o.ac1_standard_error(votes) == pytest.approx(0.14295, abs=2e-5)
    assert float(c.fleiss(votes)) == pytest.approx(0.76117, abs=2e-5)
    assert float(c.brennan_prediger(votes)) == pytest.approx(0.77273, abs=2e-5)


def test_cohen_1960() -> None:
    table = [[25, 12, 3], [13, 2, 15], [12, 16, 2]]
    assert float(c.percent(table)) == pytest.approx(0.29)
    assert float(c.cohen_kappa(table)) == pytest.approx(-0.0923, abs=1e-4)
    assert float(c.kappa_max(table)) == pytest.approx(0.846, abs=1e-3)


def test_prevalence_pulls_kappa_down_and_leaves_the_rest() -> None:
    balanced, skewed = [[40, 9], [6, 45]], [[80, 10], [5, 5]]
    assert float(c.percent(balanced)) == float(c.percent(skewed)) == 0.85
    assert float(c.cohen_kappa(balanced)) == pytest.approx(0.6995, abs=1e-4)
    assert float(c.cohen_kappa(skewed)) == pytest.approx(0.3182, abs=1e-4)
    assert float(c.positive_agreement(skewed)) == pytest.approx(0.9143, abs=1e-4)
    assert float(c.negative_agreement(skewed)) == pytest.approx(0.4)


def test_sets_of_codes() -> None:
    assert masi_distance({1, 2}, {1, 2, 3, 4}) == pytest.approx(2 / 3)
    assert masi_distance({1, 2}, {2, 3}) == pytest.approx(1 - 1 / 9)
    assert [masi_distance(set(), set()), masi_distance({1}, set()), masi_distance({1}, {2})] == [0, 1, 1]
    sets: list[set[int]] = [set(), {0}, {1}, {0, 1}, {1, 2}, {0, 1, 2}]
    rows = np.array([[int(code in s) for code in range(3)] for s in sets])
    assert masi_matrix(rows) == pytest.approx(distance_matrix(sets, masi_distance))


# The whole collection -------------------------------------------------------------------------------------------------

NOT_OURS = {"qualcoder_kappa_NOT_cohen", "AC1_note", "EF", "alpha_masi_dkpro_variant"}
"""Values of other programs' own formulas, given for contrast and never computed here, and a remark."""


@pytest.fixture(scope="module")
def vectors(shared: Path) -> dict[str, Any]:
    found = json.loads((shared / "agreement" / "vectors.json").read_text("utf-8"))["vectors"]
    return {v["name"]: v for v in found}


def test_every_vector(vectors: dict[str, Any]) -> None:
    checked = 0
    for name, vector in vectors.items():
        if vector["kind"] == "dataset":
            continue
        values = COMPUTED[vector["kind"]](vector["input"])
        for key, expected in vector["expected"].items():
            if key not in NOT_OURS:
                _same(values[key], expected, vector["tolerance"], f"{name}: {key}")
                checked += 1
    assert checked > 100


def _same(found: Any, expected: Any, tolerance: float, what: str) -> None:
    if isinstance(expected, dict):
        for key in expected.keys() - NOT_OURS:
            _same(found[key], expected[key], tolerance, f"{what}.{key}")
    elif isinstance(expected, list) and expected and isinstance(expected[0], dict):
        assert found == expected, what
    elif isinstance(expected, list):
        for a, b in zip(found, expected, strict=True):
            _same(a, b, tolerance, what)
    elif expected is None:
        assert np.isnan(found), what
    else:
        assert float(found) == pytest.approx(expected, abs=tolerance), what


def _of_ratings(given: dict[str, Any]) -> dict[str, Any]:
    rows = given.get("reliability_data") or [list(r) for r in zip(*given["units"], strict=True)]
    used = sorted({v for row in rows for v in row if v is not None})
    domain = given.get("value_domain", used)
    votes, table = o.count_votes(rows, domain), o.crosstab(rows[0], rows[1], domain)
    ac1 = float(c.gwet_ac1(votes))
    found = _of_votes(votes, None) | {"percent": c.percent(table), "kappa": c.cohen_kappa(table)}
    for metric in ("nominal", "ordinal", "interval", "ratio"):
        if metric in ("nominal", "ordinal") or isinstance(used[0], int):
            values = domain if isinstance(used[0], int) else None
            found[f"alpha_{metric}"] = o.alpha(votes, metric=metric, values=values)
    found["po"] = c.observed_agreement(votes)
    found["pe"] = (c.value_shares(votes) ** 2).sum()
    if (votes.sum(1) == votes.sum(1)[0]).all():
        found["category_kappa"] = {str(v): k for v, k in zip(domain, o.fleiss_by_value(votes), strict=True)}
    if len(used) > 1:
        error, spread = o.ac1_standard_error(votes), student.ppf(0.975, (votes.sum(1) > 0).sum() - 1)
        found |= {"AC1_se": error, "alpha_se": o.alpha_standard_error(votes)}
        found["AC1_ci95"] = [ac1 - spread * error, min(1.0, ac1 + spread * error)]
    return found


def _of_votes(votes: c.Numbers, weights: c.Numbers | None) -> dict[str, Any]:
    observed, expected = c.alpha_disagreements(c.coincidences(votes, weights))
    alpha, fleiss, bp = (
        c.krippendorff_alpha(votes, weights),
        c.fleiss(votes, weights),
        c.brennan_prediger(votes, weights),
    )
    return {
        "AC1": c.gwet_ac1(votes, weights),
        "alpha": alpha,
        "alpha_nominal": alpha,
        "Do": observed,
        "De": expected,
        **dict.fromkeys(("fleiss_generalised", "fleiss_kappa", "pi"), fleiss),
        **dict.fromkeys(("brennan_prediger", "S", "PABAK"), bp),
    }


def _of_table(given: dict[str, Any]) -> dict[str, Any]:
    table = np.array(given["table"], dtype=float)
    votes, weights = o.votes_of_table(table)
    found = _of_votes(votes, weights) | {
        "po": c.percent(table),
        "percent": c.percent(table),
        "pe": o.expected_by_coders(table),
        "kappa": c.cohen_kappa(table),
        "kappa_max": c.kappa_max(table),
        "ppos": c.positive_agreement(table),
        "pneg": c.negative_agreement(table),
        "bias_index": c.bias_index(table),
        "prevalence_index": c.prevalence_index(table),
    }
    assert float(o.scott_pi(table)) == float(found["pi"])
    if "distance" in given:
        names, distance = given["categories"], np.zeros(table.shape)
        for pair, apart in given["distance"].items():
            i, j = (names.index(n) for n in pair.split("-"))
            distance[i, j] = distance[j, i] = apart
        found["alpha_weighted"] = c.krippendorff_alpha(votes, weights, distance=distance)
        found["kappa_weighted"] = o.weighted_kappa(table, distance)
    return found


def _of_sets(given: dict[str, Any]) -> dict[str, Any]:
    pairs = [(frozenset(a), frozenset(b)) for a, b in given["pairs"]]
    domain = sorted({s for pair in pairs for s in pair}, key=sorted)
    votes = o.count_votes([[p[0] for p in pairs], [p[1] for p in pairs]], domain)

    def steps(a: frozenset[str], b: frozenset[str]) -> float:
        return 0.0 if a == b else 1 / 3 if a <= b or b <= a else 2 / 3 if a & b else 1.0

    def alpha(distance: Callable[[Any, Any], float]) -> float:
        return float(c.krippendorff_alpha(votes, distance=distance_matrix(domain, distance)))

    observed, expected = c.alpha_disagreements(c.coincidences(votes), distance_matrix(domain, masi_distance))
    return {
        "alpha_nominal": c.krippendorff_alpha(votes),
        "alpha_jaccard": alpha(jaccard_distance),
        "alpha_dice": alpha(dice_distance),
        "alpha_masi_passonneau2006": alpha(masi_distance),
        "masi_Do": observed,
        "masi_De": expected,
        "alpha_set_dkpro": alpha(steps),
        "percent_exact": c.observed_agreement(votes),
    }


def _of_distance(given: dict[str, Any]) -> dict[str, Any]:
    a, b = given["a"], given["b"]
    return {"masi_distance": masi_distance(a, b), "jaccard_distance": jaccard_distance(a, b)}


def _of_spans(given: dict[str, Any]) -> dict[str, Any]:
    continuum = tuple(given["continuum"])
    if "units_start_len_coder_cat" in given:
        units = given["units_start_len_coder_cat"]
        do = {}
        for value in "ABCD":
            own = [[(s, s + n, value) for s, n, who, v in units if who == i and v == value] for i in (0, 1)]
            do[value] = alpha_u_disagreements(own, continuum, value)[0]
        return {"Do": do}
    coders = given["coders"]
    found: dict[str, Any] = {}
    if {v for own in coders for _, _, v in own} == {"c", "k"}:
        found["alpha_U"] = alpha_u(coders, continuum)
        for value in "ck":
            seen, expected = alpha_u_disagreements(coders, continuum, value)
            found |= {f"Do_{value}": seen, f"De_{value}": expected, f"alpha_{value}": 1 - seen / expected}
        return found
    family = unitizing_alpha(coders, continuum)
    found |= {"u_alpha": family.u, "bar_u_alpha": family.bar_u, "cu_alpha": family.cu}
    return found | {"cu_coverage": family.cu_coverage, "k_u_alpha": family.ku, "k_coverage": family.ku_coverage}


def _of_counts(given: dict[str, Any]) -> dict[str, Any]:
    first = given.get("A_only", given.get("only_one"))
    table = [[given["both"], first], [given.get("B_only", 0), given["neither"]]]
    return {"percent": c.percent(table), "kappa": c.cohen_kappa(table)}


def _of_toy(given: dict[str, Any]) -> dict[str, Any]:
    from qualcode.compare.disagreements import meetings

    text = Transcript("t", "x" * given["doc_length"])
    marks = [Coding("", "t", code, who, a, b, "") for who in "AB" for a, b, code in given[who]]
    book, read = Codebook((Code("X"), Code("Y"), Code("Z"))), {"t": "AB"}
    whole = compare(Work([text], marks, read, "AB", book))
    found: dict[str, Any] = {}
    for a in whole.codes:
        table = np.array([[a.both, a.only["A"]], [a.only["B"], a.neither]])
        found[a.code] = {"both": a.both, "A_only": a.only["A"], "B_only": a.only["B"], "neither": a.neither}
        found[a.code] |= {**a.measures, "jaccard": o.jaccard(table), "dice": a.measures["positive_agreement"]}
    found["pooled_kappa_devries"] = whole.pooled.values["kappa"]
    found["mean_percent"] = np.mean([a.measures["percent"] for a in whole.codes])
    for name, overlap in (("exact_span_F1", None), ("iou50_span_F1", 0.5)):
        spans = compare(Work([text], marks, read, "AB", book), Counting("span", overlap)).codes
        n = [sum(sum(a.n.values()) - 2 * a.both for a in spans), sum(2 * a.both for a in spans)]
        found[name] = n[1] / sum(n)
    present = compare(Work([text], marks, read, "AB", book), Counting("transcript")).codes
    found["doc_presence_percent"] = np.mean([a.measures["percent"] for a in present])
    found["disagreements"] = [_as_vector(d) for d in meetings(Work([text], marks, read, "AB", book))]
    return found


def _as_vector(d: Any) -> dict[str, Any]:
    if d.kind == "different code":
        sides = {"A": [d.a.start, d.a.end, d.a.code], "B": [d.b.start, d.b.end, d.b.code]}
        return {**sides, "kind": "different code on overlapping text", "iou": d.iou}
    kind = "exact match" if d.kind == "exact" else d.kind
    return {"code": d.a.code, "A": [d.a.start, d.a.end], "B": [d.b.start, d.b.end], "kind": kind, "iou": d.iou}


COMPUTED: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "coders_x_units": _of_ratings,
    "units_x_coders": _of_ratings,
    "table": _of_table,
    "sets": _of_sets,
    "distance": _of_distance,
    "spans": _of_spans,
    "char_counts": _of_counts,
    "multilabel_spans": _of_toy,
}


# A real coding: 129 texts, three coders, ten codes ------------------------------------------------------------------


@pytest.fixture(scope="module")
def leoka(shared: Path, vectors: dict[str, Any]) -> tuple[dict[str, Any], Callable[..., Any]]:
    expected = vectors["leoka_team01"]["expected"]
    docs = json.loads((shared / "agreement" / "leoka_team01.json").read_text("utf-8"))["docs"]
    texts, marks = [], []
    for doc in docs:
        if set(doc["coders"]) == set(expected["coders"]):
            name = f"{doc['doc']:03}"
            texts.append(Transcript(name, doc["text"]))
            marks += [Coding("", name, k, w, a, b, "") for w, d in doc["coders"].items() for a, b, k in d["spans"]]
    read = {t.name: expected["coders"] for t in texts}
    book = Codebook(tuple(Code(code) for code in expected["per_code"]))
    assert (len(texts), sum(len(t.text) for t in texts)) == (expected["n_docs"], expected["n_chars"])
    return expected, lambda unit: compare(Work(texts, marks, read, expected["coders"], book), Counting(unit))


def test_real_coding_by_character(leoka: tuple[dict[str, Any], Callable[..., Any]]) -> None:
    expected, compared = leoka
    whole = compared("character")
    for code, known in expected["per_code"].items():
        found = whole.of(code)
        assert dict(found.n) == known["spans"]
        assert found.measures["alpha"] == pytest.approx(known["char"]["alpha"], abs=1e-6)
        for pair in found.pairs:
            name = "-".join(pair.coders)
            assert pair.measures["kappa"] == pytest.approx(known["char"]["kappa_pairs"][name], abs=1e-6)
            assert pair.measures["percent"] == pytest.approx(known["char"]["percent_pairs"][name], abs=1e-6)
    between = whole.of("Experience").intervals["alpha"]
    assert between == pytest.approx(expected["bootstrap_char_alpha_Experience"]["cluster_doc_ci95"], abs=0.01)


def test_the_unitizing_alpha_of_2016_is_alpha_by_character(shared: Path, vectors: dict[str, Any]) -> None:
    expected = vectors["leoka_team01"]["expected"]
    docs = json.loads((shared / "agreement" / "leoka_team01.json").read_text("utf-8"))["docs"]
    sections: dict[str, list[tuple[int, int, str]]] = {coder: [] for coder in expected["coders"]}
    at = 0
    for doc in docs:
        if set(doc["coders"]) == set(expected["coders"]):
            for coder, own in doc["coders"].items():
                sections[coder] += [(at + a, at + b, "x") for a, b, k in own["spans"] if k == "SWAT"]
            at += len(doc["text"])
    known = expected["per_code"]["SWAT"]["unitizing"]["u_alpha_binary_concatenated"]
    assert unitizing_alpha(list(sections.values()), (0, at)).u == pytest.approx(known, abs=1e-6)


def test_real_coding_by_transcript_and_span(leoka: tuple[dict[str, Any], Callable[..., Any]]) -> None:
    expected, compared = leoka
    present, spans = compared("transcript"), compared("span")
    for code, known in expected["per_code"].items():
        found, doc = present.of(code), known["doc_presence"]
        for name in ("alpha", "fleiss"):
            assert found.measures[name] == pytest.approx(doc[name], abs=1e-6)
        assert found.measures["ac1"] == pytest.approx(doc["ac1"], abs=5.1e-6)  # the source gives five decimals
        assert found.prevalence == pytest.approx(doc["prevalence"], abs=1e-6)
        for pair in found.pairs:
            assert pair.measures["kappa"] == pytest.approx(doc["kappa_pairs"]["-".join(pair.coders)], abs=1e-6)
        for pair in spans.of(code).pairs:
            f1 = known["span_exact_f1_pairs"]["-".join(pair.coders)]
            assert pair.measures["positive_agreement"] == pytest.approx(f1, abs=1e-6)
