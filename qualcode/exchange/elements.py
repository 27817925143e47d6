"""XML elements by their local names, because other programs write several namespaces for the same thing."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.etree import _Element


def local(element: "_Element") -> str:
    """The name without its namespace; '' for comments and instructions."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def attribute(element: "_Element", name: str) -> str:
    """An attribute whatever its namespace; '' if it is not there."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rpartition("}")[2] == name), "")


def named(element: "_Element", name: str) -> Iterator["_Element"]:
    """All elements of a name, however deep, in the order of the document."""
    return (below for below in element.iter() if local(below) == name)


def without_namespaces(root: "_Element") -> None:
    """Leave elements and attributes their local names, so that they can be asked for plainly."""
    for element in root.iter("{*}*"):
        element.tag = local(element)
    for element in root.iter():
        for key in [k for k in element.attrib if "}" in str(k)]:
            element.set(str(key).rpartition("}")[2], element.attrib.pop(key))


def text_of(element: "_Element", name: str) -> str:
    """The text of the first child of a name, stripped."""
    return next(("".join(str(t) for t in c.itertext()).strip() for c in element.iterchildren(name)), "")
