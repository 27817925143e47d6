from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import dump, load
from qualcode.codebook.reading import from_yaml
from qualcode.codebook.writing import same
from qualcode.model import Code, Codebook

ROOT = Path(__file__).parents[2]
TEXT = """\
# Vår kodebok
version: 3   # teller opp
name: HOLF

codes:   # listen
    # om huset
    - id: bolig
      color: "#123456"  # blå
      definition: >-
        Hvordan familien
        bor.

      # nøkkelordene er ferdige
      keywords:
        - hus
        - leie   # og utleie
      codes:
        - id: leie
    # penger sist
    - name: Økonomi
      id: økonomi
# slutt
"""


def with_code(book: Codebook, code: Code) -> Codebook:
    return replace(book, codes=tuple(code if c.id == code.id else c for c in book.codes))


def test_an_unchanged_codebook_is_written_as_it_was() -> None:
    assert dump(from_yaml(TEXT), TEXT) == TEXT
    holf = ROOT / "codebooks/holf.yaml"
    assert dump(load(holf), holf.read_text(encoding="utf-8")) == holf.read_text(encoding="utf-8")


def test_a_changed_field_changes_its_lines_only() -> None:
    book = from_yaml(TEXT)
    changed = with_code(book, replace(book.by_id["bolig"], color="#ABCDEF", definition="Boforhold."))
    expected = TEXT.replace("#123456", "#ABCDEF").replace(
        "definition: >-\n        Hvordan familien\n        bor.", "definition: Boforhold."
    )
    assert dump(changed, TEXT) == expected


def test_a_moved_code_takes_its_comment_and_indent_along() -> None:
    book = from_yaml(TEXT)
    bolig, money = book.codes
    moved = replace(book, codes=(money, replace(bolig, codes=()), bolig.codes[0]), version=4)
    text = dump(moved, TEXT)
    assert same(from_yaml(text), moved)
    assert "    # penger sist\n    - name: Økonomi\n      id: økonomi\n    # om huset\n    - id: bolig\n" in text
    assert "        - leie   # og utleie\n    - id: leie\n# slutt\n" in text
    assert "version: 4   # teller opp" in text


def test_a_renamed_code_keeps_its_lines() -> None:
    book = from_yaml(TEXT)
    text = dump(replace(book, codes=(replace(book.codes[0], id="hus"), book.codes[1])), TEXT)
    assert text == TEXT.replace("- id: bolig\n", "- id: hus\n      name: Bolig\n")


def test_new_fields_and_codes_find_their_place() -> None:
    book = from_yaml(TEXT)
    bolig, money = book.codes
    money = replace(money, definition="Penger", retired=True, codes=(Code("gjeld", "Gjeld", keywords=("lån, gamle",)),))
    text = dump(replace(book, codes=(bolig, money)), TEXT)
    assert text.endswith(
        "    # penger sist\n"
        "    - name: Økonomi\n"
        "      id: økonomi\n"
        "      definition: Penger\n"
        "      retired: true\n"
        "      codes:\n"
        "          - id: gjeld\n"
        "            name: Gjeld\n"
        "            keywords: ['lån, gamle']\n"
        "# slutt\n"
    )


def test_dropped_codes_and_fields_are_gone() -> None:
    book = from_yaml(TEXT)
    text = dump(replace(book, codes=(replace(book.codes[0], keywords=(), codes=()),)), TEXT)
    assert "keywords" not in text
    assert "penger" not in text
    assert from_yaml(text).codes[0].codes == ()


@pytest.mark.parametrize(
    "previous", ["", "nonsense: [", "codes: [{id: x}]", "codes:\n- {id: bolig, name: B}\n- id: y\n"]
)
def test_what_cannot_be_kept_is_written_anew(previous: str) -> None:
    book = from_yaml(TEXT)
    assert same(from_yaml(dump(book, previous)), book)


NOT_YAML = "\x85\u2028\u2029\ufeff\ufffe\uffff"
TRICKY = ["null", "~", "yes", "1.0", "# x", "a: b", "- a", "'", '"', "[x", "*x", "&x", "%", "en\nto\n\ntre", "  \n x"]
words = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=NOT_YAML), max_size=30)
texts = st.one_of(words, st.sampled_from(TRICKY)).map(str.strip)
items = st.lists(texts.filter(bool), max_size=3).map(tuple)


@st.composite
def books(draw: st.DrawFn) -> Codebook:
    ids = draw(st.lists(st.text("abcæøå_-1", min_size=1, max_size=4), min_size=1, max_size=7, unique=True))
    codes: list[Code] = []
    for n, code in enumerate(ids):
        below, codes = (codes, []) if n and draw(st.booleans()) else ([], codes)
        fields: dict[str, Any] = {k: draw(texts) for k in ("name", "definition", "include", "exclude")}
        lists: dict[str, Any] = {k: draw(items) for k in ("keywords", "rules", "examples")}
        codes.append(Code(code, **fields, **lists, codes=tuple(below), retired=draw(st.booleans())))
    return Codebook(tuple(codes), draw(texts), "nb", draw(st.integers(0, 99)))


@settings(deadline=None, max_examples=60)
@given(books())
def test_what_is_written_reads_back_the_same(book: Codebook) -> None:
    assert same(from_yaml(dump(book)), book)


@settings(deadline=None, max_examples=60)
@given(books(), books())
def test_any_book_can_be_written_over_any_other(book: Codebook, other: Codebook) -> None:
    assert same(from_yaml(dump(book, dump(other))), book)
