"""The name of a second coding."""

from qualcode.second_coding import AGAIN, again


def test_a_second_coding_has_a_name_of_its_own_once() -> None:
    assert again("Kari") == "Kari (again)"
    assert again(again("Kari")) == "Kari (again)"
    assert AGAIN.strip() == "(again)"
