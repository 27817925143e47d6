"""The pages of the documentation site that are made from the program itself and from the files beside `docs/`.

MkDocs calls the hooks below when it builds the site. The command reference is what `--help` prints; the Python
interface is taken from the docstrings by mkdocstrings, which reads the sources and imports nothing.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
from mkdocs.structure.files import File, Files

from qualcode.cli import STAGES, qualcode

ROOT = Path(__file__).parents[1]
BESIDE = {"README.md": "index.md", "CHANGELOG.md": "changes.md", "CONTRIBUTING.md": "contributing.md"}
"""Pages that stand in the project's folder, and what they are called on the site."""
MODULES = ("qualcode.project", "qualcode.model", "qualcode.document", "qualcode.render", "qualcode.errors")
"""What a notebook meets beside the verbs."""
_LINK = re.compile(r"(?<!!)\[([^\]]+)\]\(((?!https?:|mailto:|#)[^)#]+)(#[^)]*)?\)")


def on_files(files: Files, config: Any) -> Files:
    """Add the pages that are made, and those that stand beside `docs/`."""
    for name, page in BESIDE.items():
        files.append(File.generated(config, page, content=(ROOT / name).read_text("utf-8").replace("](docs/", "](")))
    files.append(File.generated(config, "commands.md", content="\n".join(command_reference())))
    files.append(File.generated(config, "python.md", content="\n".join(python_interface())))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Lead links to files beside `docs/` to their pages on the site; one to a source file keeps its words alone."""
    depth = page.file.src_uri.count("/")

    def led(link: re.Match[str]) -> str:
        words, target, place = link[1], link[2], link[3] or ""
        outside = target.removeprefix("../" * (depth + 1))
        if page.file.src_uri in BESIDE.values():
            outside = target
        elif outside == target:
            return link[0]
        if outside in BESIDE:
            return f"[{words}]({'../' * depth}{BESIDE[outside]}{place})"
        return link[0] if (ROOT / "docs" / outside).exists() else words

    return _LINK.sub(led, markdown)


def command_reference() -> Iterator[str]:
    """Every command with its help, in the order of the work."""
    yield "# Every command\n\nWhat `qualcode COMMAND --help` prints.\n"
    context = click.Context(qualcode, info_name="qualcode")
    for stage, commands in STAGES.items():
        yield f"## {stage}\n"
        for name in commands:
            if command := qualcode.get_command(context, name):
                yield from _helped(command, name, context)


def _helped(command: click.Command, name: str, parent: click.Context) -> Iterator[str]:
    """The help of a command and of all below it."""
    context = click.Context(command, info_name=name, parent=parent, max_content_width=100, terminal_width=100)
    yield f"### {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for below, child in command.commands.items():
            yield from _helped(child, below, context)


def python_interface() -> Iterator[str]:
    """The functions that a notebook calls: every module of `qualcode.verbs`, and the nouns they take and give."""
    yield "# The Python interface\n\nHow to use it: [From a notebook](notebook.md).\n"
    verbs = sorted(path.stem for path in (ROOT / "qualcode" / "verbs").glob("[!_]*.py"))
    for module in (*(f"qualcode.verbs.{name}" for name in verbs), *MODULES):
        yield f"## {module}\n\n::: {module}\n    options:\n      heading_level: 3\n"
