"""`python -m qualcode.wording`, in a checkout: bring the catalogues up to date with the phrases in the code.

New phrases come in without a translation, those that the code no longer has are taken out. A test fails until every
phrase is translated.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.catalog import Message as Entry
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from qualcode.wording.catalogue import FOLDER

CODE = FOLDER.parent
TAKES = {"phrase": 1, "later": 1, "counted": 2, "plural": 2}
"""The functions that take phrases, and how many of their arguments are phrases."""
Message = str | tuple[str, ...]


def calls(source: str) -> Iterator[tuple[ast.Call, Message]]:
    """Where Python says a phrase, and the phrase, or its two forms; not where it says one that stands in a table."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in TAKES:
            taken = node.args[: TAKES[node.func.id]]
            texts = [a.value for a in taken if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if len(texts) == TAKES[node.func.id]:
                yield node, texts[0] if len(texts) == 1 else tuple(texts)


def phrases() -> Catalog:
    """Every phrase in the code and in the pages' templates, with the files in which it stands."""
    found = Catalog(project="qualcode", fuzzy=False)
    for file in sorted(CODE.rglob("*.py")):
        for _, message in calls(file.read_text("utf-8")):
            found.add(message, locations=[(file.relative_to(CODE.parent).as_posix(), 0)])
    for file in sorted(CODE.rglob("*.html")):
        with file.open("rb") as template:
            for _, message, _, _ in extract("jinja2.ext:babel_extract", template, {"_": None}):
                found.add(message, locations=[(file.relative_to(CODE.parent).as_posix(), 0)])
    return found


def catalogue(source: Path) -> Catalog:
    """A catalogue's source."""
    with source.open("rb") as file:
        return read_po(file, locale=source.stem)


def update(source: Path, template: Catalog) -> int:
    """Bring one catalogue up to date; how many phrases it has no translation for."""
    kept = catalogue(source)
    template.creation_date = kept.creation_date
    kept.update(template, no_fuzzy_matching=True, update_header_comment=False)
    kept.msgid_bugs_address = kept.last_translator = kept.language_team = "-"
    with source.open("wb") as file:
        write_po(file, kept, width=120, ignore_obsolete=True, include_lineno=False)
    return sum(not all(said(m)) for m in kept if m.id)


def said(message: Entry) -> list[str]:
    """A catalogue's translation of a phrase, or of each of its forms; '' where there is none."""
    texts = message.string if isinstance(message.string, list | tuple) else [message.string]
    return [str(text or "") for text in texts]


if __name__ == "__main__":
    for source in sorted(FOLDER.glob("*.po")):
        print(f"{source.name}: {update(source, phrases())} phrases to translate")  # noqa: T201
