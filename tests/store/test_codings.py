"""Codings keep their place in any text, tell when it is not theirs any more, and stay quick when there are many."""

import sqlite3
from datetime import date
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from qualcode.model import Coding, Selection, Source
from qualcode.project import STORE, Project
from qualcode.store import codings, readings, transcripts
from qualcode.store.database import new_id
from qualcode.text.normalise import normalise

HARD = "A\u030ase sa: «Nei» 👨‍👩‍👧‍👦 slutt\0etter null\u2028ny linje \U0001d49c e\u0301n🇳🇴."


def add_text(project: Project, name: str, text: str) -> None:
    with project.verb("import", "Kari") as verb:
        transcripts.add(project.db, Source(name, text), (), verb.time)


def coded(project: Project, name: str, start: int, end: int, quote: str, code: str = "barn", memo: str = "") -> Coding:
    with project.verb("tag", "Kari") as verb:
        made = Coding(new_id(), name, code, "Kari", start, end, quote, memo, created=verb.time, version=1)
        assert codings.add(project.db, [made]) == [made]
    return made


@pytest.mark.parametrize("start", range(0, len(HARD), 3))
def test_an_anchor_holds_in_any_text(start: int, project: Project) -> None:
    add_text(project, "vanskelig", HARD)
    end = min(len(HARD), start + 7)
    made = coded(project, "vanskelig", start, end, HARD[start:end], memo="før\0etter")
    assert list(codings.load(project.db)) == [made]
    assert transcripts.one(project.db, "vanskelig").quote(made) == made.quote
    assert codings.faults(project.db) == transcripts.faults(project.db) == []


@given(text=st.text(st.characters(), min_size=1).map(normalise).filter(bool), data=st.data())
def test_any_text_and_span_come_back(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    db = sqlite3.connect(":memory:")
    db.execute("CREATE TABLE body (text TEXT) STRICT")
    db.execute("INSERT INTO body VALUES (?)", [text])
    assert db.execute("SELECT text FROM body").fetchone()[0][start:end] == text[start:end]
    db.close()


def test_a_quote_behind_a_nul_that_is_wrong_is_found(project: Project) -> None:
    add_text(project, "vanskelig", HARD)
    start = HARD.index("etter")
    made = coded(project, "vanskelig", start, start + 5, "foran")
    (fault,) = codings.faults(project.db)
    assert made.id in fault
    assert "etter" not in fault
    assert "foran" not in fault


def test_a_changed_text_quote_or_turn_is_found(project: Project) -> None:
    coded(project, "granmo-1", 0, 10, "Intervjuer")
    with sqlite3.connect(project.folder / STORE) as db:
        db.execute("UPDATE body SET text = 'X' || substr(text, 2)")
        db.execute("""UPDATE body SET turns = replace(turns, '"Ola"', '"Per"')""")
    assert any("its quote" in fault for fault in codings.faults(project.db))
    faults = transcripts.faults(project.db)
    assert sum("SHA-256" in fault for fault in faults) == 2
    assert sum("turns or segments" in fault for fault in faults) == 2


def test_the_same_coding_twice_is_one(project: Project) -> None:
    made = coded(project, "granmo-1", 0, 10, "Intervjuer")
    with project.verb("tag", "Kari") as verb:
        again = Coding(new_id(), "granmo-1", "barn", "Kari", 0, 10, "Intervjuer", created=verb.time, version=1)
        assert codings.add(project.db, [again, again]) == []
    with project.verb("untag", "Kari") as verb:
        assert codings.remove(project.db, [made.id], verb.time) == 1
        assert codings.remove(project.db, [made.id], verb.time) == 0
        assert codings.add(project.db, [again]) == [again]
    assert [c.id for c in codings.load(project.db)] == [again.id]


def test_a_second_memo_stands_below_the_first(project: Project) -> None:
    made = coded(project, "granmo-1", 0, 10, "Intervjuer", memo="først")
    with project.verb("memo", "Ola") as verb:
        codings.add_memo(project.db, "coding", made.id, "Ola", "så", verb.time)
    assert next(codings.load(project.db)).memo == "først\nså"


@pytest.mark.parametrize("texts", [1, 116])
def test_many_codings_are_added_and_read(texts: int, project: Project) -> None:
    number = 35_000
    for n in range(texts):
        add_text(project, f"lang-{n}", f"Tekst {n} " + "ord " * 10_000)
    with project.verb("tag --from", "Kari") as verb:
        made = [
            Coding(
                new_id(),
                f"lang-{n % texts}",
                "barn",
                f"Kari {n % 3}",
                n // texts,
                n // texts + 9,
                "x" * 9,
                created=verb.time,
            )
            for n in range(number)
        ]
        begun = perf_counter()
        assert len(codings.add(project.db, made)) == number
        added = perf_counter()
    assert sum(1 for _ in codings.load(project.db, Selection(transcripts=("lang-0",)))) >= number // texts
    one_read = perf_counter()
    assert sum(1 for _ in codings.load(project.db)) == number
    print(f"{texts} texts: added in {added - begun:.2f} s, all read in {perf_counter() - one_read:.2f} s")  # noqa: T201


def test_what_stood_when_a_day_began(project: Project) -> None:
    """Times as precise as they were given: another program's file may know the day alone."""
    with project.verb("import", "Kari"):
        made = [
            Coding(id_, "granmo-1", "barn", "Kari", n, n + 1, "Intervjuer"[n], created=created, version=1)
            for n, (id_, created) in enumerate(
                [
                    ("før", "2018-03-04"),
                    ("da", "2018-03-05"),
                    ("etter", "2018-03-05T00:00:00Z"),
                    ("borte", "2018-03-01"),
                ]
            )
        ]
        codings.add(project.db, made)
        codings.remove(project.db, ["før"], "2018-03-05")
        codings.remove(project.db, ["borte"], "2018-03-04T23:59:59Z")
        uid = transcripts.uid(project.db, "granmo-1")
        readings.finish(project.db, uid, "Kari", "2018-03-04T23:59:59Z")
        readings.finish(project.db, uid, "Ola", "2018-03-05")

    def stood(day: date | None) -> list[str]:
        return [c.id for c in codings.load(project.db, as_of=day)]

    assert stood(date(2018, 3, 5)) == ["før"]  # made before the day, and taken away on it
    assert stood(date(2018, 3, 6)) == ["da", "etter"]
    assert stood(date(2018, 3, 4)) == ["borte"]
    assert stood(None) == ["da", "etter"]
    assert codings.readings(project.db, date(2018, 3, 5)) == {"granmo-1": ["Kari"]}
    assert codings.readings(project.db, date(2018, 3, 6)) == {"granmo-1": ["Kari", "Ola"]}
