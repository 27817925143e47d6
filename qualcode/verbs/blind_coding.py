"""Who codes blind: without seeing what others, people or programs, think of a transcript."""

from qualcode.project import Project
from qualcode.store import rounds


def coded_blind(project: Project, coder: str) -> frozenset[str]:
    """The names of the transcripts that a coder codes in a blind round."""
    drawn = [r.assigned.get(coder, ()) for r in rounds.load(project.db) if r.blind]
    return frozenset(name for names in drawn for name in names)
