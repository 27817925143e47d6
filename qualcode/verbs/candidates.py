"""Find what identifies people in a project's transcripts: a sheet to decide on."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from qualcode.document import Output, Table
from qualcode.importers.rows import read_rows
from qualcode.project import Project
from qualcode.protect.deciding import COLUMNS, DECISIONS
from qualcode.protect.finding import find as find_candidates
from qualcode.protect.lists import Lists, built_in
from qualcode.protect.mentions import Candidate, Text
from qualcode.protect.pipeline import entities
from qualcode.protect.proposing import Proposer
from qualcode.store import pseudonymising as stored
from qualcode.verbs.setup import provenance

_AROUND = 40
_BRIEF = ("kind", "found", "count", "context", "proposal", "decision", "replacement")


@dataclass(frozen=True)
class Looking:
    """With what else to look: files or folders with lists of one's own, a spaCy pipeline."""

    names: Sequence[Path] = ()
    pipeline: str = ""

    @property
    def lists(self) -> Lists:
        """The program's lists and one's own."""
        return built_in().with_own(self.names)


def find(project: Project, looking: Looking = Looking(), sheet: Path | None = None) -> Output:
    """The candidates over all transcripts, a row each, to be decided. Decisions in an earlier `sheet` are kept."""
    texts = texts_of(project)
    lists, language = looking.lists, project.settings.language
    pipeline = entities(looking.pipeline) if looking.pipeline else None
    candidates = find_candidates(texts, language, lists, pipeline)
    words = {word for text in texts for word in re.findall(r"\w+", text.text.lower())}
    proposed = Proposer(words, project.settings.lang, stored.project_id(project.db), lists).proposals(candidates)
    decided = {(row["kind"], row["found"]): row for row in read_rows(sheet)} if sheet else {}
    said = {text.name: text.text for text in texts}
    rows = [
        _row(candidate, proposal, decided.get((candidate.kind, candidate.found), {}), said)
        for candidate, proposal in zip(candidates, proposed, strict=True)
    ]
    return Output(
        Table.of(rows, COLUMNS),
        provenance(project),
        title="Candidates for pseudonyms",
        brief=_BRIEF,
        choices={"decision": DECISIONS},
    )


def texts_of(project: Project) -> list[Text]:
    """The current texts, by transcript, in the order of import."""
    bodies = {body.id: body for body in stored.bodies(project.db)}
    return [Text(name, bodies[body].text, bodies[body].turns) for name, body in stored.current(project.db).items()]


def _row(candidate: Candidate, proposal: str, decided: Mapping[str, str], said: Mapping[str, str]) -> tuple[Any, ...]:
    name, start, end = candidate.places[0]
    text = said[name]
    before, after = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    context = " ".join(f"{before}»{text[start:end]}«{after}".split())
    forms = sorted(candidate.forms, key=lambda form: (form != candidate.found, -candidate.forms[form], form))
    what = (candidate.kind, candidate.found, "; ".join(forms), candidate.count, ", ".join(candidate.transcripts))
    return (
        *what,
        f"{context} ({candidate.why})",
        proposal,
        decided.get("decision", ""),
        decided.get("replacement", ""),
    )
