"""Segments tile the turns; sentences end where a Norwegian reader says they do."""

from collections.abc import Sequence
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.model import Segment, Turn
from qualcode.segment import segments, sentences

# Each line is one text; its sentences are parted by " | ".
NORWEGIAN = """\
Vi har det bra. | Det har de også!
Ja. | Nei. | Kanskje?
Vi brukte bl.a. NAV og f.eks. Husbanken, dvs. Staten.
Det var ca. 3 møter på ca. 45 min. hver, jf. Granmo.
Vi fikk hjelp til skole, bolig osv. | Det var fint.
Hun kom kl. 12.30. | Da var det for sent.
Møtet var 3. mars. | Det neste er 17. Mai.
Jeg gikk ut av 10. klasse i 2009. | Så ble det jobb.
1. Dette er et punkt. | 2. Dette også.
Den 2. gangen gikk det bedre.
Jeg og X. | Vi prøvde begge.
Saken til A. Hansen ble flyttet. | B.E. Dahl tok over.
Jeg sa til dr. Berg at det var nok.
Men så … altså … jeg vet ikke. | Det … Det er vanskelig.
Jeg tenkte at ... | Men så gjorde jeg det ikke.
... Og for vår del er det greit. | Ja.
Ja. (ler) | Det var rart.
Ja. [pause] | Det var rart (ler). | Så gikk vi.
Vi prøvde (det var i 2017. Da var alt nytt) igjen.
Hun sa: «Kom inn!» og lukket døra. | Jeg kom.
«Er du gal?» spurte han. | «Nei.»
Han sa: «Hun ropte "kom hit!" til meg.» | Da gikk jeg.
«Jeg vet ikke. Spør noen andre», sa hun. | Så jeg spurte.
Hvorfor det? | – Fordi. | – Jaha!
Hva?! | Nei!!! | Å …
Vi må snakke med barna. (…) | Det gjør vi ikke.
Sånn er det jo - men så
hva da? | det vet jeg ikke. kanskje senere.
Nr. 4 på lista var St. Olavs, tlf. 73 00 00 00.
Avd. 3 v/Kari, fra kl. 8 t.o.m. 16. | Kom da.
Du er min. | Vi er dine.
""".splitlines()


def cut(line: str, language: str) -> tuple[list[str], list[str]]:
    wanted = line.split(" | ")
    text = " ".join(wanted)
    return wanted, [text[p.start : p.end] for p in sentences(text, 0, len(text), language)]


@pytest.mark.parametrize("line", NORWEGIAN)
def test_norwegian_sentences(line: str) -> None:
    wanted, found = cut(line, "nb")
    assert found == wanted


def test_english_sentences() -> None:
    wanted, found = cut("Dr. Smith came. | We talked.", "en")
    assert found == wanted


def test_abbreviations_are_those_of_the_language() -> None:
    text = "It was approx. Ten of them. Yes."
    turns = [Turn(1, 0, len(text))]
    english, norwegian = (
        [text[s.start : s.end] for s in segments(text, turns, "sentence", language)] for language in ("en", "nb")
    )
    assert english == ["It was approx. Ten of them.", "Yes."]
    assert norwegian == ["It was approx.", "Ten of them.", "Yes."]


def test_paragraphs_are_lines_or_parted_by_blank_lines() -> None:
    lines = "Første avsnitt er langt nok.\nAndre avsnitt. Det har to.\n\n  Tredje.  "
    turns = [Turn(1, 0, len(lines.rstrip()))]
    found = segments(lines, turns, "paragraph", "nb")
    assert [lines[s.start : s.end] for s in found] == [
        "Første avsnitt er langt nok.",
        "Andre avsnitt. Det har to.",
        "Tredje.",
    ]
    assert found == (Segment(1, 1, 0, 28), Segment(2, 1, 29, 55), Segment(3, 1, 59, 66))
    wrapped = (
        "Dette er en tekst som er\nbrutt ved en viss bredde og\nsom går videre på neste\nlinje her.\n\nSlutt på\ndet."
    )
    found = segments(wrapped, [Turn(1, 0, len(wrapped))], "paragraph", "nb")
    assert [wrapped[s.start : s.end] for s in found] == wrapped.split("\n\n")


def test_segments_are_numbered_through_and_never_cross_turns() -> None:
    text = "I: Hva? Hvem?\nK: Ja. Nei."
    turns = [Turn(1, 3, 13, "I"), Turn(2, 17, 25, "K")]
    found = segments(text, turns, "sentence", "nb")
    assert [(s.n, s.turn, text[s.start : s.end]) for s in found] == [
        (1, 1, "Hva?"),
        (2, 1, "Hvem?"),
        (3, 2, "Ja."),
        (4, 2, "Nei."),
    ]


WORDS = st.sampled_from(
    [
        "Ja",
        "nei",
        "bl.a.",
        "3.",
        "«",
        "»",
        '"',
        "(ler)",
        "[pause]",
        "…",
        "...",
        "?",
        "!",
        ". ",
        " ",
        "\n",
        "\n\n",
        "\t",
        "👨‍👩‍👧",
        "e\u0301",
        "\u00a0",
        "\u200b",
        "\u2028",
        "\x0c",
        "\x1c",
        "X.",
        "– ",
        "Å",
        "(",
        "]",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=60)


def tiles(text: str, turns: Sequence[Turn], found: Sequence[Segment]) -> None:
    covered = [i for s in found for i in range(s.start, s.end)]
    assert covered == sorted(set(covered))
    spoken = {i for t in turns for i in range(t.start, t.end)}
    assert {i for i in spoken if not text[i].isspace()} <= set(covered) <= spoken
    for segment in found:
        turn = turns[segment.turn - 1]
        assert turn.start <= segment.start < segment.end <= turn.end
        assert not text[segment.start].isspace()
        assert not text[segment.end - 1].isspace()
    assert [s.n for s in found] == list(range(1, len(found) + 1))


@settings(max_examples=400)
@given(TEXTS, st.lists(st.integers(0, 60), max_size=6), st.sampled_from(["paragraph", "sentence"]))
def test_segments_tile_any_turns_of_any_text(text: str, cuts: list[int], unit: str) -> None:
    places = sorted({0, len(text), *(c for c in cuts if c < len(text))})
    turns = [Turn(n, a, b) for n, (a, b) in enumerate(pairwise(places), 1)]
    found = segments(text, turns, unit, "nb")  # type: ignore[arg-type]
    tiles(text, turns, found)
    assert found == segments(text, turns, unit, "nb")  # type: ignore[arg-type]


def test_a_long_text_without_ends_takes_no_time() -> None:
    for piece in ("(a ", "«", "a.", ". (a", "A. "):
        text = piece * 20_000
        assert sentences(text, 0, len(text), "nb")
