"""`code` on a terminal that is real to the program, and where there is none."""

import os
import time
from pathlib import Path

import pytest
from cli.terminal import Terminal

from qualcode.cli import run
from qualcode.errors import ExitCode
from qualcode.project import Project
from qualcode.store import codings

pytest.importorskip("pty", reason="there are no pseudo-terminals here")


def test_without_a_terminal_it_says_so(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "granmo-1", "-p", str(project.folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "needs a terminal" in err
    assert "qualcode tag" in err


def test_coding_and_leaving_on_a_terminal(project: Project) -> None:
    terminal = Terminal(["code", "lyngdalen-1", "-p", str(project.folder), "--no-suggestions"])
    terminal.wait_for("0 av 1 segment kodet")
    terminal.type("n")
    terminal.wait_for("Segment 2")
    terminal.type("\r")
    terminal.wait_for("Kode til segment 2")
    terminal.type("økon")
    time.sleep(0.5)
    terminal.type("\r")
    terminal.wait_for("1 av 1 segment kodet")
    terminal.type("q")
    assert terminal.ended() == 0
    made = [(c.code, c.coder) for c in codings.load(project.db)]
    assert made == [("økonomi", "Kari")]


def test_an_unknown_transcript_is_refused_before_the_screen_opens(project: Project) -> None:
    terminal = Terminal(["code", "granmo-2", "-p", str(project.folder)])
    terminal.wait_for("no transcript 'granmo-2'")
    assert terminal.ended() == 1
    assert "\x1b[?1049h" not in terminal.seen  # the screen was never taken over


def test_leaving_does_not_wait_for_suggestions(project: Project) -> None:
    terminal = Terminal(["code", "lyngdalen-1", "-p", str(project.folder)])
    terminal.wait_for("0 av 1 segment kodet")
    terminal.type("q")
    assert terminal.ended() == 0
    assert "Traceback" not in terminal.seen


def test_messages_sent_elsewhere_leave_nothing_to_draw_on(project: Project, tmp_path: Path) -> None:
    with (tmp_path / "messages").open("wb") as messages:
        terminal = Terminal(["code", "granmo-1", "-p", str(project.folder)], messages=messages)
        assert terminal.ended() == 2
    assert "needs a terminal" in (tmp_path / "messages").read_text(encoding="utf-8")


def test_a_screen_whose_terminal_is_gone_ends(project: Project) -> None:
    terminal = Terminal(["code", "lyngdalen-1", "-p", str(project.folder), "--no-suggestions"])
    terminal.wait_for("0 av 1 segment kodet")
    os.close(terminal.end)
    assert terminal.process.wait(timeout=60) == ExitCode.INTERRUPTED
