"""Every check of the project, by name: `nox -l` lists them, `nox -s lint` runs one, `nox` what every change must pass.

Each check installs the project into a virtual environment of its own. Where all is installed already
(`pip install -e ".[test,docs,dev]"`), `nox --no-venv` runs them in the environment at hand, as `.ci/run` does.
Words after `--` go to the program that does the checking: `nox --no-venv -s tests -- tests/store`.
"""

import subprocess
import tarfile
import tempfile
from pathlib import Path

import nox

PYTHONS = ["3.11", "3.12", "3.13", "3.14"]

nox.needs_version = ">=2024.4.15"
nox.options.default_venv_backend = "venv"
nox.options.error_on_missing_interpreters = False
nox.options.sessions = ["lint", "types", "floors", "docs", "tests", "benchmarks", "mutants", "browser", "archive"]


def _install(session: nox.Session, extras: str) -> None:
    """The project with what a check needs; nothing where the check runs in the environment at hand."""
    if session.virtualenv.is_sandboxed:
        session.install("-e", f".[{extras}]")


@nox.session
def lint(session: nox.Session) -> None:
    """The rules of style, and the form of every line."""
    _install(session, "test")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """The types of the program, of its tests and of its benchmarks."""
    _install(session, "test")
    session.run("mypy", *session.posargs)


@nox.session
def floors(session: nox.Session) -> None:
    """Imports go down only, SQL stays in the store, nothing reaches the network."""
    _install(session, "test")
    session.run("lint-imports")


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation as a site, into `site/`; a link that leads nowhere is a failure."""
    _install(session, "docs")
    session.run("mkdocs", "build", "--strict", *session.posargs)


@nox.session
def tests(session: nox.Session) -> None:
    """The suite."""
    _install(session, "test")
    session.run("pytest", *session.posargs)


@nox.session(python=PYTHONS)
def pythons(session: nox.Session) -> None:
    """The suite on every Python that is on this machine; the others are skipped."""
    session.install(".[test]")
    session.run("pytest", *session.posargs)


@nox.session
def browser(session: nox.Session) -> None:
    """The report page in a real browser; skipped where there is no Chromium."""
    _install(session, "test")
    session.run("pytest", "-m", "browser", *session.posargs)


@nox.session
def benchmarks(session: nox.Session) -> None:
    """Every benchmark on next to nothing, so that none breaks unseen."""
    _install(session, "test")
    session.run("pytest", "-m", "slow", "tests/test_benchmarks.py")


@nox.session
def slow(session: nox.Session) -> None:
    """The long runs of tests whose short forms are in the suite."""
    _install(session, "test")
    session.run("pytest", "-m", "slow", *session.posargs)


@nox.session
def mutants(session: nox.Session) -> None:
    """Small faults made one at a time in a room of the heart, each to be noticed by that room's own tests."""
    _install(session, "test,dev")
    session.run("python", "tests/mutants.py", *(session.posargs or ["segment"]))


@nox.session
def archive(session: nox.Session) -> None:
    """The source archive holds every file that the project keeps, and a wheel can be built from it."""
    _install(session, "dev")
    with tempfile.TemporaryDirectory() as folder:
        session.run("python", "-m", "build", "--outdir", folder, silent=True)
        (packed,) = Path(folder).glob("*.tar.gz")
        with tarfile.open(packed) as opened:
            inside = {name.partition("/")[2] for name in opened.getnames()}
    kept = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S607
    if missing := sorted(set(kept) - inside):
        session.error(f"not in the source archive: {', '.join(missing)}")
