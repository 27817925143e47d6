"""Codings find their words again after a correction, and none goes astray silently."""

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.importers.reanchor import Reanchored, reanchor
from qualcode.model import Coding

TEXT = (
    "Intervjuer: Hva er viktigst?\nKari: Ja. Det viktigste er ro, og at noen ringer tilbake.\n"
    "Intervjuer: Ja?\nKari: Ja. Vi venter i åtte uker på svar fra kommunen.\nIntervjuer: Takk.\n"
)


def coding(text: str, quote: str, nth: int = 0) -> Coding:
    at = -1
    for _ in range(nth + 1):
        at = text.index(quote, at + 1)
    return Coding("c", "t", "x", "k", at, at + len(quote), quote)


def again(new: str, quote: str, nth: int = 0) -> Reanchored:
    (result,) = reanchor(TEXT, new, [coding(TEXT, quote, nth)])
    if result.start is not None and result.end is not None:
        assert result.status in ("kept", "moved")
    else:
        assert result.status in ("ambiguous", "lost")
    return result


def words(text: str, result: Reanchored) -> str | None:
    return None if result.start is None else text[result.start : result.end]


def test_nothing_changed() -> None:
    for quote in ("Ja.", "Det viktigste er ro", "Kari: Ja. Vi venter"):
        result = again(TEXT, quote)
        assert (result.status, words(TEXT, result)) == ("kept", quote)


def test_what_stands_before_a_change_is_kept_and_what_follows_has_moved() -> None:
    new = TEXT.replace("Ja?", "Ja, gjør de det?")
    assert again(new, "Det viktigste er ro").status == "kept"
    moved = again(new, "åtte uker")
    assert (moved.status, words(new, moved)) == ("moved", "åtte uker")


def test_the_right_one_of_equal_words() -> None:
    new = "Opptak 2\n" + TEXT
    assert again(new, "Ja.", 1).start == new.index("Ja. Vi venter")
    new = TEXT.replace("Ja. Det viktigste", "Det viktigste")
    assert again(new, "Ja.", 1).start == new.index("Ja. Vi venter")


def test_a_paragraph_that_changed_places() -> None:
    lines = TEXT.splitlines(keepends=True)
    new = "".join([*lines[2:4], *lines[:2], *lines[4:]])
    for quote in ("at noen ringer tilbake", "Vi venter i åtte uker"):
        result = again(new, quote)
        assert words(new, result) == quote


def test_a_corrected_word_inside_the_quote() -> None:
    new = TEXT.replace("ringer tilbake", "ringer deg tilbake")
    result = again(new, "Det viktigste er ro, og at noen ringer tilbake.")
    assert (result.status, words(new, result)) == ("moved", "Det viktigste er ro, og at noen ringer deg tilbake.")


def test_a_quote_that_is_half_another_is_for_a_person_to_settle() -> None:
    new = TEXT.replace("og at noen ringer tilbake", "og at noen svarer på brev")
    result = again(new, "ro, og at noen ringer tilbake")
    assert result.status == "ambiguous"
    assert new[result.candidates[0].start : result.candidates[0].end].startswith("ro, og at noen svarer")


def test_one_of_two_equal_quotes_gone_with_its_surroundings() -> None:
    new = "Helt annet innhold.\nJa. Nei.\nOg noe mer, som ingen sa. Ja. Eller?\n"
    result = again(new, "Ja.")
    assert result.status == "ambiguous"
    assert {new[p.start : p.end] for p in result.candidates} == {"Ja."}
    assert len(result.candidates) == 2


def test_a_quote_that_is_gone_is_lost() -> None:
    new = TEXT.replace("Ja. Vi venter i åtte uker på svar fra kommunen.", "Nei.")
    assert again(new, "Vi venter i åtte uker på svar fra kommunen.").status == "lost"
    assert again("", "Ja.").status == "lost"


def long_interview(words: int = 10_000) -> tuple[str, list[Coding]]:
    pick = random.Random(3)  # noqa: S311
    stock = "jeg vi det er ikke møte familie kontor barn skole økonomi så på å og i leder koordinator tirsdag".split()
    lines = []
    while words > 0:
        n = pick.randint(3, 60)
        words -= n
        lines.append(f"{pick.choice(['Intervjuer', 'Kari'])}: {' '.join(pick.choices(stock, k=n)).capitalize()}.")
    text = "\n".join(lines)
    spans = [(a := pick.randrange(len(text) - 200), a + pick.randint(3, 200)) for _ in range(200)]
    return text, [Coding(str(n), "t", "x", "k", a, b, text[a:b]) for n, (a, b) in enumerate(spans)]


@pytest.mark.timeout(30)
def test_a_word_at_the_beginning_of_a_long_interview_loses_nothing() -> None:
    text, codings = long_interview()
    new = "Ja, " + text
    results = reanchor(text, new, codings)
    assert [r.status for r in results] == ["moved"] * 200
    assert all(
        r.start == c.start + 4 and new[r.start : r.end] == c.quote for r, c in zip(results, codings, strict=True)
    )


@pytest.mark.timeout(30)
def test_scattered_corrections_in_a_long_interview_are_quick_and_right() -> None:
    text, codings = long_interview()
    pick = random.Random(4)  # noqa: S311
    new, shift = text, []
    for at in sorted(pick.sample(range(len(text)), 60), reverse=True):
        new = new[:at] + " [ny] " + new[at:]
        shift.append(at)
    began = time.perf_counter()
    results = reanchor(text, new, codings)
    assert time.perf_counter() - began < 5
    for result, c in zip(results, codings, strict=True):
        inside = sum(c.start < at < c.end for at in shift)
        where = c.start + 6 * sum(at <= c.start for at in shift)
        if not inside and len(c.quote) > 30:
            assert (result.start, result.status) == (where, "moved" if where != c.start else "kept")
        if len(c.quote) > 60:
            assert result.status != "lost"


PIECES = st.lists(
    st.sampled_from(
        ["ja ", "nei ", "vi venter ", "Kari: ", "\n", "barn ", "👨‍👩‍👧 ", "e\u0301", ". ", "kommunen ", "\u200b"]
    ),
    max_size=30,
).map("".join)


@settings(max_examples=300)
@given(PIECES, PIECES, PIECES, st.data())
def test_an_insertion_never_loses_what_it_does_not_touch(
    before: str, new: str, after: str, data: st.DataObject
) -> None:
    old = before + after
    spans = [(0, len(before)), (len(before), len(old))]
    codings = []
    for low, high in spans:
        if high > low:
            a = data.draw(st.integers(low, high - 1))
            b = data.draw(st.integers(a + 1, high))
            codings.append(Coding("c", "t", "x", "k", a, b, old[a:b]))
    whole = before + new + after
    for result in reanchor(old, whole, codings):
        if not result.coding.quote.strip():
            continue
        assert result.status != "lost"
        quoted = [whole[p.start : p.end] for p in result.candidates] or [str(words(whole, result))]
        assert set(quoted) == {result.coding.quote}


@settings(max_examples=200)
@given(PIECES, PIECES, st.data())
def test_any_two_texts_give_true_anchors(old: str, new: str, data: st.DataObject) -> None:
    if not old:
        return
    a = data.draw(st.integers(0, len(old) - 1))
    b = data.draw(st.integers(a + 1, len(old)))
    (result,) = reanchor(old, new, [Coding("c", "t", "x", "k", a, b, old[a:b])])
    if result.status == "kept":
        assert (result.start, result.end) == (a, b)
        assert new[a:b] == old[a:b]
    for place in result.candidates:
        assert 0 <= place.start < place.end <= len(new)
    if old == new and old.strip():
        assert result.status == "kept" or not old[a:b].strip()


def test_two_places_as_like_as_each_other_are_for_a_person_to_settle() -> None:
    said = (
        "en lang og rolig innledning som alle har hørt før, sa {}: Ja. og {} gikk de i samme rolige tone hele kvelden. "
    )
    old, first, second = said.format("hun", "så"), said.format("han", "da"), said.format("hin", "nå")
    (result,) = reanchor(old, first + second, [coding(old, "Ja.")])
    assert result.status == "ambiguous"
    assert {p.start for p in result.candidates} == {first.index("Ja."), len(first) + second.index("Ja.")}
    clear = "noe helt annet ble sagt av andre. Ja. Punktum.\n"
    (result,) = reanchor(old, clear + first, [coding(old, "Ja.")])
    assert (result.status, result.start) == ("moved", len(clear) + first.index("Ja."))


def test_a_quote_that_stood_twice_is_not_found_by_its_words_alone() -> None:
    quote = "Det er ro som er det viktigste her."
    old = f"Alfa: {quote} Beta?\nGamma, delta og noe mer.\nEpsilon sa dette: {quote} Zeta!\n"
    new = old.partition("\n")[2]
    (first,) = reanchor(old, new, [coding(old, quote)])
    assert first.status == "ambiguous"
    assert [new[p.start : p.end] for p in first.candidates] == [quote]
    (second,) = reanchor(old, new, [coding(old, quote, 1)])
    assert (second.status, second.start) == ("moved", new.index(quote))


ASKED = (
    "Intervjuer: Er det trangt?\nKari: Ja.\nIntervjuer: Og skolen?\nKari: Skolen er grei.\n"
    "Intervjuer: Trives de der?\nKari: Ja.\nIntervjuer: Hva med helsa?\nKari: Så som så.\n"
)


def test_a_coding_on_deleted_text_never_lands_where_other_text_did_not_change() -> None:
    lines = ASKED.splitlines(keepends=True)
    new = "".join([*lines[:2], *lines[6:]])
    first, second = reanchor(ASKED, new, [coding(ASKED, "Ja."), coding(ASKED, "Ja.", 1)])
    assert (first.status, first.start) == ("kept", new.index("Ja."))
    assert second.status == "lost"


def test_codings_follow_passages_that_changed_places() -> None:
    lines = ASKED.splitlines(keepends=True)
    new = "".join([*lines[4:6], *lines[2:4], *lines[:2], *lines[6:]])
    first, second = reanchor(ASKED, new, [coding(ASKED, "Ja."), coding(ASKED, "Ja.", 1)])
    assert first.start == new.index("trangt?") + len("trangt?\nKari: ")
    assert second.start == new.index("der?") + len("der?\nKari: ")


def test_other_blanks_and_quotation_marks_lose_nothing() -> None:
    old = 'Kari: Hun sa "det går bra" - og gikk.\nOla: Ja.\n'
    new = "Kari: Hun\u00a0sa «det går bra» – og gikk.\nOla: Ja.\n"
    quote = 'Hun sa "det går bra" - og gikk.'
    (found,) = reanchor(old, new, [coding(old, quote)])
    assert (found.status, new[found.start : found.end]) == ("kept", "Hun\u00a0sa «det går bra» – og gikk.")
