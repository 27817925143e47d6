"""What suggestions have to beat: searching for the keywords, the commonest codes, and the usual text classifier."""

from collections.abc import Sequence

import numpy as np

from qualcode.suggest.engine.codebook_evidence import Evidence
from qualcode.suggest.engine.vectors import Floats, Space


def keyword_search(evidence: Evidence, space: Space, texts: Sequence[str]) -> Floats:
    """How many times a text hits a code's keywords and rules, as a plain search would count, `(texts, codes)`."""
    hits = evidence.keyword_counts(texts, space.encode(texts))
    return np.asarray(hits @ evidence.owned)


def frequent_codes(y: Floats, n: int) -> Floats:
    """The codes by how often they were given, the same for each of `n` texts."""
    return np.tile(y.mean(axis=0) if len(y) else np.zeros(y.shape[1]), (n, 1))


def tfidf_regression(known: Sequence[str], y: Floats, texts: Sequence[str]) -> Floats:
    """Word tf-idf and one logistic regression per code, as in any tutorial; the share of a code with one class only."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression

    scores = np.zeros((len(texts), y.shape[1]))
    if not any(text.split() for text in known):
        return scores
    words = TfidfVectorizer(sublinear_tf=True)
    x, new = words.fit_transform(known), words.transform(texts)
    for j in range(y.shape[1]):
        right = y[:, j] >= 0.5
        if right.any() and not right.all():
            scores[:, j] = LogisticRegression(C=10, solver="liblinear").fit(x, right).predict_proba(new)[:, 1]
        else:
            scores[:, j] = right.mean()
    return scores
