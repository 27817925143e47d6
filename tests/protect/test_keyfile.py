"""The key is read back as it was written, by its passphrase alone."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.protect.deciding import Ruling
from qualcode.protect.keyfile import Key, Old
from qualcode.protect.rewriting import Edit, Rewriting

KEY = Key(
    "k1",
    [Ruling("person", "Kari", "replace", {"Kari": "Anne", "Karis": "Annes"})],
    {"ny": Old("gammel", Rewriting((Edit(0, 4, "Anne", "Kari"),)), ("Kari", None), ((0, 1.5),))},
    {"memo.text": {"Annes ark": "Karis ark"}},
)


def test_what_is_written_is_read() -> None:
    data = KEY.to_bytes(
        "hemmelig",
    )
    assert b"Kari" not in data
    assert Key.from_bytes(data, "hemmelig", Path("nøkkel")) == KEY


def test_the_way_there_follows_from_the_way_back() -> None:
    forward = KEY.forward("gammel")
    assert forward is not None
    assert forward.text("Kari lo") == "Anne lo"


def test_a_wrong_passphrase_is_said() -> None:
    with pytest.raises(QualcodeError, match="nøkkel: the passphrase does not open it"):
        Key.from_bytes(KEY.to_bytes("hemmelig"), "feil", Path("nøkkel"))


def test_a_file_that_is_no_key_is_said() -> None:
    with pytest.raises(QualcodeError, match="not encrypted"):
        Key.from_bytes(b"kari;anne", "hemmelig", Path("nøkkel"))


def test_a_machine_that_is_busy_for_a_moment_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """What age says of a file that it takes for too much work, since it measured while something else was running."""
    import pyrage

    data, opened, said = KEY.to_bytes("hemmelig"), pyrage.passphrase.decrypt, iter(["Excessive work parameter", ""])

    def busy(data: bytes, passphrase: str) -> bytes:
        if error := next(said):
            raise pyrage.DecryptError(error)
        return bytes(opened(data, passphrase))

    monkeypatch.setattr(pyrage.passphrase, "decrypt", busy)
    assert Key.from_bytes(data, "hemmelig", Path("nøkkel")) == KEY
