"""Dictionaries as sorted lines: the lemmas of simplemma's own tables, written down once, never believed by halves."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from simplemma.strategies.dictionaries.dictionary_factory import DEFAULT_DICTIONARY_FACTORY

from qualcode.text.dictionary import Lines, dictionary, lines_of

words = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\t\n"), min_size=1, max_size=12)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder that is not there yet."""
    monkeypatch.setattr("platformdirs.user_cache_path", lambda name: tmp_path / "cache" / name)
    return tmp_path / "cache" / "qualcode"


def opened(language: str) -> Any:
    """The dictionary as a new process finds it."""
    return dictionary.__wrapped__(language)


@given(st.dictionaries(words, words, max_size=400), st.lists(words, max_size=20))
def test_lines_know_what_the_table_knows_and_nothing_else(table: dict[str, str], others: list[str]) -> None:
    lines = Lines(lines_of(table))
    for word in [*table, *others, *(word[:-1] for word in table), "", "\n", "\t"]:
        assert lines.get(word) == table.get(word), word


def test_many_lines_are_found_across_blocks() -> None:
    table = {f"ord{n}": f"lemma{n}" * (n % 50) for n in range(3000)}
    lines = Lines(lines_of(table))
    assert {word: lines.get(word) for word in table} == table


def test_a_dictionary_is_unpacked_once_and_then_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    table = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nn")
    some = [*list(table)[::997], "finstikkeikkje"]
    assert [opened("nn").get(word) for word in some] == [table.get(word) for word in some]
    assert [path.suffix for path in cache.iterdir()] == [".txt"]
    monkeypatch.delattr("simplemma.strategies.dictionaries.dictionary_factory.DEFAULT_DICTIONARY_FACTORY")
    again = opened("nn")
    assert [again.get(word) for word in some] == [table.get(word) for word in some]


def test_half_a_file_is_written_anew(cache: Path) -> None:
    opened("nn")
    (file,) = cache.iterdir()
    whole = file.read_bytes()
    file.write_bytes(whole[: whole.index(b"\n", len(whole) // 2)])
    assert opened("nn").get("jentene") == DEFAULT_DICTIONARY_FACTORY.get_dictionary("nn").get("jentene")
    assert file.read_bytes() == whole


def test_no_folder_to_write_to_is_no_failure(cache: Path) -> None:
    cache.parent.write_text("a file where the folder should be", encoding="utf-8")
    assert opened("nn").get("jentene") == DEFAULT_DICTIONARY_FACTORY.get_dictionary("nn").get("jentene") is not None
