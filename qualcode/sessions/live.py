"""Suggestions for the transcript that somebody codes, which follow every decision."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from qualcode.model import Coding, Suggestion
from qualcode.project import Project
from qualcode.verbs.blind_coding import coded_blind
from qualcode.verbs.setup import EVERYTHING

if TYPE_CHECKING:
    from qualcode.suggest import Rejection


class LiveSuggestions:
    """Called with a transcript's name it gives the suggestions there as things stand.

    The first call for a transcript reads the project and learns; later ones only take in what was decided in it since,
    by whomever, and what was undone. They learn from everybody's codings, in a blind round from this coder's alone. It
    opens the project itself, so that it can run beside a session, in another thread, one call at a time; what it needs
    is loaded there, too, so that nobody waits for it.
    """

    def __init__(self, folder: Path, coder: str) -> None:
        self.folder, self.coder = folder, coder
        self._name = ""
        self._given: Sequence[Suggestion] = ()

    def __call__(self, name: str) -> list[Suggestion]:
        """The suggestions for a transcript."""
        with Project.open(self.folder) as project:
            if name != self._name:
                self._begin(project, name)
                self._given = self._live.suggestions(name)
            elif self._follow(project):
                self._given = self._live.suggestions(name)
        return list(self._given)

    def _begin(self, project: Project, name: str) -> None:
        from qualcode.suggest import Live
        from qualcode.verbs import suggesting

        self._teachers = (self.coder,) if name in coded_blind(project, self.coder) else ()
        what = suggesting.known(project, EVERYTHING, self.coder, self._teachers)
        options = replace(suggesting.prepared(project, EVERYTHING, None), coders=self._teachers or None)
        self._live = Live(what, options, opened=[name])
        self._name = name
        self._decided = self._here(project)

    def _follow(self, project: Project) -> bool:
        """Take in what was decided since; False if nothing was."""
        before, self._decided = self._decided, self._here(project)
        new, gone = self._decided.keys() - before.keys(), before.keys() - self._decided.keys()
        self._live.decided(*(self._decided[key] for key in new))
        self._live.withdrawn(*(before[key] for key in gone))
        return bool(new or gone)

    def _here(self, project: Project) -> "dict[object, Coding | Rejection]":
        """What teaches in the open transcript, by what makes it the same: a coding by its id, code and span."""
        from qualcode.verbs import suggesting

        what = suggesting.known(project, EVERYTHING, self.coder, self._teachers, self._name)
        made: dict[object, Coding | Rejection] = {(c.id, c.code, c.start, c.end): c for c in what.codings}
        return {**made, **{r: r for r in what.rejections}}
