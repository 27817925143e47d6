"""The log, and the way back."""

import json
from collections.abc import Mapping
from datetime import datetime

from qualcode.document import Output
from qualcode.errors import QualcodeError
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import history
from qualcode.verbs import anchors
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase

_SHOWN = 40
"""Code points of the words that are shown of a place."""


def undo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Take back this coder's last verb; returns its log line."""
    return history.undo(project.db, coder)


def redo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Do again what this coder undid last; returns its log line."""
    return history.redo(project.db, coder)


def told(project: Project, line: Mapping[str, object]) -> str:
    """A log line in words: what was done to which words, with which codes, where, and when by the clock here."""
    details = json.loads(str(line["details"]))
    several = details.get("codes")  # some verbs only count them
    codes = [*(several if isinstance(several, list) else ()), *([details["code"]] if "code" in details else [])]
    anchor = str(details.get("anchor", ""))
    parts = [str(line["verb"]), _words(project, anchor)]
    parts += [f"with {', '.join(map(str, codes))}"] if codes and anchor else [", ".join(map(str, codes))]
    parts += [f"in {anchor}"] if anchor else []
    when = datetime.fromisoformat(str(line["time"])).astimezone()
    return " ".join([*filter(None, parts), f"({when.day} {when:%b %H:%M})"])


def _words(project: Project, anchor: str) -> str:
    """The first words of a place, '' where there is none such now."""
    try:
        transcript, place = anchors.resolve(project, anchor)
    except QualcodeError:
        return ""
    said = " ".join(transcript.quote(place).split())
    return f'of "{said}"' if len(said) <= _SHOWN else f'of "{said[:_SHOWN].rsplit(" ", 1)[0]} …"'


def log(project: Project, selection: Selection = EVERYTHING, verb: str = "") -> Output:
    """Who did what, when: columns time, coder, verb, summary, why, undone, details (JSON). Coders and days select."""
    import pandas as pd

    columns = ["time", "coder", "verb", "summary", "why", "undone", "details"]
    rows = [
        {**line, "summary": _summary(line["details"]), "details": json.dumps(line["details"], ensure_ascii=False)}
        for line in history.lines(project.db)
        if (not verb or line["verb"] == verb)
        and (not selection.coders or line["coder"] in selection.coders)
        and (not selection.since or str(line["time"])[:10] >= selection.since.isoformat())
        and (not selection.until or str(line["time"])[:10] <= selection.until.isoformat())
    ]
    table = pd.DataFrame(rows, columns=columns)
    return Output(
        table,
        provenance(project, selection),
        title=phrase("Log", project.settings.lang),
        lang=project.settings.lang,
        brief=columns[:-1],
    )


def _summary(details: Mapping[str, object]) -> str:
    """Names and numbers as they are, long lists by how many they hold: 'transcripts: 75, file: holf.yaml'."""

    def short(value: object) -> str:
        if isinstance(value, list):
            return str(len(value)) if len(value) > 2 else ", ".join(map(str, value))
        return str(value)

    return "; ".join(f"{name}: {short(value)}" for name, value in details.items() if value and name != "of")
