"""The full screens through the real command, on a terminal that is real to the program; and where there is none."""

from pathlib import Path

import pytest
from cli.terminal import Terminal

from qualcode.cli import full_screen, run
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import codings, decisions
from qualcode.verbs import coding
from qualcode.verbs.disagreeing import decisions as decided

PAIR = ("Anna", "Berit")


@pytest.fixture
def differing(project: Project) -> Project:
    """Anna and Berit, who differ twice in granmo-1 and agree in lyngdalen-1."""
    made = (
        ("Anna", "granmo-1:2", "internt"),
        ("Berit", "granmo-1:2", "samarbeid"),
        ("Anna", "granmo-1:4", "barn"),
        ("Anna", "lyngdalen-1:2", "økonomi"),
        ("Berit", "lyngdalen-1:2", "økonomi"),
    )
    for coder, anchor, code in made:
        coding.tag(project, anchor, [code], coder=coder)
    for coder in PAIR:
        coding.finish(project, ["*"], coder=coder)
    return project


def consensus(project: Project) -> list[tuple[str, str]]:
    return [(c.transcript, c.code) for c in codings.load(project.db, Selection(coders=("consensus",)))]


def test_settling_leaving_and_coming_back(differing: Project) -> None:
    first = Terminal(["adjudicate", *PAIR, "--coder", "Per", "-p", str(differing.folder)])
    first.wait_for("0 av 2 avgjort")
    first.type("b")
    first.wait_for("1 av 2 avgjort")
    first.type("q")
    assert first.ended() == 0
    assert "1 open, 0 wait for the codebook, 1 transcript done" in first.seen
    assert consensus(differing) == [("granmo-1", "samarbeid"), ("lyngdalen-1", "økonomi")]
    again = Terminal(["adjudicate", *PAIR, "--coder", "Per", "-p", str(differing.folder)])
    again.wait_for("1 av 2 avgjort")
    again.wait_for("bare den ene  granmo-1:4")
    again.type("a")
    again.wait_for("Alt er avgjort.")
    again.type("uq")
    assert again.ended() == 0
    assert [d.choice for d in decided(differing, "consensus").values()] == ["B"]


def test_disagreements_are_looked_at(differing: Project) -> None:
    terminal = Terminal(["disagreements", *PAIR, "--screen", "-p", str(differing.folder), "--theme", "light"])
    terminal.wait_for("0 av 2 avgjort")
    terminal.type("a")
    terminal.wait_for("Dette er til å lese.")
    terminal.type("q")
    assert terminal.ended() == 0
    assert consensus(differing) == []


def test_line_by_line_when_asked(differing: Project) -> None:
    terminal = Terminal(["adjudicate", *PAIR, "--coder", "Per", "--plain", "-p", str(differing.folder)])
    terminal.wait_for("[A] [B] [both]")
    terminal.type("B\ravtalt\r")
    terminal.wait_for("2 of 2")
    terminal.type("q\r")
    assert terminal.ended() == 0
    assert "\x1b[?1049h" not in terminal.seen  # the screen was never taken over
    assert ("granmo-1", "samarbeid") in consensus(differing)


def test_reviewing_blind_first(project: Project) -> None:
    arguments = ["review", "--code", "barn", "--blind-first", "--by", "transcript", "-p", str(project.folder)]
    terminal = Terminal(arguments)
    terminal.wait_for("Ditt eget valg først")
    terminal.type("a")
    terminal.wait_for("her vises det ikke noe forslag ennå")
    terminal.type("s")
    terminal.wait_for("a godta")
    terminal.type("x")
    terminal.wait_for("Gjennomgangen er ferdig: 0 godtatt, 1 avvist")
    terminal.type("q")
    assert terminal.ended() == 0
    assert "rejected 1" in terminal.seen
    assert [(d.code, d.verdict) for d in decisions.load(project.db)] == [("barn", "rejected")]


@pytest.mark.parametrize(
    "arguments",
    [["adjudicate", *PAIR, "--screen"], ["disagreements", *PAIR, "--screen"], ["review", "--screen"]],
    ids=lambda a: a[0],
)
def test_there_must_be_a_terminal(arguments: list[str], differing: Project, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        run([*arguments, "-p", str(differing.folder), *(["--coder", "Per"] if arguments[0] != "disagreements" else [])])
        == 2
    )
    assert "terminal" in capsys.readouterr().err


def test_a_dry_run_is_not_for_the_screen(differing: Project, capsys: pytest.CaptureFixture[str]) -> None:
    options = ["--screen", "--dry-run", "--coder", "Per", "-p", str(differing.folder)]
    assert run(["adjudicate", *PAIR, *options]) == 2
    assert "--dry-run" in capsys.readouterr().err


def test_what_is_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    assert full_screen.chosen(True)
    assert not full_screen.chosen(False)
    assert not full_screen.chosen(None)  # there is no terminal here
    monkeypatch.setattr(full_screen, "there_is", lambda: True)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert full_screen.chosen(None)
    monkeypatch.setenv("TERM", "dumb")
    assert not full_screen.chosen(None)


@pytest.mark.parametrize(
    ("theme", "ground", "name"),
    [(None, "", "dark"), (None, "0;15", "light"), (None, "15;0", "dark"), ("light", "15;0", "light")],
)
def test_colours(theme: str | None, ground: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", ground)
    assert full_screen.palette(theme).name == name


def test_nothing_to_look_at_opens_no_screen(project: Project, tmp_path: Path) -> None:
    for coder in PAIR:
        coding.tag(project, "lyngdalen-1:2", ["økonomi"], coder=coder)
        coding.finish(project, ["lyngdalen-1"], coder=coder)
    terminal = Terminal(["disagreements", *PAIR, "--screen", "-p", str(project.folder)])
    terminal.wait_for("there is nothing on which they differ")
    assert terminal.ended() == 0
    assert "\x1b[?1049h" not in terminal.seen
