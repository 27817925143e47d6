"""The log, and the way back."""

import json
from collections.abc import Mapping

from qualcode.document import Output
from qualcode.model import Selection
from qualcode.project import Project
from qualcode.store import history
from qualcode.verbs.setup import EVERYTHING, provenance


def undo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Take back this coder's last verb; returns its log line."""
    return history.undo(project.db, coder)


def redo(project: Project, *, coder: str) -> Mapping[str, object]:
    """Do again what this coder undid last; returns its log line."""
    return history.redo(project.db, coder)


def log(project: Project, selection: Selection = EVERYTHING, verb: str = "") -> Output:
    """Who did what, when: columns time, coder, verb, details, why, undone. `selection` gives coders and days."""
    import pandas as pd

    columns = ["time", "coder", "verb", "details", "why", "undone"]
    rows = [
        {**line, "details": json.dumps(line["details"], ensure_ascii=False)}
        for line in history.lines(project.db)
        if (not verb or line["verb"] == verb)
        and (not selection.coders or line["coder"] in selection.coders)
        and (not selection.since or str(line["time"])[:10] >= selection.since.isoformat())
        and (not selection.until or str(line["time"])[:10] <= selection.until.isoformat())
    ]
    return Output(pd.DataFrame(rows, columns=columns), provenance(project, selection), title="Log")
