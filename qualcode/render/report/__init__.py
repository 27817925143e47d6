"""The report: one page that holds everything it shows, for reading, filtering, presenting and printing.

The data stand in it once, as JSON; the page's own script counts them anew for every filter. Nothing is fetched, and
nothing in the data can act: it reaches the page as text only.
"""

import json
from dataclasses import replace
from functools import cache, partial
from typing import TYPE_CHECKING, Any

from qualcode.document import Document
from qualcode.render.report.content import Agreement, Report, page_data
from qualcode.render.report.phrases import PHRASES
from qualcode.render.report.pseudonyms import Names, invented
from qualcode.render.values import visible
from qualcode.wording import Lang, both_forms, number, phrase

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["Agreement", "Names", "Report", "invented", "report_bytes"]


def report_bytes(report: Report) -> bytes:
    """The page in UTF-8. The same report gives the same bytes."""
    page = _template().render(
        report=report,
        document=Document("", (), report.lang),
        _=partial(_phrase, report.lang),
        facts=_facts(report),
        told=report.provenance.named(report.lang),
        data=island({**page_data(report), "say": _said(report.lang)}),
        codings=report.excerpts["code"].value_counts().to_dict(),
        names={code.id: code.name or code.id for code in report.codebook.walk()},
    )
    return (visible(page).rstrip("\n") + "\n").encode()


def island(data: object) -> "Markup":
    """Data as JSON that can stand inside a script element: no `<` in it, so that nothing in it ends the element."""
    from markupsafe import Markup

    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(text)  # noqa: S704  the element holds data, and cannot be left without `<`


def _facts(report: Report) -> list[tuple[str, str]]:
    """Where the page comes from; with pseudonyms without selection and command, which may hold names."""
    shown = replace(report.provenance, selection="", command="") if report.pseudonyms else report.provenance
    return shown.facts(report.lang)


def _phrase(lang: Lang, text: str, **values: object) -> str:
    return phrase(text, lang, **values)


def _said(lang: Lang) -> dict[str, str | list[str]]:
    """What the page's script says; where it depends on a number, in each of the forms for it."""
    return {
        name: phrase(text, lang) if isinstance(text, str) else both_forms(*text, lang) for name, text in PHRASES.items()
    }


@cache
def _template() -> "Template":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("qualcode.render", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    filters: dict[str, Any] = {"number": number}
    environment.filters |= filters
    return environment.get_template("report/page.html")
