"""A person going through disagreements, without any screen: which there are, which are looked at, what is decided.

The screen and a script settle through the same `Settling`; each decision is one verb, so that it is logged, can be
undone, and stands when the session breaks.
"""

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from qualcode.choices import AdjudicationChoice, DisagreementKind, DisagreementOrder
from qualcode.compare.adjudication import Decision
from qualcode.compare.confusions import NOTHING as NOTHING
from qualcode.compare.disagreements import Disagreement as Disagreement
from qualcode.compare.disagreements import Mark as Mark
from qualcode.compare.worklist import in_order
from qualcode.defaults import CONSENSUS
from qualcode.model import Code, Codebook, Coding, Place, Selection, Transcript
from qualcode.project import Project
from qualcode.sessions.cursor import Step
from qualcode.store import history
from qualcode.verbs import adjudicating
from qualcode.verbs.disagreeing import both, decisions, listed
from qualcode.verbs.setup import EVERYTHING

STEPS = ("adjudicate",)
"""What settling does, and hence undoes."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Which disagreements are looked at; empty means all.

    Of a `kind`; with `code`, or one below it, on either side; with this `pair` of codes, A's and B's; `undecided` ones.
    """

    kind: DisagreementKind | None = None
    code: str = ""
    pair: tuple[str, str] | None = None
    undecided: bool = False

    def __str__(self) -> str:
        """In words: 'undecided, boundary, økonomi'; '' for all."""
        parts = ["undecided"] * self.undecided + [self.kind or "", self.code, " × ".join(self.pair or ())]
        return ", ".join(p for p in parts if p)


class Settling:
    """Disagreements of two coders or more, one of them `here`, and what is decided on them in a layer.

    It begins after the decision made last, so that one goes on where one left. `coder` is who settles; without one the
    disagreements can only be read. A reason given before a decision waits for it.
    """

    def __init__(
        self,
        project: Project,
        coders: Sequence[str],
        selection: Selection = EVERYTHING,
        *,
        coder: str = "",
        kinds: Collection[DisagreementKind] = (),
        order: DisagreementOrder = "text",
        layer: str = CONSENSUS,
    ) -> None:
        self.project, self.coder, self.layer = project, coder, layer
        sides = both(project, coders, selection)
        if coder:
            adjudicating.check(project, sides, layer)
        self.coders = tuple(sides.coders)
        self.codebook: Codebook = sides.codebook
        self._texts = {t.name: t for t in sides.transcripts}
        self._made: dict[tuple[str, str], list[Coding]] = {}
        for coding in sides.codings:
            self._made.setdefault((coding.transcript, coding.coder), []).append(coding)
        self._all = listed(sides, selection, kinds)
        self._known = {d.id for d in self._all}
        self._reasons: dict[str, str] = {}
        self.decided: dict[str, Decision] = {}
        self.filter, self.shown, self.n = Filter(), list[Disagreement](), 0
        self._load()
        self.arrange(order)
        self._resume()

    # What there is to see

    @property
    def here(self) -> Disagreement | None:
        """The disagreement one is at; None where none is looked at."""
        return self.shown[self.n] if self.shown else None

    @property
    def transcript(self) -> Transcript | None:
        """The transcript it stands in."""
        return self._texts[self.here.transcript] if self.here else None

    @property
    def decision(self) -> Decision | None:
        """What is decided on it."""
        return self.decided.get(self.here.id) if self.here else None

    @property
    def reason(self) -> str:
        """Why it was decided so, or will be."""
        if not self.here:
            return ""
        return self._reasons.get(self.here.id, self.decision.reason if self.decision else "")

    @property
    def progress(self) -> tuple[int, int, int]:
        """How many are settled, how many wait for the codebook, how many there are."""
        return self._settled, self._waiting, len(self._all)

    @property
    def codes_here(self) -> list[Code]:
        """The codes that are at issue, A's first."""
        used = dict.fromkeys(m.code for m in self.here.marks) if self.here else {}
        return [self.codebook.by_id[code] for code in used]

    def given_here(self, coder: str) -> list[str]:
        """The codes that a coder gave to some of the text here."""
        d = self.here
        made = self._made.get((d.transcript, coder), ()) if d else ()
        return list(dict.fromkeys(c.code for c in made if d and c.start < d.end and d.start < c.end))

    @property
    def kinds(self) -> Mapping[DisagreementKind, int]:
        """How many there are of each kind."""
        return Counter(d.kind for d in self._all if d.kind != "exact")

    @property
    def codes(self) -> Mapping[str, int]:
        """How many concern each code or one below it, in the codebook's order."""
        given = [{above for m in d.marks for above in self.codebook.paths[m.code]} for d in self._all]
        counts = Counter(code for codes in given for code in codes)
        return {code.id: counts[code.id] for code in self.codebook.walk() if counts[code.id]}

    @property
    def pairs(self) -> Mapping[tuple[str, str], int]:
        """How often A's code met B's, the commonest first; '(none)' where one of them has no code."""
        return dict(Counter(map(_pair, self._all)).most_common())

    # Moving

    def go(self, n: int) -> None:
        """Go to the `n`th that is looked at, from 0, or the nearest there is."""
        self.n = min(max(n, 0), max(len(self.shown) - 1, 0))

    def next_undecided(self, step: Step = 1) -> bool:
        """Go to the next without a decision, round to the other end if need be; False if all are decided."""
        ring = ((self.n + step * i) % len(self.shown) for i in range(1, len(self.shown) + 1))
        found = next((n for n in ring if self.shown[n].id not in self.decided), None)
        if found is not None:
            self.n = found
        return found is not None

    def look_at(self, chosen: Filter) -> None:
        """Look at other disagreements; one stays where one is, or goes to the next that is looked at."""
        self.filter = chosen
        self._filter()

    def arrange(self, order: DisagreementOrder) -> None:
        """Put them in another order; one stays where one is."""
        self.order: DisagreementOrder = order
        self._ordered = in_order(self._all, order)
        self._places = {d.id: n for n, d in enumerate(self._ordered)}
        self._filter()

    # Deciding

    def settle(self, choice: AdjudicationChoice, place: Place | None = None, code: str | None = None) -> bool:
        """Decide on the disagreement here, and go to the next without a decision.

        `place` is the span for *span*, with `code` where the two codes differ. True if the decision contradicts another
        (three coders or more), so that what it is about is left out.
        """
        if not (d := self.here):
            return False
        start, end = (place.start, place.end) if place else (None, None)
        done = self._take(Decision(d.id, choice, start, end, code, self.reason))
        self._filter()
        if self.here == d:
            self.next_undecided()
        return any(c.id == d.id for c in done.result.conflicts)

    def explain(self, reason: str) -> None:
        """Say why: of a decision that was made, or of the one to be made here."""
        if self.decision:
            self._take(replace(self.decision, reason=reason.strip()))
        elif self.here:
            self._reasons[self.here.id] = reason.strip()

    def undo(self) -> str:
        """Take back this coder's last decision, or the last sheet or sitting; returns it in words, and goes there."""
        return self._travel(history.undo)

    def redo(self) -> str:
        """Decide again what was undone last; returns it in words, and goes there."""
        return self._travel(history.redo)

    def _take(self, decision: Decision) -> adjudicating.Settled:
        done = adjudicating.adjudicate(
            self.project,
            self.coders,
            [decision],
            coder=self.coder,
            layer=self.layer,
            transcript=self.transcript.name if self.transcript else None,
        )
        self._reasons.pop(decision.id, None)
        self.decided = {**{i: d for i, d in self.decided.items() if i != decision.id}, decision.id: decision}
        self._count()
        return done

    def _travel(self, way: Callable[..., Mapping[str, object]]) -> str:
        before, count = self.decided, 0
        while not count:  # bringing the consensus up to date is a step without a decision
            details = json.loads(str(way(self.project.db, self.coder, STEPS)["details"]))
            count = details["decisions"]
        self._load()
        self._filter()
        changed = {i for i in {*before, *self.decided} & self._known if before.get(i) != self.decided.get(i)}
        self.n = next((n for n, d in enumerate(self.shown) if d.id in changed), self.n)
        return "one decision" if count == 1 else f"{count} decisions, which were taken in together"

    def _load(self) -> None:
        self.decided = decisions(self.project, self.layer)
        self._count()

    def _count(self) -> None:
        made = [self.decided[i].choice for i in self._known & self.decided.keys()]
        self._waiting = made.count("codebook")
        self._settled = len(made) - self._waiting

    def _resume(self) -> None:
        """Begin at the first without a decision after the one decided last."""
        last = (self._places[i] for i in reversed(self.decided) if i in self._places)
        self.n = next(last, -1)
        self.next_undecided()
        self.go(self.n)

    def _filter(self) -> None:
        at = self._places[self.here.id] if self.here else 0
        below = self.codebook.subtree(self.filter.code) if self.filter.code else None
        self.shown = (
            self._ordered if self.filter == Filter() else [d for d in self._ordered if self._is_meant(d, below)]
        )
        self.go(bisect_left(self.shown, at, key=lambda d: self._places[d.id]))

    def _is_meant(self, d: Disagreement, below: Collection[str] | None) -> bool:
        chosen = self.filter
        return (
            (chosen.kind is None or d.kind == chosen.kind)
            and (below is None or any(m.code in below for m in d.marks))
            and (chosen.pair is None or _pair(d) == chosen.pair)
            and not (chosen.undecided and d.id in self.decided)
        )


def _pair(d: Disagreement) -> tuple[str, str]:
    return _code(d.a), _code(d.b)


def _code(mark: Mark | None) -> str:
    return mark.code if mark else NOTHING
