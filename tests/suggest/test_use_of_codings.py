"""What was learned from codings is used as far as it is worth, and never where the codings say nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from suggest.made import BOOK, SAID, coding, transcript

from qualcode.model import Coding, Transcript
from qualcode.suggest import Known, Options
from qualcode.suggest.engine.combining import START, agreement, combine, conditional_logit, filled, ranks_no_worse
from qualcode.suggest.engine.engine import Engine
from qualcode.suggest.engine.segments import NOTHING_KNOWN, Labels, units
from qualcode.suggest.engine.shift import told_apart
from qualcode.suggest.engine.vectors import Floats


def drawn(n: int, seed: int = 0) -> tuple[dict[str, Floats], Floats]:
    """Scores of four codes by two scorers, of which one knows what was given, and the third is noise."""
    random = np.random.default_rng(seed)
    y = np.eye(4)[random.integers(0, 4, n)]
    good = y + random.normal(0, 0.7, y.shape)
    return {"self-trained": random.normal(0, 1, y.shape), "all": good, "words": random.normal(0, 1, y.shape)}, y


def test_what_is_worth_more_counts_more_and_noise_counts_nothing() -> None:
    scores, y = drawn(300)
    weights = combine(scores, y, in_doubt=False).weights
    assert weights["all"] > 1
    assert max(weights["words"], weights["self-trained"]) < 0.3
    assert min(weights.values()) >= 0


def test_with_few_codings_the_weights_stay_where_they_start() -> None:
    scores, y = drawn(3)
    few, more = (combine({k: s[:n] for k, s in scores.items()}, y[:n], False).weights for n in (1, 3))
    assert few["self-trained"] > 0.7 * START["self-trained"]
    assert few["all"] <= more["all"] + 0.2


def test_in_doubt_frequencies_do_not_count() -> None:
    scores, y = drawn(100)
    scores["frequency"] = np.tile(np.log(y.mean(axis=0)), (100, 1))
    assert "frequency" in combine(scores, y, in_doubt=False).weights
    assert "frequency" not in combine(scores, y, in_doubt=True).weights


def test_the_weights_solve_the_penalised_likelihood() -> None:
    # by hand: one scorer, two codes, the first scored 1, and right in three of four: e^w / (1 + e^w) = 3/4
    x = np.array([[[1.0], [0.0]]] * 4)
    shares = np.array([[1.0, 0.0]] * 3 + [[0.0, 1.0]])
    assert conditional_logit(x, shares, np.zeros(1), np.array([1e-9]))[0] == pytest.approx(np.log(3))
    assert conditional_logit(x, shares, np.array([0.5]), np.array([1e9]))[0] == pytest.approx(0.5)


def test_codes_without_codings_are_filled_up_and_others_are_not() -> None:
    learned, expected = np.array([[0.5, 0.0]]), np.array([[0.0, 2.0]])
    full = filled(learned, np.array([[1000.0, 0.0]]), expected, 2.0)
    assert full[0, 0] == pytest.approx(0.5, abs=0.01)
    assert full[0, 1] == pytest.approx(1.0)  # what is expected, less the mean
    assert filled(learned, np.array([[3.0, 0.0]]), expected, 0.0).tolist() == [[0.5, 0.0]]


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000))
def test_codings_dealt_out_at_random_agree_with_nothing(seed: int) -> None:
    random = np.random.default_rng(seed)
    scores, y = random.normal(size=(60, 6)), np.eye(6)[random.choice(6, 60, p=[0.5, 0.2, 0.1, 0.1, 0.05, 0.05])]
    assert abs(agreement(scores, y)) < 4.5
    assert agreement(scores + 3 * y, y) > 5


def test_scores_that_rank_worse_are_noticed() -> None:
    y = np.eye(3)
    assert ranks_no_worse(y, -y, y)
    assert not ranks_no_worse(-y, y, y)
    assert ranks_no_worse(y, y, np.zeros((3, 3)))


def study(n: int, shuffled: bool = False) -> tuple[list[Transcript], list[Coding]]:
    """Transcripts of six segments on three codes, all coded, if wished with the codes dealt out anew."""
    said = [(code, sentences) for code, sentences in SAID.items() if code]
    made, codings = [], []
    random = np.random.default_rng(3)
    for i in range(n):
        pairs = [(code, f"{sentences[(i + k) % 3]}, nummer {i}") for code, sentences in said for k in (0, 1)]
        t = transcript(f"t{i}", [text for _, text in pairs])
        codes = [code for code, _ in pairs]
        if shuffled:
            codes = random.permutation(codes).tolist()
        made.append(t)
        codings += [coding(t, k, code) for k, code in enumerate(codes, start=1)]
    return made, codings


def engine(n: int, shuffled: bool = False) -> Engine:
    transcripts, codings = study(n, shuffled)
    known = Known(transcripts, BOOK, codings)
    sample = list(units(transcripts, Options()))
    return Engine(known.codes, sample, known.decisions(Options()).labels(sample), Options())


def test_shuffled_codings_are_refused() -> None:
    right, wrong = engine(14), engine(14, shuffled=True)
    assert right.combined is not None
    assert wrong.combined is None
    assert wrong.out_of_fold.tolist() == wrong.cold_scores.tolist()


def test_scores_out_of_fold_have_seen_nothing_of_the_fold() -> None:
    # The codes of some transcripts are changed; nothing that was said of these transcripts out of fold may change
    # through any round, guess, keyword or frequency: all is as if they had not been coded at all.
    transcripts, codings = study(8)
    sample = list(units(transcripts, Options()))
    known = Known(transcripts, BOOK, codings)
    labels = known.decisions(Options()).labels(sample)
    one = Engine(known.codes, sample, labels, Options())
    parts = one._folds(labels)
    y = labels.y.copy()
    y[parts[0]] = np.roll(y[parts[0]], 1, axis=1)
    changed = Labels(labels.rows, y, labels.rejected)
    first, second = one._scorers(labels, parts), one._scorers(changed, parts)
    rows = labels.rows[parts[0]]
    np.testing.assert_allclose(first.warm[rows], second.warm[rows], atol=1e-5)
    for name in first.learned:
        np.testing.assert_allclose(first.learned[name][rows], second.learned[name][rows], atol=1e-5)
    elsewhere = np.setdiff1d(np.arange(len(sample)), rows)
    assert np.abs(first.warm[elsewhere] - second.warm[elsewhere]).max() > 0.01


def test_out_of_fold_is_as_on_new_segments() -> None:
    transcripts, codings = study(12)
    sample = list(units(transcripts, Options()))
    known = Known(transcripts, BOOK, codings)
    labels = known.decisions(Options()).labels(sample)
    one = Engine(known.codes, sample, labels, Options())
    parts = one._folds(labels)
    out_of_fold = one._scorers(labels, parts).learned["all"]
    kept = np.setdiff1d(np.arange(len(labels.rows)), parts[0])
    one.learn(Labels(labels.rows[kept], labels.y[kept]))
    fresh = one.learned["all"].of(one.reading.kinds["all"])
    rows = labels.rows[parts[0]]
    np.testing.assert_allclose(out_of_fold[rows], fresh[rows], atol=1e-4)


def test_another_kind_of_transcripts_is_told_apart_and_the_same_kind_is_not() -> None:
    transcripts, _ = study(30)
    sample = list(units(transcripts, Options()))
    known = Known(transcripts, BOOK)
    one = Engine(known.codes, sample, NOTHING_KNOWN, Options())
    groups, inverted = [u.group for u in sample], one.training.plain
    half = [i for i, u in enumerate(sample) if int(u.transcript[1:]) % 2]
    assert told_apart(inverted, groups, half) < 3
    by_words = [
        u.text if "barn" in u.text.casefold() or "ungdom" in u.text.casefold() else f"o{i}"
        for i, u in enumerate(sample)
    ]
    about = [i for i, u in enumerate(sample) if by_words[i] == u.text]
    alone = [str(i) for i in range(len(sample))]
    assert told_apart(inverted, alone, about) > 3
    assert told_apart(inverted, groups, []) == 0
