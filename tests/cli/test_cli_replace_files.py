"""No command writes over a file that may hold somebody's work, unless told; every way of writing a file is tried."""

from pathlib import Path

import click
import pytest

from qualcode.cli import qualcode
from qualcode.store import written_files

WRITING = {
    "table": ("excerpts", "-o", "ut.csv"),
    "sheet": ("themes", "-o", "ut.xlsx"),
    "document": ("excerpts", "-o", "ut.docx"),
    "picture": ("themes", "-o", "ut.svg"),
    "beside": ("themes", "--picture", "ut.png"),
    "rows": ("search", "møte", "-o", "ut.jsonl"),
    "report": ("report", "-o", "ut.html"),
    "export": ("export", "ut.qdpx"),
    "codes": ("export", "ut.qdc"),
    "codings": ("export", "ut.tsv.csv"),
    "codebook": ("codebook", "export", "ut.yaml"),
    "appendix": ("codebook", "export", "ut.docx"),
    "package": ("package", "Berit", "--transcript", "*", "-o", "ut.qualcode"),
    "word": ("word", "out", "granmo", "-o", "."),
    "split": ("excerpts", "--split", "-o", "deler"),
}
TARGET = {"word": "granmo.docx", "split": "deler/samarbeid.csv"}


def target(how: str) -> Path:
    return Path(TARGET.get(how) or next(word for word in WRITING[how] if "ut." in word))


@pytest.fixture
def coded(begun):
    begun("tag", "granmo:2", "internt", "--coder", "Anna")
    return begun


@pytest.mark.parametrize("how", WRITING)
def test_a_file_that_somebody_wrote_is_refused(how, coded):
    file = target(how)
    file.parent.mkdir(exist_ok=True)
    file.write_text("avgjort med hånd", encoding="utf-8")
    done = coded(*WRITING[how])
    assert (done.code, file.read_text("utf-8")) == (1, "avgjort med hånd")
    assert "--replace" in done.err
    assert not list(file.parent.glob("*.part"))
    assert coded(*WRITING[how], "--replace").code == 0
    assert file.read_bytes() != b"avgjort med h\xc3\xa5nd"
    assert coded(*WRITING[how]).code == 0, "what we wrote ourselves may be written again"


@pytest.mark.parametrize("how", WRITING)
def test_a_file_of_ours_in_which_somebody_wrote_is_refused(how, coded):
    assert coded(*WRITING[how]).code == 0
    with target(how).open("ab") as file:
        file.write(b"og noe for hand")
    mine = target(how).read_bytes()
    assert coded(*WRITING[how]).code == 1
    assert target(how).read_bytes() == mine


def test_a_device_takes_what_comes(coded):
    assert coded("excerpts", "--format", "csv", "-o", "/dev/null").code == 0


def test_an_interview_is_never_written_over(coded):
    interview = Path("in/granmo.txt")
    words = interview.read_bytes()
    assert coded("excerpts", "--format", "table", "-o", str(interview)).code == 1
    assert interview.read_bytes() == words


def test_what_was_written_is_in_no_package(coded):
    coded("excerpts", "-o", "ut.csv")
    assert [Path(one.path).name for one in written_files.known(Path())] == ["ut.csv", "ut.csv-metadata.json"]
    coded("package", "Berit", "--transcript", "*", "-o", "ut.qualcode")
    assert b"ut.csv" not in Path("ut.qualcode").read_bytes()


def test_every_command_that_writes_a_file_can_be_told_to_replace() -> None:
    context = click.Context(qualcode)

    def walk(name: str, command: click.Command) -> None:
        if isinstance(command, click.Group):
            for below in command.list_commands(context):
                walk(f"{name} {below}".strip(), command.get_command(context, below) or command)
            return
        options = {option for parameter in command.params for option in parameter.opts}
        if "-o" in options or name in ("export", "codebook export"):
            assert "--replace" in options, name

    walk("", qualcode)
