"""`code` on a terminal that is real to the program, and where there is none."""

import os
import re
import select
import struct
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

import pytest

from qualcode.cli import run
from qualcode.project import Project
from qualcode.store import codings

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")


def test_without_a_terminal_it_says_so(project: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["code", "granmo-1", "-p", str(project.folder)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert "needs a terminal" in err
    assert "qualcode tag" in err


def test_coding_and_leaving_on_a_terminal(project: Project) -> None:
    terminal = Terminal(["code", "lyngdalen-1", "-p", str(project.folder), "--no-suggestions"])
    terminal.wait_for("0 of 1 segments coded")
    terminal.type("n")
    terminal.wait_for("Segment 2")
    terminal.type("\r")
    terminal.wait_for("Code segment 2")
    terminal.type("økon")
    time.sleep(0.5)
    terminal.type("\r")
    terminal.wait_for("1 of 1 segments coded")
    terminal.type("q")
    assert terminal.ended() == 0
    made = [(c.code, c.coder) for c in codings.load(project.db)]
    assert made == [("økonomi", "Kari")]


def test_an_unknown_transcript_is_refused_before_the_screen_opens(project: Project) -> None:
    terminal = Terminal(["code", "granmo-2", "-p", str(project.folder)])
    terminal.wait_for("no transcript 'granmo-2'")
    assert terminal.ended() == 1
    assert "\x1b[?1049h" not in terminal.seen  # the screen was never taken over


def test_messages_sent_elsewhere_leave_nothing_to_draw_on(project: Project, tmp_path: Path) -> None:
    with (tmp_path / "messages").open("wb") as messages:
        terminal = Terminal(["code", "granmo-1", "-p", str(project.folder)], messages=messages)
        assert terminal.ended() == 2
    assert "needs a terminal" in (tmp_path / "messages").read_text(encoding="utf-8")


class Terminal:
    """A qualcode process at the other end of a pseudo-terminal of 80×24."""

    def __init__(self, arguments: list[str], messages: IO[bytes] | None = None) -> None:
        self.end, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", 24, 80, 0, 0))
        environment = {**os.environ, "TERM": "xterm-256color", "LC_ALL": "C.UTF-8"}
        root = Path(__file__).parents[2]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "qualcode", *arguments], stdin=other, stdout=other, stderr=messages or other,
            env=environment, cwd=root, start_new_session=True,
        )  # fmt: skip
        os.close(other)
        self.seen = ""

    def type(self, keys: str) -> None:
        """Send keys."""
        os.write(self.end, keys.encode())

    def wait_for(self, words: str, seconds: float = 60) -> None:
        """Read until the words have been drawn, without what moves the cursor or colours it."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if words in re.sub(r"\x1b\[[0-9;?<>=]*[a-zA-Z]", "", self.seen):
                return
            if not self.read():
                break
        raise AssertionError(f"{words!r} was not drawn")

    def read(self) -> bool:
        """Read what was drawn since; False at the end."""
        if not select.select([self.end], [], [], 0.2)[0]:
            return self.process.poll() is None
        try:
            drawn = os.read(self.end, 65536)
        except OSError:
            return False
        self.seen += drawn.decode(errors="replace")
        return bool(drawn)

    def ended(self) -> int:
        """The exit code."""
        while self.read():
            pass
        return self.process.wait(30)
