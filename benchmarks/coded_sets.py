"""How good suggestions are on texts that people have coded: `python benchmarks/coded_sets.py FOLDER… [--holdout]`.

A set is a folder with `cb.yaml` (the codebook), `items.jsonl` (`id` and `text`; each item is a transcript of one
segment), `train25.csv` … (codings: `transcript`, `code`), `gold.json` (the codes of the items to test on) and, for
`--holdout`, `groups.json`. Printed for every number of coded items: label-ranking average precision / the share whose
first suggestion is right, of the suggestions and of plain classifiers of the codings alone.
"""

import csv
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import label_ranking_average_precision_score
from sklearn.svm import LinearSVC

from qualcode.codebook.reading import load as codebook
from qualcode.model import Coding, Segment, Transcript, Turn
from qualcode.suggest import Known, Options, iter_suggestions

Scores = dict[str, NDArray[np.float64]]
MADE: dict[str, Callable[[], Any]] = {
    "support vectors": lambda: LinearSVC(class_weight="balanced"),
    "logistic": lambda: LogisticRegression(C=10, solver="liblinear"),
}


def measured(folder: Path, holdout: bool) -> None:
    """Print how good suggestions are on a set, and the best of the plain classifiers beside them."""
    items = [json.loads(line) for line in (folder / "items.jsonl").read_text("utf-8").splitlines()]
    groups = json.loads((folder / "groups.json").read_text("utf-8")) if holdout else {}
    gold = json.loads((folder / "gold.json").read_text("utf-8"))
    known = Known([item(i["id"], i["text"], groups.get(i["id"], "")) for i in items], codebook(folder / "cb.yaml"))
    column = {code.id: j for j, code in enumerate(known.codes)}
    right = np.array([[code in gold[name] for code in column] for name in gold])
    files = sorted(folder.glob("train*.csv"), key=lambda file: int(file.stem[5:]))
    texts = {i["id"]: i["text"] for i in items}
    for file in (None, *files):
        rows = list(csv.DictReader(file.open(encoding="utf-8"))) if file else []
        codings = [
            Coding(str(n), r["transcript"], r["code"], "a", 0, len(texts[r["transcript"]]), "")
            for n, r in enumerate(rows)
        ]
        scores = np.full(right.shape, -np.inf)
        place = {name: i for i, name in enumerate(gold)}
        options = Options(
            language=known.codebook.language, all=True, only=set(gold), holdout="group" if holdout else None
        )
        for s in iter_suggestions(replace(known, codings=codings), options):
            row = scores[place[s.transcript]]
            row[column[s.code]] = max(row[column[s.code]], s.score)
        found = {"suggestions": scores} | plain(rows, texts, list(gold), column)
        values = [f"{name} {lrap(right, of):.3f} / {first(right, of):.3f}" for name, of in found.items()]
        print(
            folder, "--holdout" if holdout else "", len({r["transcript"] for r in rows}), *values, sep="; ", flush=True
        )


def item(name: str, text: str, group: str) -> Transcript:
    """A transcript of one segment."""
    return Transcript(name, text, (Turn(1, 0, len(text)),), (Segment(1, 1, 0, len(text)),), {"group": group})


def plain(rows: list[dict[str, str]], texts: dict[str, str], asked: list[str], column: dict[str, int]) -> Scores:
    """What plain classifiers learn from the codings alone: frequencies, and linear support vectors and logistic
    regression on words 1-2 and on letters 3-5.
    """
    coded = list(dict.fromkeys(r["transcript"] for r in rows))
    if not coded:
        return {}
    y = np.zeros((len(coded), len(column)))
    for r in rows:
        y[coded.index(r["transcript"]), column[r["code"]]] = 1
    found: Scores = {"frequencies": np.tile(y.mean(axis=0), (len(asked), 1))}
    kinds = {
        "words": TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True),
        "letters": TfidfVectorizer(analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True),
    }
    for kind, vectors in kinds.items():
        x, new = vectors.fit_transform(texts[name] for name in coded), vectors.transform(texts[name] for name in asked)
        for name, make in MADE.items():
            scores = np.full((len(asked), len(column)), -9.0)
            for j in np.flatnonzero(y.any(axis=0) & ~y.all(axis=0)):
                scores[:, j] = make().fit(x, y[:, j]).decision_function(new)
            found[f"{name} on {kind}"] = scores
    return found


def lrap(right: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """Label-ranking average precision."""
    return float(label_ranking_average_precision_score(right, scores))


def first(right: NDArray[np.bool_], scores: NDArray[np.float64]) -> float:
    """The share whose highest score is right."""
    return float(right[np.arange(len(right)), scores.argmax(axis=1)].mean())


def main() -> None:
    folders = [Path(a) for a in sys.argv[1:] if a != "--holdout"]
    print(f"{len(folders)} sets")
    for folder in folders:
        measured(folder, "--holdout" in sys.argv)


if __name__ == "__main__":
    main()
