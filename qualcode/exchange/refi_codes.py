"""Codebooks in REFI-QDA: the `Codes` of a project (QDPX) and the codebook file (QDC).

REFI-QDA knows a code's name, colour and description. What a codebook here says beyond that stands in the description
below a line that says `[qualcode]`, under labels that people can read, and is found there again. What other programs
write into a description is description, whatever its words.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, cast

from qualcode.errors import QualcodeError
from qualcode.exchange.elements import local, text_of, without_namespaces
from qualcode.exchange.identity import guid, keys_of
from qualcode.exchange.names import as_id, free_id, tree_in_names
from qualcode.exchange.offsets import OURS
from qualcode.exchange.page import visible
from qualcode.model import Code, Codebook
from qualcode.text.archive import parse_xml

if TYPE_CHECKING:
    from lxml.etree import _Element

CODEBOOK = "urn:QDA-XML:codebook:1.0"
_LABELS = {"Include": "include", "Exclude": "exclude", "Keywords": "keywords", "Rules": "rules", "Examples": "examples"}
_LABELLED = re.compile(r"^(Include|Exclude|Keywords|Rules|Examples|Id|Retired): ", re.MULTILINE)
MARK = "[qualcode]"
"""The line below which a description holds fields of ours."""


def write_codes(parent: Any, codebook: Codebook, space: str) -> None:
    """Put `Codes` under an element; nothing if there are no codes, since an empty list is not valid."""
    from lxml import etree

    def below(element: Any, codes: Sequence[Code]) -> None:
        for code in codes:
            item = etree.SubElement(element, f"{{{space}}}Code")
            item.set("guid", guid(code.uid or code.id, "code"))
            item.set("name", visible(code.name or code.id))
            item.set("isCodable", "true")
            if code.color:
                item.set("color", code.color)
            if described := _description(code):
                etree.SubElement(item, f"{{{space}}}Description").text = visible(described)
            below(item, code.codes)

    if codebook.codes:
        below(etree.SubElement(parent, f"{{{space}}}Codes"), codebook.codes)


def _description(code: Code) -> str:
    own = []
    for label, key in _LABELS.items():
        value = getattr(code, key)
        shown = value if isinstance(value, str) else ("; " if key == "keywords" else "\n").join(value)
        own.append(f"{label}: {shown}" if shown else "")
    own += [f"Id: {code.id}" if as_id(code.name or code.id) != code.id else "", "Retired: yes" if code.retired else ""]
    said = [text for text in own if text]
    return "\n\n".join(filter(None, [code.definition, *([MARK, *said] if said else [])]))


def write_qdc(codebook: Codebook) -> bytes:
    """A codebook as a REFI-QDA codebook file, valid by its schema. A `QualcodeError` if it has no codes."""
    from lxml import etree

    if not codebook.codes:
        raise QualcodeError("the codebook has no codes", hint="REFI-QDA has no empty codebooks.")
    root = etree.Element(f"{{{CODEBOOK}}}CodeBook", nsmap=cast("dict[str, str]", {None: CODEBOOK}))
    root.set("origin", OURS)
    write_codes(root, codebook, CODEBOOK)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def read_qdc(data: bytes, where: str = "file.qdc") -> Codebook:
    """The codebook in a REFI-QDA codebook file, each code with its `uid`, whatever its namespace."""
    root = parse_xml(data, where)
    if local(root) != "CodeBook":
        raise QualcodeError("not a REFI-QDA codebook", where=where)
    without_namespaces(root)
    origin = root.get("origin", "")
    codebook = Codebook(read_codes(root, origin, keys_of(origin)))
    if not codebook.codes:
        raise QualcodeError("the codebook has no codes", where=where)
    return codebook


def read_codes(codebook: "_Element", origin: str, key: Callable[[str], str]) -> tuple[Code, ...]:
    """The codes under a `CodeBook` element without namespaces.

    Ids are made of the names, numbered where two are alike; `key` makes each code's `uid` of its number.
    """
    taken: set[str] = set()
    ours = origin.startswith(OURS)

    def below(element: "_Element", path: str) -> tuple[Code, ...]:
        return tuple(_code(item, f"{path}/{item.get('name', '')}") for item in element.iterchildren("Code"))

    def _code(item: "_Element", path: str) -> Code:
        name = " ".join(item.get("name", "").split())
        said = _said(text_of(item, "Description"), ours)
        id_ = free_id(said.pop("id", "") or as_id(name) or "code", taken)
        number = key(item.get("guid", "")) or key(path)
        return Code(id_, name or id_, color=_color(item.get("color", "")), codes=below(item, path), uid=number, **said)

    codes = tuple(code for list_ in codebook.iterchildren("Codes") for code in below(list_, ""))
    return tree_in_names(codes)


def _said(description: str, ours: bool) -> dict[str, Any]:
    """The fields in a description: the definition, and what stands below our mark.

    Files that qualcode 0.1 wrote (`ours`) have the labels without the mark.
    """
    definition, marked, fields = description.partition(f"{MARK}\n")
    if not marked:
        first = _LABELLED.search(description) if ours else None
        at = first.start() if first else len(description)
        definition, fields = description[:at], description[at:]
    return {"definition": definition.strip(), **_fields(fields)}


def _fields(text: str) -> dict[str, Any]:
    marks, out = list(_LABELLED.finditer(text)), dict[str, Any]()
    for mark, after in zip_longest(marks, marks[1:]):
        label, value = mark[1], text[mark.end() : after.start() if after else None].strip()
        if label == "Id":
            out["id"] = value if re.fullmatch(r"[\w-]+", value) else ""
        elif label == "Retired":
            out["retired"] = True
        else:
            field = _LABELS[label]
            separator = "; " if field == "keywords" else "\n"
            out[field] = value if field in ("include", "exclude") else tuple(filter(None, value.split(separator)))
    return out


def _color(written: str) -> str:
    """`#RRGGBB` of what other programs write, `rgba(…)` too; '' for what is no colour."""
    if re.fullmatch("#[0-9A-Fa-f]{6}", written):
        return written
    if re.fullmatch("#[0-9A-Fa-f]{3}", written):
        return "#" + "".join(d * 2 for d in written[1:])
    found = re.match(r"rgba?\(\s*(\d+)\s*,\s*(\d+)\s*,\s*(\d+)", written)
    return "#" + "".join(f"{min(int(n), 255):02X}" for n in found.groups()) if found else ""


def alone_in_name(codebook: Codebook) -> Codebook:
    """The codebook with its path in front of a name that another code has too, for programs that know one of each."""
    counts = Counter(code.name or code.id for code in codebook.walk())

    def named(codes: Sequence[Code], above: str) -> tuple[Code, ...]:
        out = []
        for code in codes:
            name = code.name or code.id
            shown = f"{above}{name}" if counts[name] > 1 else name
            out.append(replace(code, name=shown, codes=named(code.codes, f"{above}{name} > ")))
        return tuple(out)

    return replace(codebook, codes=named(codebook.codes, ""))
