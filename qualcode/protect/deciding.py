"""What people decide about candidates: a sheet with a row for each, read into rulings for the whole project."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from qualcode.errors import QualcodeError
from qualcode.protect.inflecting import inflected
from qualcode.protect.mentions import KINDS, Kind

Decision = Literal["replace", "category", "band", "keep", "later"]
DECISIONS: tuple[Decision, ...] = get_args(Decision)
COLUMNS = ("kind", "found", "forms", "count", "transcripts", "context", "proposal", "decision", "replacement")
"""The columns of the sheet."""
_PAIR = re.compile(r"\s*(?:->|→|=>)\s*")
_APART = "; "


@dataclass(frozen=True)
class Ruling:
    """What was decided about one candidate. `forms` says for every form what stands instead; none for what is kept."""

    kind: Kind
    found: str
    decision: Decision
    forms: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        """Whether somebody has yet to decide."""
        return self.decision == "later"


def rulings(rows: Iterable[Mapping[str, str]], where: str) -> list[Ruling]:
    """The rulings in the rows of a sheet, of which `where` is the name. A row without a decision is open.

    Without a `replacement` the one proposed counts. `Kari → Anne; Karis → Annes` in it says more than one form.
    Raises an error that names the row for a decision that is none, or one that lacks what stands instead.
    """
    return [_ruling(row, f"{where}, row {n}") for n, row in enumerate(rows, start=2)]


def _ruling(row: Mapping[str, str], where: str) -> Ruling:
    said = (row.get("decision") or "").strip().casefold() or "later"
    kind = (row.get("kind") or "").strip()
    found = (row.get("found") or "").strip()
    if said not in DECISIONS:
        raise QualcodeError("the decision is none", where=where, hint=f"Write {', '.join(DECISIONS)}, or nothing yet.")
    if kind not in KINDS or not found:
        raise QualcodeError(
            "the row does not say what it is about", where=where, hint=f"kind is one of {', '.join(KINDS)}."
        )
    forms = [form for form in (row.get("forms") or "").split(_APART) if form.strip()] or [found]
    decision = DECISIONS[DECISIONS.index(said)]
    if decision in ("keep", "later"):
        return Ruling(KINDS[KINDS.index(kind)], found, decision, dict.fromkeys(forms, ""))
    new = (row.get("replacement") or "").strip() or proposed(row.get("proposal") or "", decision)
    if not new:
        hint = "Fill in the replacement, or decide keep."
        raise QualcodeError("it is not said what stands instead", where=where, hint=hint)
    return Ruling(KINDS[KINDS.index(kind)], found, decision, _forms(found, forms, new))


def proposed(proposal: str, decision: Decision) -> str:
    """What a proposal such as `replace Anne; category [navn]` says for a decision; '' where it says nothing."""
    for part in proposal.split(_APART):
        said, _, new = part.partition(" ")
        if said == decision:
            return new.strip()
    return ""


def _forms(found: str, forms: Sequence[str], new: str) -> dict[str, str]:
    pairs = [_PAIR.split(part, maxsplit=1) for part in new.split(";")]
    said = {pair[0].strip(): pair[1].strip() for pair in pairs if len(pair) == 2 and all(pair)}
    base = next((pair[0].strip() for pair in pairs if len(pair) == 1), said.get(found, next(iter(said.values()), new)))
    return {form: said.get(form) or inflected(form, found, base) for form in [*forms, *said]}


def parts(given: Sequence[Ruling]) -> list[Ruling]:
    """What rulings on full names say of their words: who is `Anne Berg` for `Kari Nilsen` is `Anne` for `Kari`.

    Words that have a ruling of their own, or that two names replace differently, follow from nothing.
    """
    own = {form.casefold() for ruling in given for form in ruling.forms}
    found: dict[str, set[str]] = {}
    for ruling in given:
        for old, new in ruling.forms.items() if ruling.kind == "person" and ruling.decision == "replace" else ():
            words, instead = old.split(), new.split()
            if len(words) == len(instead) > 1:
                for word, other in zip(words, instead, strict=True):
                    found.setdefault(word, set()).add(other)
    clear = {word: others.pop() for word, others in found.items() if len(others) == 1 and word.casefold() not in own}
    return [Ruling("person", word, "replace", {word: new}) for word, new in clear.items()]
