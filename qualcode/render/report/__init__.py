"""The report: one page that holds everything it shows, for reading, filtering, presenting and printing.

The data stand in it once, as JSON; the page's own script counts them anew for every filter. Nothing is fetched, and
nothing in the data can act: it reaches the page as text only.
"""

import json
from dataclasses import replace
from functools import cache
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from qualcode.document import LANGS, Document
from qualcode.render.report.content import Agreement, Report, page_data
from qualcode.render.report.pseudonyms import Names, invented
from qualcode.render.values import visible
from qualcode.wording.page import WORDS

if TYPE_CHECKING:
    from jinja2 import Template
    from markupsafe import Markup

__all__ = ["Agreement", "Names", "Report", "invented", "report_bytes"]


def report_bytes(report: Report) -> bytes:
    """The page in UTF-8. The same report gives the same bytes."""
    words = {key: each[LANGS.index(report.lang)] for key, each in WORDS.items()}
    page = _template().render(
        report=report,
        document=Document("", (), report.lang),
        words=SimpleNamespace(**words),
        facts=_facts(report),
        told=report.provenance.named(report.lang),
        data=island({**page_data(report), "say": words}),
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


def number(value: float | None, lang: str, digits: int = 2) -> str:
    """A number for people; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:z.{digits}f}".replace("-", "−")
    return text if lang == "en" else text.replace(".", ",")


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
