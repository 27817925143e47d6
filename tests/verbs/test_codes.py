"""Changes to the codebook: the codings follow, keep their ids, and every change can be taken back."""

from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import Literal

import pytest

from qualcode.codebook.edit import add as edit_add
from qualcode.errors import QualcodeError
from qualcode.model import Code, Coding, Place, Selection
from qualcode.project import Project
from qualcode.sessions.asking import hold
from qualcode.sessions.splitting import Sorting, ToSort
from qualcode.store import codebook as stored
from qualcode.store import codings, history
from qualcode.store.schema import TRACKED
from qualcode.verbs import codebook, codes, coding, memos, recoding, searching, splitting


def tables(project: Project) -> dict[str, list[str]]:
    return {t: sorted(repr(tuple(r)) for r in project.db.execute(f"SELECT * FROM {t}")) for t in TRACKED}  # noqa: S608


def made(project: Project) -> dict[str, tuple[str, str, str]]:
    """Every coding that stands, by id: code, coder, memo."""
    return {c.id: (c.code, c.coder, c.memo) for c in codings.load(project.db)}


@pytest.fixture
def coded(project: Project) -> Project:
    """Kari: internt on granmo 2, internt and eksternt on granmo 4. Ola: eksternt on granmo 4."""
    coding.tag(project, "granmo-1:2", ["internt"], coder="Kari", memo="om møter")
    coding.tag(project, "granmo-1:4", ["internt"], coder="Kari", memo="intern")
    coding.tag(project, "granmo-1:4", ["eksternt"], coder="Kari", memo="ekstern")
    coding.tag(project, "granmo-1:4", ["eksternt"], coder="Ola")
    return project


def test_codings_follow_a_rename_and_a_move(coded: Project) -> None:
    before = made(coded)
    codes.rename(coded, "internt", "på_huset", coder="Kari")
    codes.move(coded, "på_huset", parent="barn", coder="Kari")
    assert {i: (c.replace("på_huset", "internt"), *rest) for i, (c, *rest) in made(coded).items()} == before
    assert stored.load(coded.db).paths["på_huset"] == ("barn", "på_huset")


def test_a_merge_keeps_ids_coders_and_memos_and_leaves_one_coding_where_there_were_two(coded: Project) -> None:
    before = made(coded)
    change = codes.merge(coded, ["internt"], "eksternt", coder="Kari", why="for like")
    after = made(coded)
    assert change.codings == 2
    assert set(after) < set(before)
    assert len(after) == 3
    assert {c for c, _, _ in after.values()} == {"eksternt"}
    assert sorted(coder for _, coder, _ in after.values()) == ["Kari", "Kari", "Ola"]
    twin = next(memo for _, coder, memo in after.values() if coder == "Kari" and "ekstern" in memo)
    assert sorted(twin.splitlines()) == ["ekstern", "intern"]
    assert "internt" not in stored.load(coded.db).by_id


def test_a_merge_takes_removed_codings_memos_on_the_code_and_what_is_below_along(coded: Project) -> None:
    coding.untag(coded, "granmo-1:2", "internt", coder="Kari")
    with coded.verb("memo", "Kari") as verb:
        uid = stored.load(coded.db).by_id["internt"].uid
        codings.add_memo(coded.db, "code", uid, "Kari", "et ord om koden", verb.time)
    codes.merge(coded, ["samarbeid"], "barn", coder="Kari")
    book = stored.load(coded.db)
    assert [c.id for c in book.by_id["barn"].codes] == ["internt", "eksternt"]
    codes.merge(coded, ["internt"], "barn", coder="Kari")
    (memo,) = [m for m in codings.memos(coded.db) if m["kind"] == "code"]
    assert memo["target"] == book.by_id["barn"].uid
    assert not coded.db.execute("PRAGMA foreign_key_check").fetchall()


def test_nothing_is_merged_into_itself_or_into_what_is_not_there(coded: Project) -> None:
    before = tables(coded)
    for sources, target in ((["internt"], "internt"), (["internt"], "finnes_ikke"), (["samarbeid"], "internt")):
        with pytest.raises(QualcodeError):
            codes.merge(coded, sources, target, coder="Kari")
    assert tables(coded) == before


def test_a_dry_run_tells_and_changes_nothing(coded: Project) -> None:
    before = tables(coded)
    change = codes.merge(coded, ["internt"], "eksternt", coder="Kari", dry_run=True)
    assert change.codings == 2
    assert "is gone" in " ".join(change.told)
    assert tables(coded) == before


def test_two_copies_that_add_the_same_code_mean_the_same_one(coded: Project) -> None:
    codes.add(coded, Code("bolig"), coder="Kari")
    uid = stored.load(coded.db).by_id["bolig"].uid
    history.undo(coded.db, "Kari")
    codes.add(coded, Code("bolig", definition="noe annet"), coder="Kari")
    assert stored.load(coded.db).by_id["bolig"].uid == uid


def test_two_copies_that_load_the_same_file_mean_the_same_codes(coded: Project, tmp_path: Path) -> None:
    file = tmp_path / "bok.yaml"
    file.write_text("codes:\n- id: bolig\n  codes:\n  - id: leie\n", encoding="utf-8")
    codebook.load(coded, file, coder="Kari", missing="retire")
    first = {code.id: code.uid for code in stored.load(coded.db).walk()}
    history.undo(coded.db, "Kari")
    codebook.load(coded, file, coder="Kari", missing="retire")
    assert {code.id: code.uid for code in stored.load(coded.db).walk()} == first
    assert {"bolig", "leie"} < set(first)


def test_a_rule_that_cannot_be_read_is_refused(coded: Project) -> None:
    with pytest.raises(QualcodeError, match="rule"):
        codes.add(coded, Code("bolig", rules=("(leie OR",)), coder="Kari")
    with pytest.raises(QualcodeError, match="rule"):
        codes.edit(coded, "barn", {"rules": ["NEAR"]}, coder="Kari")


class Answers:
    """Sorts as a script says, and remembers what it was shown."""

    def __init__(self, *answers: list[str] | None) -> None:
        self.answers, self.shown = list(answers), list[splitting.Passage]()

    def answer(self, question: ToSort) -> list[str] | None:
        self.shown.append(question.passage)
        return self.answers.pop(0)


def sort(project: Project, code: str, parts: list[str], who: Answers) -> dict[splitting.PassageKey, Sequence[str]]:
    sorting = Sorting(project, code, parts)
    hold(sorting, who)
    return sorting.placed


def test_a_split_asks_once_for_each_passage_and_retires_an_empty_code(coded: Project) -> None:
    before, who = made(coded), Answers(["barn", "møter"])
    placed = sort(coded, "eksternt", ["møter", "barn"], who)
    change = splitting.split(coded, "eksternt", ["møter", "barn"], placed, coder="Kari")
    assert [(p.transcript, p.segment, p.speaker, p.coders) for p in who.shown] == [
        ("granmo-1", 4, "Kari", ("Kari", "Ola"))
    ]
    assert change.codings == 2
    assert sorted(c[:2] for c in made(coded).values()) == [
        ("barn", "Kari"), ("barn", "Ola"), ("internt", "Kari"), ("internt", "Kari"), ("møter", "Kari"), ("møter", "Ola")
    ]  # fmt: skip
    assert set(before) <= set(made(coded))
    book = stored.load(coded.db)
    assert book.by_id["eksternt"].retired
    assert book.paths["møter"] == ("samarbeid", "møter")
    assert len(codebook.outdated(coded).table) == 0


def test_what_is_not_sorted_stays_and_can_be_sorted_later(coded: Project) -> None:
    placed = sort(coded, "internt", ["a", "b"], Answers(["a"], None))
    splitting.split(coded, "internt", ["a", "b"], placed, coder="Kari")
    assert sorted(c for c, _, _ in made(coded).values()) == ["a", "eksternt", "eksternt", "internt"]
    assert not stored.load(coded.db).by_id["internt"].retired
    placed = sort(coded, "internt", ["a", "b"], Answers(["b"]))
    splitting.split(coded, "internt", ["a", "b"], placed, coder="Kari")
    assert stored.load(coded.db).by_id["internt"].retired


def test_a_split_into_codes_below_leaves_the_code_in_use(coded: Project) -> None:
    placed = sort(coded, "internt", ["a"], Answers(["a"], ["a"]))
    splitting.split(coded, "internt", ["a"], placed, below=True, coder="Kari")
    book = stored.load(coded.db)
    assert book.paths["a"] == ("samarbeid", "internt", "a")
    assert not book.by_id["internt"].retired


def test_codings_are_outdated_from_a_change_of_meaning_until_they_are_confirmed(coded: Project) -> None:
    codes.edit(coded, "eksternt", {"name": "Samarbeid ute"}, coder="Kari")
    assert len(codebook.outdated(coded).table) == 0
    codes.edit(coded, "eksternt", {"definition": "Med andre enn kontoret."}, coder="Kari")
    found = codebook.outdated(coded).table
    assert list(found["coder"]) == ["Kari", "Ola"]
    assert list(found["made_under"]) == [1, 1]
    assert list(found["meaning_changed"]) == [3, 3]
    assert codebook.confirm(coded, Selection(codes=("internt",)), coder="Kari") == 0
    assert codebook.confirm(coded, coder="Kari") == 1
    assert list(codebook.outdated(coded).table["coder"]) == ["Ola"]


Deed = Callable[[Project, Random], object]


def _pick(project: Project, random: Random, n: int = 1) -> list[str]:
    return random.sample(sorted(stored.load(project.db).by_id), n)


def _one(project: Project, random: Random) -> str:
    return _pick(project, random)[0]


UNITS: tuple[Literal["match", "segment"], ...] = ("match", "segment")
DEEDS: dict[str, Deed] = {
    "tag": lambda p, r: coding.tag(p, f"granmo-1:{r.choice((2, 4))}", _pick(p, r), coder="Kari", memo="et notat"),
    "add": lambda p, r: codes.add(p, Code(f"ny{r.randrange(99)}"), r.choice([None, *_pick(p, r)]), coder="Kari"),
    "edit": lambda p, r: codes.edit(p, _one(p, r), {"definition": f"ord {r.randrange(9)}"}, coder="Kari"),
    "rename": lambda p, r: codes.rename(p, _one(p, r), f"om{r.randrange(99)}", coder="Kari"),
    "move": lambda p, r: codes.move(p, *_pick(p, r, 2), coder="Kari"),
    "merge": lambda p, r: codes.merge(p, _pick(p, r), *_pick(p, r), coder="Kari"),
    "retire": lambda p, r: codes.retire(p, *_pick(p, r), take_back=r.random() < 0.5, coder="Kari"),
    "split": lambda p, r: _split(p, r),
    "memo": lambda p, r: _memo(p, r),
    "search": lambda p, r: searching.tag(
        p, searching.search(p, "a", regex=True).table, _one(p, r), r.choice(UNITS), coder="Kari"
    ),
    "confirm": lambda p, r: codebook.confirm(p, coder="Kari"),
    "recode": lambda p, r: _recode(p, r),
    "copy": lambda p, r: recoding.copy(p, _coding(p, r), _one(p, r), coder="Kari"),
    "unite": lambda p, r: recoding.unite(p, "granmo-1:1-4", _coding(p, r).code, coder="Kari"),
    "untag": lambda p, r: coding.untag(p, f"granmo-1:{r.choice((2, 4))}", coder="Kari"),
    "in vivo": lambda p, r: coding.tag(p, f"granmo-1:{r.choice((2, 3))}", (), new=True, coder="Kari"),
    "group": lambda p, r: codes.group(p, f"Tema {r.randrange(99)}", _pick(p, r, 2), coder="Kari"),
    "remove": lambda p, r: codes.remove(p, _one(p, r), coder="Kari"),
}


def _coding(project: Project, random: Random) -> Coding:
    return random.choice(list(codings.load(project.db, Selection(coders=("Kari",)))))


def _recode(project: Project, random: Random) -> None:
    made = _coding(project, random)
    span = Place(made.start, made.end - random.randrange(3)) if random.random() < 0.5 else None
    recoding.recode(project, made, to=_one(project, random), span=span, coder="Kari")


def _memo(project: Project, random: Random) -> None:
    on = memos.target(project, random.choice(("", "granmo-1:4")), code=random.choice(["", *_pick(project, random)]),
                      coder="Kari")  # fmt: skip
    memos.memo(project, on, random.choice(("et ord", "to")), coder="Kari", instead=random.random() < 0.4)


def _split(project: Project, random: Random) -> None:
    (code,) = _pick(project, random)
    parts = [f"del{random.randrange(99)}", *_pick(project, random)]
    placed: dict[splitting.PassageKey, Sequence[str]] = {
        p.key: random.sample(parts, random.randint(0, 2)) for p in splitting.passages(project, code)
    }
    splitting.split(project, code, parts, placed, below=random.random() < 0.3, coder="Kari")


@pytest.mark.parametrize("seed", range(12))
def test_any_sequence_of_changes_is_undone_to_the_very_same_tables(coded: Project, seed: int) -> None:
    random, states = Random(seed), [tables(coded)]  # noqa: S311
    while len(states) < 16:
        before = len(history.lines(coded.db))
        try:
            DEEDS[random.choice(sorted(DEEDS))](coded, random)
        except (QualcodeError, IndexError):
            assert tables(coded) == states[-1]
        if len(history.lines(coded.db)) > before:
            states.append(tables(coded))
            assert not coded.db.execute("PRAGMA foreign_key_check").fetchall()
            assert not codings.faults(coded.db)
    for state in reversed(states[:-1]):
        history.undo(coded.db, "Kari")
        assert tables(coded) == state
    for state in states[1:]:
        history.redo(coded.db, "Kari")
        assert tables(coded) == state


def test_an_old_version_is_there_to_compare_with(coded: Project) -> None:
    codes.add(coded, Code("bolig"), parent="økonomi", coder="Kari", why="kom opp")
    told = codebook.diff(coded, lang="nb").table["change"]
    assert list(told) == ["«Bolig» (bolig) er ny under «Økonomi» (økonomi)."]
    assert list(codebook.versions(coded).table["why"]) == ["", "kom opp"]
    assert stored.version(coded.db, 1) is not None
    assert edit_add(stored.version(coded.db, 1), Code("bolig"))  # type: ignore[arg-type]
