"""Which files are ours, and may be written over."""

import os
from pathlib import Path

import pytest

from qualcode.store import written_files


def test_a_file_that_was_written_is_ours_wherever_it_lies(tmp_path: Path) -> None:
    file = tmp_path / "ark.csv"
    file.write_text("kode;antall\n", encoding="utf-8")
    assert not written_files.is_ours(tmp_path, file)
    written_files.record(tmp_path, file, "gul")
    assert written_files.is_ours(tmp_path, file)
    moved = file.rename(tmp_path / "annet navn.csv")
    assert written_files.is_ours(tmp_path, moved)
    (one,) = written_files.known(tmp_path)
    assert (one.path, one.classification) == (str(file), "gul")
    assert oct((tmp_path / written_files.NAME).stat().st_mode & 0o777) == "0o600"


def test_a_file_in_which_somebody_wrote_is_not(tmp_path: Path) -> None:
    file = tmp_path / "ark.csv"
    file.write_text("kode;avgjort\n", encoding="utf-8")
    written_files.record(tmp_path, file)
    file.write_text("kode;avgjort\nbarn;A\n", encoding="utf-8")
    assert not written_files.is_ours(tmp_path, file)
    assert not written_files.may_write(tmp_path, file)


def test_devices_and_what_is_not_there_may_be_written_folders_not(tmp_path: Path) -> None:
    assert written_files.may_write(tmp_path, tmp_path / "ny.csv")
    assert written_files.may_write(tmp_path, Path(os.devnull))
    assert not written_files.may_write(tmp_path, tmp_path)


@pytest.mark.parametrize("line", ["{", "[]", '{"hash": 1}', "\0", '{"hash": "a", "path": "b", "time": "c", "more": 1}'])
def test_a_line_that_cannot_be_read_says_nothing(line: str, tmp_path: Path) -> None:
    (tmp_path / written_files.NAME).write_text(f"{line}\n", encoding="utf-8")
    file = tmp_path / "ark.csv"
    file.write_text("a", encoding="utf-8")
    written_files.record(tmp_path, file)
    assert [one.path for one in written_files.known(tmp_path)] == [str(file)]
    assert written_files.is_ours(tmp_path, file)
