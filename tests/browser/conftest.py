"""A page in headless Chromium, driven through the DevTools protocol over a pipe: no driver, no port, no network."""

import base64
import json
import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)


class Browser:
    """A running Chromium; commands go in on its file descriptor 3, answers and events come out on 4."""

    def __init__(self, profile: Path) -> None:
        into, self._in = os.pipe()
        self._out, out = os.pipe()
        flags = (
            "--headless=new --remote-debugging-pipe --no-sandbox --disable-gpu --disable-dev-shm-usage --no-first-run"
            " --disable-extensions --disable-background-networking --disable-component-update --hide-scrollbars"
            " --force-color-profile=srgb"
        )

        def wire() -> None:
            os.dup2(into, 3)
            os.dup2(out, 4)

        # The descriptors must not be 3 or 4 themselves, or the one would overwrite the other.
        into, out = (os.dup(fd) if fd > 9 else _above(fd) for fd in (into, out))
        self._process = subprocess.Popen(
            [CHROMIUM, *flags.split(), f"--user-data-dir={profile}", "about:blank"],
            preexec_fn=wire,
            close_fds=False,
            start_new_session=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        os.close(into)
        os.close(out)
        self._buffer, self._n = b"", 0
        self.events: list[dict[str, Any]] = []
        self._session = ""

    def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        """One command and its answer; events that come before it are kept."""
        self._n += 1
        message = {"id": self._n, "method": method, "params": parameters}
        os.write(
            self._in, json.dumps(message | ({"sessionId": self._session} if self._session else {})).encode() + b"\0"
        )
        while (answer := self._read()).get("id") != self._n:
            self.events.append(answer)
        assert "error" not in answer, (method, answer)
        result: dict[str, Any] = answer["result"]
        return result

    def wait_for(self, method: str) -> dict[str, Any]:
        """The next event of a kind."""
        while True:
            for n, event in enumerate(self.events):
                if event.get("method") == method:
                    return self.events.pop(n)
            self.events.append(self._read())

    def attach(self, target: str) -> None:
        """Speak with one tab from now on."""
        self._session = ""
        self._session = self.send("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def detach(self) -> None:
        """Speak with the browser itself again."""
        self._session = ""

    def close(self) -> None:
        """End the browser and all its processes."""
        os.close(self._in)
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self._out)

    def _read(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            piece = os.read(self._out, 1 << 20)
            assert piece, "the browser has ended"
            self._buffer += piece
        line, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(line)
        return message


def _above(fd: int) -> int:
    """The same pipe under a number that is out of the way."""
    import fcntl

    return fcntl.fcntl(fd, fcntl.F_DUPFD, 10)


class Page:
    """One tab with one file."""

    def __init__(self, browser: Browser) -> None:
        self._browser = browser
        browser.detach()
        self._target = browser.send("Target.createTarget", url="about:blank")["targetId"]
        browser.attach(self._target)
        browser.events.clear()
        for domain in ("Page", "Runtime", "Log", "Network", "DOM"):
            browser.send(f"{domain}.enable")

    def open(self, path: Path, fragment: str = "") -> None:
        """Load a file and wait for it."""
        self._browser.send("Page.navigate", url=f"file://{path}{fragment}")
        self._browser.wait_for("Page.loadEventFired")

    def reload(self) -> None:
        """Load the same address anew and wait for it."""
        self._browser.send("Page.reload")
        self._browser.wait_for("Page.loadEventFired")
        self.settle()

    def run(self, script: str) -> Any:
        """The value of a JavaScript expression in the page; promises are awaited."""
        answer = self._browser.send("Runtime.evaluate", expression=script, returnByValue=True, awaitPromise=True)
        assert "exceptionDetails" not in answer, answer["exceptionDetails"]
        return answer["result"].get("value")

    def text(self, selector: str) -> str:
        """The text of the first element that fits."""
        return str(self.run(f"document.querySelector({json.dumps(selector)})?.innerText ?? ''"))

    def count(self, selector: str) -> int:
        """How many elements fit."""
        return int(self.run(f"document.querySelectorAll({json.dumps(selector)}).length"))

    def go(self, fragment: str) -> None:
        """Change the fragment of the address and wait until the page has followed."""
        self.run(f"location.hash = {json.dumps(fragment)}")
        self.settle()

    def settle(self) -> None:
        """Wait until the page has come to rest."""
        self.run("new Promise((done) => setTimeout(() => requestAnimationFrame(() => setTimeout(done, 0)), 250))")

    def click(self, selector: str) -> None:
        """Click the first element that fits."""
        self.run(f"document.querySelector({json.dumps(selector)}).click()")
        self.settle()

    def press(self, key: str, code: int, text: str = "") -> None:
        """Press and let go of a key."""
        more = {"text": text} if text else {}
        for kind in ("keyDown", "keyUp"):
            self._browser.send(
                "Input.dispatchKeyEvent", type=kind, key=key, code=key, windowsVirtualKeyCode=code, **more
            )

    def type(self, text: str) -> None:
        """Type into what has the focus."""
        self._browser.send("Input.insertText", text=text)
        self.settle()

    def resize(self, width: int, height: int, *, dark: bool = False) -> None:
        """Another width of window, light or dark."""
        self._browser.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        scheme = {"name": "prefers-color-scheme", "value": "dark" if dark else "light"}
        still = {"name": "prefers-reduced-motion", "value": "reduce"}
        self._browser.send("Emulation.setEmulatedMedia", features=[scheme, still])

    def picture(self) -> bytes:
        """What the window shows, as png."""
        return base64.b64decode(self._browser.send("Page.captureScreenshot")["data"])

    def pdf(self) -> bytes:
        """What the printer would get."""
        return base64.b64decode(self._browser.send("Page.printToPDF", printBackground=False)["data"])

    def trouble(self) -> list[str]:
        """Errors, warnings and exceptions so far."""
        self.run("1")
        kinds = ("Runtime.exceptionThrown", "Log.entryAdded", "Runtime.consoleAPICalled")
        return [json.dumps(e["params"]) for e in self._browser.events if e.get("method") in kinds]

    def requests(self) -> list[str]:
        """The addresses of all that the page asked for."""
        self.run("1")
        sent = [
            e["params"]["request"]["url"]
            for e in self._browser.events
            if e.get("method") == "Network.requestWillBeSent"
        ]
        return [url.partition("#")[0] for url in sent]

    def accessibility(self) -> list[dict[str, Any]]:
        """Everything that a screen reader meets: role, name."""
        nodes = self._browser.send("Accessibility.getFullAXTree")["nodes"]
        value = {n["nodeId"]: n for n in nodes if not n.get("ignored")}
        return [
            {"role": n["role"]["value"], "name": n.get("name", {}).get("value", "")}
            for n in value.values()
            if "role" in n
        ]

    def close(self) -> None:
        """Close the tab."""
        self._browser.detach()
        self._browser.send("Target.closeTarget", targetId=self._target)


@pytest.fixture(scope="session")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """One browser for all tests; they are skipped where there is none."""
    if not CHROMIUM:
        pytest.skip("there is no Chromium on this machine")
    running = Browser(tmp_path_factory.mktemp("chromium"))
    yield running
    running.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh tab, 1400 wide."""
    tab = Page(browser)
    tab.resize(1400, 900)
    yield tab
    tab.close()
