"""Dictionaries are unpacked once and then looked into where they lie, and are never believed by halves."""

from collections.abc import Mapping
from pathlib import Path

import pytest
from simplemma.strategies.dictionaries import DEFAULT_DICTIONARY_FACTORY

from qualcode.text.lemmas import dictionary, known_words, lemmatiser

WORDS = ["jentene", "finstikkeikkje", "Oslo", "helsesyster", ""]


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache folder that is not there yet."""
    where = "simplemma.strategies.dictionaries.trie_dictionary_factory.user_cache_dir"
    monkeypatch.setattr(where, lambda name: str(tmp_path / "cache" / name))
    return tmp_path / "cache"


def opened(language: str) -> Mapping[str, str]:
    """The dictionary as a new process finds it."""
    found: Mapping[str, str] = dictionary.__wrapped__(language)
    return found


def expected() -> list[str | None]:
    table = DEFAULT_DICTIONARY_FACTORY.get_dictionary("nn")
    return [table.get(word) for word in WORDS]


def test_a_dictionary_is_unpacked_once_and_then_read(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert [opened("nn").get(word) for word in WORDS] == expected()
    assert any(path.is_file() for path in cache.rglob("nn*"))
    monkeypatch.setattr(
        "simplemma.strategies.dictionaries.trie_dictionary_factory._load_dictionary_from_disk",
        lambda language: pytest.fail("unpacked again"),
    )
    assert [opened("nn").get(word) for word in WORDS] == expected()


def test_half_a_file_is_written_anew(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    opened("nn")
    (file,) = (path for path in cache.rglob("nn*") if path.is_file())
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert [opened("nn").get(word) for word in WORDS] == expected()
    assert file.read_bytes() == whole
    assert capsys.readouterr() == ("", "")


def test_no_folder_to_write_to_is_no_failure(cache: Path, capsys: pytest.CaptureFixture[str]) -> None:
    cache.write_text("a file where the folder should be", encoding="utf-8")
    assert [opened("nn").get(word) for word in WORDS] == expected()
    assert capsys.readouterr() == ("", "")


def test_lemmas_of_both_norms_and_known_words() -> None:
    lemma, known = lemmatiser("nb"), known_words("nb")
    assert [lemma(word) for word in ("barna", "jentene", "skulane", "æøåq", "2017")] == [
        "barn",
        "jente",
        "skule",
        "æøåq",
        "2017",
    ]
    assert [known(word) for word in ("barn", "oslo", "skulane", "æøåq")] == [True, True, True, False]
