"""Whose codings are read where several people coded."""

from qualcode.model import Coding, Selection
from qualcode.summarise.layers import choose, one_layer, read_by


def made(coder: str, start: int, end: int, transcript: str = "t", code: str = "x") -> Coding:
    return Coding(f"{coder}{transcript}{code}{start}", transcript, code, coder, start, end, "")


def places(codings: list[Coding]) -> list[tuple[str, int]]:
    return [(c.coder, c.start) for c in codings]


def test_the_layer_is_the_consensus_else_of_who_finished_most_else_the_first_by_name() -> None:
    readings = {"t": ["anna", "berit"], "u": ["anna", "berit"], "v": ["berit"], "w": ["anna", "carl"], "x": []}
    assert choose(readings, {"u": "consensus", "v": "consensus"}) == {"t": "anna", "u": "consensus", "w": "anna"}
    more = readings | {"y": ["berit"], "z": ["carl"]}
    assert choose(more, {}) == {"t": "berit", "u": "berit", "w": "anna"}


def test_others_who_finished_are_left_and_others_who_did_not_stay() -> None:
    readings = {"t": ["anna", "berit"]}
    codings = [made("anna", 0, 10), made("berit", 20, 30), made("carl", 40, 50)]
    assert places(one_layer(codings, readings, {"t": "anna"})) == [("anna", 0), ("carl", 40)]
    assert places(one_layer(codings, readings, {"t": "consensus"})) == [("carl", 40)]


def test_overlapping_codings_of_one_code_by_different_people_count_once() -> None:
    codings = [
        made("anna", 0, 10),
        made("anna", 5, 12),
        made("berit", 9, 20),
        made("berit", 12, 20),
        made("berit", 9, 20, code="y"),
        made("berit", 9, 20, "u"),
    ]
    kept = one_layer(codings, {"t": ["anna"]}, {})
    assert places(kept) == [("anna", 0), ("anna", 5), ("berit", 12), ("berit", 9), ("berit", 9)]
    assert [c.transcript for c in kept if c.code == "x" and c.start == 9] == ["u"]
    reversed_ = one_layer(codings, {"t": ["berit"]}, {})
    assert [p for p in places(reversed_) if p[0] == "anna"] == []


def test_what_counts_is_finished_by_a_selected_coder_else_coded() -> None:
    readings = {"t": ["anna"], "u": ["berit"]}
    codings = [made("carl", 0, 5, "v"), made("anna", 0, 5, "w")]
    assert read_by(readings, codings, Selection()) == (frozenset({"t", "u"}), False)
    assert read_by(readings, codings, Selection(coders=("berit",))) == (frozenset({"u"}), False)
    assert read_by(readings, codings, Selection(coders=("carl",))) == (frozenset({"v"}), True)
    assert read_by({}, codings, Selection()) == (frozenset({"v", "w"}), True)
