"""A terminal that is real to the program."""

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

pty = pytest.importorskip("pty", reason="there are no pseudo-terminals here")
fcntl, termios = pytest.importorskip("fcntl"), pytest.importorskip("termios")


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
