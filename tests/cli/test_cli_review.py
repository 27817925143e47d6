import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from qualcode.cli.reviewing import ReviewingAtTerminal
from qualcode.project import Project
from qualcode.sessions.asking import hold
from qualcode.sessions.coding import CodingSession
from qualcode.sessions.reviewing import Review
from qualcode.store import codings, decisions
from qualcode.verbs import reviewing

SHEET = "review.xlsx"


def filled(path: Path, **cells: object) -> None:
    """Fill in the first row, or with `row` another one."""
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    columns = {c.value: c.column or 0 for c in sheet[1]}
    row = int(str(cells.pop("row", 2)))
    for name, value in cells.items():
        sheet.cell(row, columns[name]).value = value  # type: ignore[assignment]
    book.save(path)


def rows(path: Path) -> list[dict[str, object]]:
    lines = list(openpyxl.load_workbook(path).worksheets[0].iter_rows(values_only=True))
    return [dict(zip(map(str, lines[0]), line, strict=True)) for line in lines[1:]]


@pytest.fixture
def sheet(begun, tmp_path: Path):
    """A sheet of three suggestions or more; the first two on granmo."""
    assert begun("review", "--by", "transcript", "-o", SHEET).code == 0
    assert len(rows(tmp_path / SHEET)) >= 3
    return tmp_path / SHEET


def made(cli) -> list[tuple[str, str, str]]:
    return [(r["code"], r["text"], r["origin"]) for r in json.loads(cli("excerpts", "--format", "json").out)]


def test_the_sheet_offers_the_two_decisions(sheet):
    (rule,) = openpyxl.load_workbook(sheet).worksheets[0].data_validations.dataValidation
    assert rule.formula1 == '"accept,reject"'
    assert str(rule.sqref).startswith("A2")
    assert list(rows(sheet)[0])[:6] == ["decision", "code", "code_name", "confidence", "text", "why"]


def test_a_filled_in_sheet_is_taken_in_once(begun, sheet):
    first, second = rows(sheet)[:2]
    filled(sheet, decision="accept")
    filled(sheet, decision="REJECT", row=3)
    assert "accepted 1, rejected 1, left open" in begun("review", "--from", SHEET).err
    assert made(begun) == [(first["code"], first["text"], "suggestion")]
    assert "accepted 0, rejected 0, known 2" in begun("review", "--from", SHEET).err
    with Project.open() as project:
        said = {(d.code, d.verdict, d.score, d.why) for d in decisions.load(project.db)}
        kept = project.db.execute("SELECT score, why FROM coding").fetchone()
    assert said == {
        (first["code"], "accepted", first["score"], first["why"]),
        (second["code"], "rejected", second["score"], second["why"]),
    }
    assert (float(kept["score"]), kept["why"]) == (first["score"], first["why"])
    again = json.loads(begun("suggest", "--format", "json").out)
    told = {(r["transcript"], r["start"], r["code"]) for r in (first, second)}
    assert not [s for s in again if (s["transcript"], s["start"], s["code"]) in told]
    assert "50%" in begun("status").out


def test_one_step_takes_a_sheet_back(begun, sheet):
    for row in (2, 3):
        filled(sheet, decision="accept", row=row)
    begun("review", "--from", SHEET)
    assert begun("undo").code == 0
    assert made(begun) == []
    with Project.open() as project:
        assert not list(decisions.load(project.db))


def test_a_changed_answer_counts(begun, sheet):
    filled(sheet, decision="accept")
    begun("review", "--from", SHEET)
    filled(sheet, decision="reject")
    assert "rejected 1" in begun("review", "--from", SHEET).err
    assert made(begun) == []
    words = str(rows(sheet)[0]["text"]).split()
    filled(sheet, decision="accept", new_quote=" \n".join(words[:3]))
    assert "accepted 1" in begun("review", "--from", SHEET).err
    assert [text.split() for _, text, _ in made(begun)] == [words[:3]]
    start = int(str(rows(sheet)[0]["start"]))
    filled(sheet, new_quote=None, new_start=start, new_end=start + 5)
    begun("review", "--from", SHEET)
    assert [text for _, text, _ in made(begun)] == [str(rows(sheet)[0]["text"])[:5]]
    with Project.open() as project:
        assert [d.verdict for d in decisions.load(project.db)] == ["accepted"]


def test_what_was_untagged_since_does_not_come_back(begun, sheet):
    first = rows(sheet)[0]
    filled(sheet, decision="accept")
    begun("review", "--from", SHEET)
    begun("untag", f"{first['transcript']}:{first['segment']}", first["code"])
    begun("review", "--from", SHEET)
    assert made(begun) == []


def test_what_one_had_coded_is_not_coded_twice(begun, sheet):
    first = rows(sheet)[0]
    begun("tag", f"{first['transcript']}:{first['segment']}", first["code"])
    filled(sheet, decision="accept")
    begun("review", "--from", SHEET)
    assert [origin for _, _, origin in made(begun)] == ["manual"]


def test_a_dry_run_changes_nothing(begun, sheet):
    filled(sheet, decision="accept")
    assert "would be accepted 1" in begun("review", "--from", SHEET, "--dry-run").err
    assert made(begun) == []


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"decision": "kanskje"}, "neither accept nor reject"),
        ({"decision": "accept", "transcript": "granno"}, "no transcript"),
        ({"decision": "accept", "code": "bolg"}, "no code"),
        ({"decision": "accept", "start": -1}, "no span"),
        ({"decision": "accept", "end": 10**9}, "no span"),
        ({"decision": "accept", "start": "1e400"}, "not a whole number"),
        ({"decision": "accept", "start": "=1+1"}, "not a whole number"),
        ({"decision": "accept", "score": "nan"}, "score is not a number"),
        ({"decision": "accept", "score": None}, "score is not a number"),
        ({"decision": "accept", "confidence": 7}, "from 0 to 1"),
        ({"decision": "accept", "text": "Noe helt annet"}, "not what stands"),
        ({"decision": "accept", "new_quote": "Noe helt annet"}, "the quote stands not"),
        ({"decision": "accept", "new_start": 3}, "both new_start and new_end"),
        ({"decision": "accept", "new_start": 0, "new_end": 5}, "does not touch"),
        ({"decision": "accept", "new_quote": "Vi", "new_start": 3, "new_end": 4}, "both a new quote"),
        ({"decision": "reject", "new_quote": "Vi"}, "stands|goes with accept"),
    ],
)
def test_a_wrong_row_refuses_the_whole_sheet(begun, sheet, cells, says):
    filled(sheet, decision="accept", row=3)
    filled(sheet, **cells)
    done = begun("review", "--from", SHEET)
    assert done.code == 1
    assert f"{SHEET}, row 2" in done.err
    import re

    assert re.search(says, done.err)
    assert len(done.err.strip().splitlines()) <= 2
    assert made(begun) == []


def test_a_sheet_for_another_command_is_refused(begun, tmp_path: Path):
    (tmp_path / "x.csv").write_text("transcript;code\ngranmo;internt\n", encoding="utf-8")
    done = begun("review", "--from", "x.csv")
    assert (done.code, "decision" in done.err) == (1, True)
    assert begun("review", "--from", "nowhere.xlsx").code == 1


def test_a_csv_sheet_comes_back_too(begun, tmp_path: Path):
    begun("review", "-o", "review.csv")
    text = (tmp_path / "review.csv").read_text(encoding="utf-8-sig")
    head, first, *rest = text.splitlines()
    (tmp_path / "review.csv").write_text("\n".join([head, f"accept{first}", *rest]), encoding="utf-8")
    assert "accepted 1" in begun("review", "--from", "review.csv").err
    assert len(made(begun)) == 1


@pytest.mark.parametrize("options", [(), ("--dry-run",), ("-o", "x.xlsx", "--blind-first"), ("--queue", "x")])
def test_wrong_usage(begun, options):
    done = begun("review", *options)
    assert done.code == 2
    assert len(done.err.strip().splitlines()) <= 2


class Person:
    """Presses keys and types lines, in order."""

    def __init__(self, keys: str, *lines: str) -> None:
        self._keys: Iterator[str] = iter(keys)
        self._lines = iter(lines)

    def key(self) -> str:
        return next(self._keys)

    def line(self, label: str) -> str:
        return next(self._lines)


@pytest.fixture
def walk(begun, capsysbinary):
    """Press keys and type lines in a review by transcript; gives what was told and what was shown."""

    def through(keys: str, *lines: str, blind_first: bool = False) -> tuple[dict[str, int], str]:
        with Project.open() as project:
            found = reviewing.queue(project, coder="Anna", by="transcript")
            session = CodingSession(project, "Anna", found[0].transcript, blind_first=blind_first)
            person = Person(keys, *lines)
            queue = Review(session, found)
            hold(queue, ReviewingAtTerminal(session, person.key, person.line))
        return queue.told, capsysbinary.readouterr().out.decode()

    return through


def test_keys_decide(begun, walk):
    assert walk("?xarsq")[0] == {"accept": 1, "reject": 1, "skip": 1}
    assert len(made(begun)) == 1
    with Project.open() as project:
        assert sorted(d.verdict for d in decisions.load(project.db)) == ["accepted", "rejected"]


def test_back_takes_the_last_answer_back(begun, walk):
    assert walk("abrq")[0] == {"accept": 0, "reject": 1, "skip": 0}
    assert made(begun) == []
    assert walk("bq")[0] == {"accept": 0, "reject": 0, "skip": 0}


def test_the_span_is_corrected_by_words_or_sentences(begun, walk):
    told, _ = walk("ccq", "", "9", "det som ikke står der", "1")
    assert told["accept"] == 1
    assert [text for _, text, _ in made(begun)] == ["Husleia er verst."]


def test_blind_first_asks_for_codes_before_it_shows_any(begun, walk):
    told, shown = walk("aq", "samarbeidd", "samarbeid", "", blind_first=True)
    assert told["accept"] == 1
    assert {origin for _, _, origin in made(begun)} == {"manual", "suggestion"}
    assert shown.index("no code 'samarbeidd'") < shown.index("→")


def test_one_chooses_once_for_a_segment_and_sees_where_one_is(begun, capsysbinary):
    """Two suggestions for a segment: the second is not asked blind again, and is shown whole."""
    with Project.open() as project:
        first = reviewing.queue(project, coder="Anna", by="transcript")[0]
        session = CodingSession(project, "Anna", first.transcript, blind_first=True)
        person = Person("rr", "")
        queue = Review(session, [first, replace(first, code="samarbeid")])
        hold(queue, ReviewingAtTerminal(session, person.key, person.line))
    shown = capsysbinary.readouterr().out.decode()
    assert queue.told["reject"] == 2
    assert shown.count("1 of 2 ·") == shown.count("2 of 2 ·") == 1


def test_back_takes_own_choices_back_too(begun, walk):
    walk("abq", "samarbeid", "", "", blind_first=True)
    assert made(begun) == []


def test_a_transcript_does_not_drive_the_terminal(begun, walk, tmp_path: Path):
    text = "Kari: Vi har penger\x1b]0;x\x07 nok og husleie.\n"
    (tmp_path / "aaa.txt").write_text(text, encoding="utf-8")
    begun("import", "aaa.txt")
    _, shown = walk("q")
    assert "Vi har penger" in shown
    assert not set(shown) & set("\x1b\x07")


def test_the_queues_hold_the_same_in_other_orders(begun):
    with Project.open() as project:
        queues = [reviewing.queue(project, order=order, coder="Anna") for order in ("confidence", "uncertainty", "use")]
        assert len({frozenset((s.transcript, s.segment, s.code) for s in q) for q in queues}) == 1
        by_code = [s.code for s in reviewing.queue(project, coder="Anna", by="code")]
        assert by_code == sorted(by_code)
        assert not [c for c in codings.load(project.db)]
