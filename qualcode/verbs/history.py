"""The log, and the way back."""

import json
from collections.abc import Mapping

from qualcode.document import Output
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import history
from qualcode.verbs.setup import EVERYTHING, provenance
from qualcode.wording import phrase


def undo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Take back this coder's last verb; returns its log line."""
    return history.undo(project.db, coder)


def redo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Do again what this coder undid last; returns its log line."""
    return history.redo(project.db, coder)


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
