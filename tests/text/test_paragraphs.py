"""Where the paragraphs of a text are."""

from qualcode.model import Place
from qualcode.text.paragraphs import paragraphs, trimmed

WRAPPED = "Vi snakket om\nmøtet på tirsdag\nog så gikk vi\nhver til vårt\nKlokka var fire"


def test_blanks_at_the_ends_of_a_span_are_left_out() -> None:
    assert trimmed("  ab \n", 0, 6) == Place(2, 4)
    assert trimmed("ab", 0, 2) == Place(0, 2)
    assert trimmed(" \n ", 0, 3) is None
    assert trimmed("ab", 1, 1) is None


def cut(text: str, **options: bool) -> list[str]:
    return [text[p.start : p.end] for p in paragraphs(text, 0, len(text), **options)]


def test_a_paragraph_is_a_line_or_stands_between_blank_lines() -> None:
    assert cut("En.\n To. \n\nTre.") == ["En.", "To.", "Tre."]
    assert cut(WRAPPED + "\n \nSlutt\nher") == [WRAPPED, "Slutt\nher"]
    assert cut("En.\nTo.\n\nTre.", wrapped=True) == ["En.\nTo.", "Tre."]
    assert cut(WRAPPED, wrapped=False) == WRAPPED.split("\n")
    assert [p.start for p in paragraphs("En.\nTo.\nTre.", 4, 7)] == [4]
