"""Lists of one's own say what is a name here, and what is none."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.protect.finding import find
from qualcode.protect.lists import built_in
from qualcode.protect.mentions import Text

TEXT = Text("t", "Vi gikk til gulleple og til Oslo. Solstua kom senere. Da lo Fredmann.")


def test_what_is_listed_is_found_and_what_is_not_to_be_is_not(tmp_path: Path) -> None:
    (tmp_path / "places.txt").write_text("# egne\ngulleple  # et hus\n", encoding="utf-8")
    (tmp_path / "employers.txt").write_text("Solstua\n", encoding="utf-8")
    (tmp_path / "not.txt").write_text("fredmann\n", encoding="utf-8")
    found = find([TEXT], lists=built_in().with_own([tmp_path]))
    assert {(c.kind, c.found) for c in found} == {("place", "gulleple"), ("place", "Oslo"), ("employer", "Solstua")}


def test_a_list_whose_name_says_nothing_is_refused(tmp_path: Path) -> None:
    (tmp_path / "navn.txt").write_text("Kari\n", encoding="utf-8")
    with pytest.raises(QualcodeError, match=r"navn\.txt: the name of the list"):
        built_in().with_own([tmp_path / "navn.txt"])


def test_a_name_of_a_woman_and_of_a_man_is_of_both() -> None:
    assert built_in().gender("kim") == "n"
    assert built_in().gender("kari") == "f"
    assert built_in().gender("anne-berit") == "f"
