"""The quick ways of the vector space give what the plain ones give."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from qualcode.suggest.engine import vectors
from qualcode.suggest.engine.vectors import Space
from qualcode.text.words import analyser

WORDS = st.sampled_from(["barn", "Barna", "barna,", "skole", "barneskolen.", "f.eks.", "–", "og", "2017", "x"])
TEXTS = st.lists(st.lists(WORDS, max_size=8).map(" ".join), min_size=1, max_size=12)


@given(TEXTS, st.integers(1, 12))
def test_texts_are_counted_whatever_was_met_before(texts: list[str], first: int) -> None:
    nb = analyser("nb")
    made = Space(nb)
    made.encode(texts[:first])
    encoded = made.encode(texts)
    for i, text in enumerate(texts):
        forms = nb.forms(text)
        tokens = encoded.tokens[encoded.starts[i] : encoded.starts[i + 1]]
        assert [made.forms[t] for t in tokens] == forms
        row = encoded.counts[i]
        assert {made.forms[j]: n for j, n in zip(row.indices, row.data, strict=True)} == Counter(forms)


def test_what_is_forgotten_is_counted_anew(monkeypatch) -> None:
    monkeypatch.setattr(vectors, "REMEMBERED_FORMS", 3)
    made = Space(analyser("nb"))
    made.encode(["barn skole"])
    made.keep()
    made.letters()
    for n in range(8):
        encoded = made.encode([f"barn hus{n} vei{n} by{n}"])
        assert [made.forms[t] for t in encoded.tokens] == ["barn", f"hus{n}", f"vei{n}", f"by{n}"]
        assert made.letters().shape[0] == len(made.forms) <= 2 + 3 + 3
    assert made.forms[:2] == ["barn", "skole"]
