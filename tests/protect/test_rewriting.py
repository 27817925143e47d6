"""Putting replacements into a text: what points into it moves along, and everything can be taken out again."""

from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Segment, Turn
from qualcode.protect.deciding import Ruling, parts, rulings
from qualcode.protect.rewriting import Body, Edit, Rewriting, Rules

TEXT = "Kari: Karis mor heter Liv. Ola Moe sa: Kari, KARI! Liv er livet. Han er 34 år."


def _rules(*said: tuple[str, str]) -> Rules:
    return Rules([Ruling("person", old, "replace", {old: new}) for old, new in said], lambda word: word == "liv")


def test_every_form_has_its_own() -> None:
    assert _rules(("Kari", "Anne")).rewriting(TEXT).text(TEXT) == (
        "Anne: Annes mor heter Liv. Ola Moe sa: Anne, ANNE! Liv er livet. Han er 34 år."
    )


def test_a_name_that_is_a_word_is_replaced_only_where_it_was_found() -> None:
    assert _rules(("Liv", "Eva")).rewriting(TEXT).edits == ()


def test_the_longest_name_wins() -> None:
    rules = _rules(("Ola", "Per"), ("Ola Moe", "Per Lund"))
    assert [edit.new for edit in rules.rewriting(TEXT).edits] == ["Per Lund"]


def test_words_of_a_full_name_follow_from_it() -> None:
    found = parts([Ruling("person", "Ola Moe", "replace", {"Ola Moe": "Per Lund"})])
    assert [(r.found, r.forms) for r in found] == [("Ola", {"Ola": "Per"}), ("Moe", {"Moe": "Lund"})]


def test_a_span_that_cuts_replaced_words_takes_them_whole() -> None:
    rewriting = Rewriting((Edit(4, 8, "Kari", "Annbjørg"),))
    assert rewriting.span(6, 12) == (4, 16)
    assert rewriting.span(0, 4) == (0, 4)
    assert rewriting.span(8, 10) == (12, 14)


def test_turns_and_segments_move_along() -> None:
    text = "Kari: Hei, Kari."
    body = Body(text, (Turn(1, 6, 16, "Kari"),), (Segment(1, 1, 6, 16),))
    rules = _rules(("Kari", "Bo"))
    new = body.rewritten(rules.rewriting(text), lambda name: rules.rewriting(name).text(name))
    assert new.text == "Bo: Hei, Bo."
    assert new.turns == (Turn(1, 4, 12, "Bo"),)
    assert new.text[slice(*new.segments[0][2:])] == "Hei, Bo."


def test_a_sheet_says_one_form_differently() -> None:
    row = {
        "kind": "person",
        "found": "Kari",
        "forms": "Kari; Karis; KARI",
        "decision": "replace",
        "replacement": "Kari → Anne; Karis → Anna si",
    }
    (ruling,) = rulings([row], "ark.csv")
    assert ruling.forms == {"Kari": "Anne", "Karis": "Anna si", "KARI": "ANNE"}


def test_an_empty_replacement_is_the_proposal() -> None:
    row = {
        "kind": "place",
        "found": "Bergen",
        "forms": "Bergen; Bergens",
        "decision": "category",
        "proposal": "category [sted]",
    }
    (ruling,) = rulings([row], "ark.csv")
    assert ruling.forms == {"Bergen": "[sted]", "Bergens": "[sted]s"}


WORDS = st.sampled_from(["Kari", "Karis", "Ola Moe", "mor", "hei", "å", "👪", "34 år", ",", "\n"])


@given(
    st.lists(WORDS, min_size=1, max_size=40),
    st.dictionaries(
        st.sampled_from(["Kari", "Ola Moe", "Moe", "34 år"]), st.sampled_from(["Bo", "Annbjørg", "[sted]", "Kari"])
    ),
    st.data(),
)
def test_quotes_are_as_before_but_for_the_replaced_words(
    words: list[str], decided: dict[str, str], data: st.DataObject
) -> None:
    text = " ".join(words)
    rules = Rules([Ruling("person", old, "replace", {old: new}) for old, new in decided.items()], lambda word: False)
    rewriting = rules.rewriting(text)
    new = rewriting.text(text)
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    first, last = rewriting.span(start, end)
    touched = [e for e in rewriting.edits if e.start < end and start < e.end]
    whole = (min([start, *(e.start for e in touched)]), max([end, *(e.end for e in touched)]))
    expected, at = "", whole[0]
    for edit in touched:
        expected += text[at : edit.start] + edit.new
        at = edit.end
    assert new[first:last] == expected + text[at : whole[1]]
    assert rewriting.inverse.text(new) == text
    assert rewriting.inverse.span(first, last) == whole
