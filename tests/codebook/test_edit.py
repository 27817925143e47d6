from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from qualcode.codebook import edit
from qualcode.codebook.reading import from_yaml
from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook

# a ─ b ─ c      each code's uid is its id in capitals
#   └ d
# e
BOOK = Codebook(
    (
        Code(
            "a",
            "Alle",
            definition="A.",
            keywords=("x", "y"),
            uid="A",
            codes=(Code("b", "B", uid="B", codes=(Code("c", "Ce", keywords=("Y", "z"), uid="C"),)), Code("d", uid="D")),
        ),
        Code("e", "E", uid="E"),
    ),
    "Prøve",
)


def tree(book: Codebook) -> list[str]:
    return ["/".join(book.paths[code.id]) for code in book.walk()]


def test_add_puts_a_code_where_it_is_asked_for() -> None:
    book = edit.add(BOOK, Code("ny_kode", keywords=(" en ", "", "En")), parent="a", after="b")
    assert tree(book) == ["a", "a/b", "a/b/c", "a/ny_kode", "a/d", "e"]
    new = book.by_id["ny_kode"]
    assert (new.name, new.keywords, len(new.uid)) == ("Ny kode", ("en",), 32)
    assert tree(edit.add(BOOK, Code("f", uid="F", codes=(Code("g"),))))[-2:] == ["f", "f/g"]
    assert tree(edit.add(BOOK, Code("f"), before="b"))[1] == "a/f"
    assert edit.add(BOOK, Code("f", uid="F")).by_id["f"].uid == "F"
    assert len(BOOK.by_id) == 5


def test_edit_changes_fields_and_nothing_else() -> None:
    book = edit.edit(BOOK, "c", definition=" Om c.\r\n", keywords="en, to,EN", examples="Ja, vel.\nNei.", color="fff")
    c = book.by_id["c"]
    assert (c.definition, c.keywords, c.examples, c.color) == ("Om c.", ("en", "to"), ("Ja, vel.", "Nei."), "#ffffff")
    assert (c.uid, c.name) == ("C", "Ce")
    assert tree(book) == tree(BOOK)
    assert edit.edit(edit.retire(BOOK, "e"), "e", retired=False) == BOOK


def test_rename_keeps_uid_children_and_a_chosen_name() -> None:
    book = edit.rename(BOOK, "b", "bolig")
    assert tree(book) == ["a", "a/bolig", "a/bolig/c", "a/d", "e"]
    assert (book.by_id["bolig"].uid, book.by_id["bolig"].name) == ("B", "Bolig")
    assert edit.rename(BOOK, "a", "æ").by_id["æ"].name == "Alle"
    assert edit.rename(BOOK, "e", "E").by_id["E"].uid == "E"


def test_move() -> None:
    assert tree(edit.move(BOOK, "b")) == ["a", "a/d", "e", "b", "b/c"]
    assert tree(edit.move(BOOK, "b", "e")) == ["a", "a/d", "e", "e/b", "e/b/c"]
    assert tree(edit.move(BOOK, "e", before="a")) == ["e", "a", "a/b", "a/b/c", "a/d"]
    assert tree(edit.move(BOOK, "e", after="c")) == ["a", "a/b", "a/b/c", "a/b/e", "a/d"]
    assert tree(edit.move(BOOK, "d", "a", before="b")) == ["a", "a/d", "a/b", "a/b/c", "e"]


def test_merge_unites_keywords_and_takes_the_children_along() -> None:
    book = edit.merge(BOOK, ["b", "e"], "d")
    assert tree(book) == ["a", "a/d", "a/d/c"]
    up = edit.merge(BOOK, ["b", "c"], "a")
    assert tree(up) == ["a", "a/d", "e"]
    assert up.by_id["a"].keywords == ("x", "y", "z")
    assert up.by_id["a"].definition == "A."


def test_retire_takes_all_below_along_and_split_keeps_the_rest() -> None:
    assert {c.id for c in edit.retire(BOOK, "a").walk() if c.retired} == {"a", "b", "c", "d"}
    book = edit.split(BOOK, "b", [Code("b1"), Code("e"), Code("b2")])
    assert tree(book) == ["a", "a/b", "a/b/c", "a/b1", "a/b2", "a/d", "e"]
    assert [c.id for c in book.walk() if c.retired] == ["b"]
    kept = edit.split(BOOK, "b", [Code("b"), Code("b1")])
    assert not any(c.retired for c in kept.walk())


REFUSALS: list[tuple[Callable[[], Any], str]] = [
    (lambda: edit.add(BOOK, Code("a")), "'a' already"),
    (lambda: edit.add(BOOK, Code("A")), "'A' already"),
    (lambda: edit.add(BOOK, Code("f", codes=(Code("f"),))), "'f' already"),
    (lambda: edit.add(BOOK, Code("f g")), "for example 'f_g'"),
    (lambda: edit.add(BOOK, Code("f"), parent="x"), "no code 'x'"),
    (lambda: edit.add(BOOK, Code("f"), parent="e", after="b"), "not stand directly under 'e'"),
    (lambda: edit.edit(BOOK, "a", definiton=""), "Did you mean 'definition'"),
    (lambda: edit.edit(BOOK, "a", id="b"), "unknown field 'id'"),
    (lambda: edit.edit(BOOK, "a", color="rød"), "not a colour"),
    (lambda: edit.edit(BOOK, "aa"), "Did you mean a"),
    (lambda: edit.rename(BOOK, "a", "B"), "'B' already"),
    (lambda: edit.rename(BOOK, "a", ""), "without an id"),
    (lambda: edit.move(BOOK, "a", "c"), "below it"),
    (lambda: edit.move(BOOK, "a", after="a"), "itself"),
    (lambda: edit.merge(BOOK, ["a"], "c"), "below it"),
    (lambda: edit.merge(BOOK, ["a"], "a"), "into itself"),
    (lambda: edit.merge(BOOK, ["e", "x"], "a"), "no code 'x'"),
    (lambda: edit.split(BOOK, "a", []), "into nothing"),
    (lambda: edit.retire(BOOK, "x"), "no code 'x'"),
]


@pytest.mark.parametrize("number", range(len(REFUSALS)))
def test_what_makes_no_sense_is_refused(number: int) -> None:
    call, words = REFUSALS[number]
    with pytest.raises(QualcodeError) as caught:
        call()
    assert words in str(caught.value)
    assert not str(caught.value).startswith(":")


def test_reconcile_keeps_uids_and_what_is_in_use() -> None:
    loaded = from_yaml("name: Ny\ncodes:\n- id: e\n  codes:\n  - id: D\n- id: a\n- id: f\n")
    book = edit.reconcile(BOOK, loaded, in_use=["c"])
    assert tree(book) == ["e", "e/D", "a", "a/c", "f"]
    assert [book.by_id[i].uid for i in ("e", "D", "a", "c")] == ["E", "D", "A", "C"]
    assert len(book.by_id["f"].uid) == 32
    assert book.by_id["c"].retired
    assert book.name == "Ny"
    assert edit.reconcile(BOOK, Codebook(loaded.codes)).name == "Prøve"
    assert edit.reconcile(book, book) == book


ids = st.sampled_from([*"abcdefgh"])


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(["add", "rename", "move", "merge", "retire", "split"]), ids, ids), max_size=12)
)
def test_no_sequence_of_changes_loses_or_doubles_a_code(steps: list[tuple[str, str, str]]) -> None:
    book = BOOK
    for verb, one, other in steps:
        before = {c.uid for c in book.walk()}
        try:
            if verb == "add":
                after = edit.add(book, Code(one), parent=other)
            elif verb == "merge":
                after = edit.merge(book, [one], other)
            elif verb == "split":
                after = edit.split(book, one, [Code(other)])
            elif verb == "retire":
                after = edit.retire(book, one)
            else:
                after = getattr(edit, verb)(book, one, other)
        except QualcodeError:
            continue
        uids = [c.uid for c in after.walk()]
        gone = {book.by_id[one].uid} if verb == "merge" else set()
        assert len(set(uids)) == len(uids) == len(after.by_id)
        assert before - gone <= set(uids)
        assert not gone & set(uids)
        book = after
