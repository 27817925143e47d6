"""How groups differ, theme by theme: shares, an effect with an interval, and a test where there is a base for one.

Transcripts lie within offices, and what two coordinators of one office say is not independent. So an office is one
observation: its share of voices with the theme (or of words), where a person interviewed twice is one voice. Groups are
compared by the mean over their offices (see `qualcode.summarise.differences`). Where at least two thirds of the people,
or else of the offices, stand in both groups, these are the pairs; else the groups are independent, without the offices
that stand in both. Where other units than offices are named, offices still keep what lies within them together.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import isnan, nan
from statistics import fmean
from typing import Any

from qualcode.choices import Design, Level, Share
from qualcode.document import Table
from qualcode.errors import QualcodeError
from qualcode.model import Codebook, Selection, Transcript
from qualcode.summarise import power
from qualcode.summarise.differences import LEVEL as LEVEL
from qualcode.summarise.differences import Difference, Unit, holm, independent, least_p, paired, share_interval
from qualcode.summarise.excerpts import check_by
from qualcode.summarise.themes import theme_table
from qualcode.summarise.totals import OFFICE

INFORMANT = "informant"
TRANSCRIPT = "transcript"
MOSTLY = 2 / 3
"""From this share of the units in both groups on, they are pairs."""
UNUSED = "the theme is not used"
RETIRED = "the theme is retired"
COLUMNS = (
    "theme",
    "name",
    "group_a",
    "group_b",
    "offices_a",
    "of_offices_a",
    "offices_b",
    "of_offices_b",
    "share_a",
    "low_a",
    "high_a",
    "share_b",
    "low_b",
    "high_b",
    "difference",
    "low",
    "high",
    "p",
    "p_holm",
    "df",
    "least_p",
    "design",
    "pairs",
    "transcripts",
    "left_out",
    "shared",
    "reason",
)
POWER_COLUMNS = ("group_a", "group_b", "design", "units_a", "units_b", "tests", "smallest", "smallest_adjusted")
BRIEF = ("theme", "group_a", "group_b", "share_a", "share_b", "difference", "low", "high", "p", "p_holm", "reason")


@dataclass(frozen=True)
class Groups:
    """How groups are compared.

    `by` are the columns whose values make the groups; `unit` is the attribute of the independent units (or
    `transcript`), `pair` that of people; `design` decides where the rule of two thirds should not.
    """

    by: tuple[str, ...]
    measure: Share = "transcripts"
    unit: str = OFFICE
    pair: str = INFORMANT
    design: Design | None = None
    level: Level = "theme"


@dataclass(frozen=True)
class _Voice:
    """What one transcript says of one theme in one group: whose it is, where, and the share (0 or 1, or of words)."""

    theme: str
    group: str
    unit: str
    person: str
    office: str
    transcript: str
    value: float


@dataclass(frozen=True)
class _Design:
    """How two groups are compared: by which pairs (or ''), which units are meant, which are left out as shared."""

    paired_by: str
    both: frozenset[str]
    shared: tuple[str, ...]


def contrast_table(
    excerpts: Table, transcripts: Iterable[Transcript], codebook: Codebook, selection: Selection, groups: Groups
) -> Table:
    """One row per theme and pair of groups: `COLUMNS`.

    `transcripts` are those that have been read. `share_a` and `share_b` are means over units of the share of voices (or
    words) with the theme in what is compared, with intervals; `difference` is a minus b with its interval; `p_holm` is
    adjusted over all tests of the table, of which unused and retired themes are none. `offices_a` of `of_offices_a`
    units have the theme at all. `pairs` is how many people (or units) stand in both groups, `left_out` how many
    transcripts of the groups, or without a group or unit, do not count, `shared` the units left out because they stand
    in both. `least_p` is the clearest difference's p. Refuses when there are not two groups, or no transcript says its
    unit.
    """
    known = list(transcripts)
    check_by(excerpts, list(groups.by))
    _refuse_without_units(known, selection, groups.unit)
    voices = _voices(excerpts, known, codebook, selection, groups)
    names = list(dict.fromkeys(v.group for v in voices if v.group and v.unit))
    if len(names) < 2:
        by, unit = " and ".join(groups.by), groups.unit
        raise QualcodeError(
            f"'{by}' does not tell two groups apart among the transcripts that are finished and say their {unit}",
            hint=f"Give the transcripts the attributes '{by}' and '{unit}', finish them, or choose another --by.",
        )
    rows: list[dict[str, Any]] = []
    for a, b in combinations(names, 2):
        here = [v for v in voices if v.group in (a, b) or not v.group or not v.unit]
        design = _design([v for v in here if v.group in (a, b) and v.unit], (a, b), groups)
        rows += [_row(of_theme, (a, b), design, groups, codebook) for of_theme in _by_theme(here)]
    adjusted = holm([row["p"] for row in rows])
    told = [{**row, "p_holm": p} for row, p in zip(rows, adjusted, strict=True)]
    return Table.of([[nan if row[c] is None else row[c] for c in COLUMNS] for row in told], COLUMNS)


def power_table(
    excerpts: Table, transcripts: Iterable[Transcript], codebook: Codebook, selection: Selection, groups: Groups
) -> Table:
    """One row per pair of groups: `POWER_COLUMNS`, shares from 0 to 1, absent where nothing could be shown.

    `smallest` is for one test, `smallest_adjusted` for the first of as many tests as there are themes in use.
    """
    found = contrast_table(excerpts, transcripts, codebook, selection, groups)
    voices = _voices(excerpts, list(transcripts), codebook, selection, groups)
    tests = sum(not isnan(p) for p in found["p"])
    rows = []
    pairs = dict.fromkeys(zip(found["group_a"], found["group_b"], strict=True))
    for names in pairs:
        here = next(iter(_by_theme([v for v in voices if v.group in names and v.unit])))
        design = _design([v for v in voices if v.group in names and v.unit], names, groups)
        a, b = (_units(_used(here, name, design, groups), groups) for name in names)
        common = [n for n in a if n in b] if design.paired_by else []
        shape = power.Shape(
            [a[n] for n in common] if design.paired_by else list(a.values()),
            [b[n] for n in common] if design.paired_by else list(b.values()),
            bool(design.paired_by),
        )
        alone = power.smallest(shape)
        adjusted = power.smallest(shape, LEVEL / max(1, tests))
        told = [*names, _named(design, groups), len(shape.a), len(shape.b), tests, alone, adjusted]
        rows.append([nan if value is None else value for value in told])
    return Table.of(rows, POWER_COLUMNS)


def clearest(table: Table) -> tuple[float, int] | None:
    """The least p-value after adjustment that any theme could have, and how many tests there are; None without any."""
    least = [p for p, made in zip(table["least_p"], table["p"], strict=True) if not isnan(made) and not isnan(p)]
    return (min(1.0, min(least) * len(least)), len(least)) if least else None


def _voices(
    excerpts: Table, known: list[Transcript], codebook: Codebook, selection: Selection, groups: Groups
) -> list[_Voice]:
    columns = set(excerpts.columns)
    extra = [c for c in (groups.unit, groups.pair, OFFICE) if c in columns]
    wanted = list(dict.fromkeys([groups.level, *groups.by, TRANSCRIPT, *extra]))
    found = theme_table(excerpts, known, codebook, selection, wanted)
    rows = (dict(zip(found.columns, row, strict=True)) for row in zip(*(found[c] for c in found.columns), strict=True))
    share = "share_words" if groups.measure == "words" else "share_transcripts"
    return [_voice(row, groups, share) for row in rows if not isnan(row[share])]


def _voice(row: Mapping[str, Any], groups: Groups, share: str) -> _Voice:
    values = [str(row[c]) for c in groups.by]
    person = row.get(groups.pair, "") if groups.pair not in groups.by else ""
    voice = person or row[TRANSCRIPT]
    return _Voice(
        theme=row[groups.level],
        group=" · ".join(values) if all(values) else "",
        unit=voice if groups.unit == TRANSCRIPT else row.get(groups.unit, ""),
        person=person,
        office=row.get(OFFICE, ""),
        transcript=row[TRANSCRIPT],
        value=float(row[share]),
    )


def _by_theme(voices: Iterable[_Voice]) -> Iterable[list[_Voice]]:
    """The voices on each theme, in the order of the themes."""
    themes: dict[str, list[_Voice]] = {}
    for voice in voices:
        themes.setdefault(voice.theme, []).append(voice)
    return themes.values()


def _refuse_without_units(transcripts: Iterable[Transcript], selection: Selection, unit: str) -> None:
    """Say so when no selected transcript names its unit."""
    if unit == TRANSCRIPT:
        return
    if not any(t.attributes.get(unit) for t in transcripts if selection.has(t)):
        raise QualcodeError(
            f"no finished transcript says its {unit}, so nothing tells which transcripts belong together",
            hint=f"Give the transcripts the attribute '{unit}', or name another with --across.",
        )


def _design(voices: Sequence[_Voice], names: tuple[str, str], groups: Groups) -> _Design:
    """Whether the two groups are compared in pairs, of what, and which units are left out where they are not."""
    for column, field in ((groups.pair, "person"), (groups.unit, "unit")):
        in_a, in_b = ({getattr(v, field) for v in voices if v.group == name} - {""} for name in names)
        both = in_a & in_b
        enough = len(both) >= 2 and len(both) >= MOSTLY * len(in_a | in_b)
        if both and groups.design != "independent" and (enough or groups.design == "paired"):
            return _Design(column, frozenset(both), ())
    units = [{v.unit for v in voices if v.group == name} for name in names]
    return _Design("", frozenset(), tuple(sorted(units[0] & units[1])))


def _used(voices: Sequence[_Voice], name: str, design: _Design, groups: Groups) -> list[_Voice]:
    """The voices of a group that count."""
    own = [v for v in voices if v.group == name and v.unit]
    if design.paired_by:
        return [v for v in own if (v.person if design.paired_by == groups.pair else v.unit) in design.both]
    return [v for v in own if v.unit not in design.shared]


def _units(voices: Sequence[_Voice], groups: Groups) -> dict[str, Unit]:
    """The independent units: offices (or what is named), with the means of the voices in them.

    Where the named units lie within offices, an office is a unit of theirs, and weighs as many as it holds.
    """
    persons: dict[tuple[str, str], list[float]] = {}
    office: dict[str, str] = {}
    for v in voices:
        persons.setdefault((v.unit, v.person or v.transcript), []).append(v.value)
        office[v.unit] = v.office
    means: dict[str, list[float]] = {}
    for (unit, _), values in persons.items():
        means.setdefault(unit, []).append(fmean(values))
    if groups.unit == OFFICE or not all(office.values()):
        return {unit: Unit(values) for unit, values in means.items()}
    within: dict[str, list[float]] = {}
    for unit, values in means.items():
        within.setdefault(office[unit], []).append(fmean(values))
    return {name: Unit(values, len(values)) for name, values in within.items()}


def _row(
    voices: Sequence[_Voice], names: tuple[str, str], design: _Design, groups: Groups, codebook: Codebook
) -> dict[str, Any]:
    of_a, of_b = (_used(voices, name, design, groups) for name in names)
    units_a, units_b = _units(of_a, groups), _units(of_b, groups)
    binary, pairs = groups.measure == "transcripts", [(u, units_b[n]) for n, u in units_a.items() if n in units_b]
    a, b = ([p[i] for p in pairs] if design.paired_by else list(u.values()) for i, u in enumerate((units_a, units_b)))
    found = paired(pairs, binary=binary) if design.paired_by else independent(a, b, binary=binary)
    theme, counted = voices[0].theme, {v.transcript for v in (*of_a, *of_b)}
    code = codebook.by_id[theme]
    none = UNUSED if not any(v.value for v in (*of_a, *of_b)) else RETIRED if code.retired else ""
    if none:
        found = Difference(found.value, reason=none)
    return {
        "theme": theme,
        "name": code.name or theme,
        "group_a": names[0],
        "group_b": names[1],
        **_side(of_a, a, "a", binary),
        **_side(of_b, b, "b", binary),
        "difference": found.value,
        "low": found.low,
        "high": found.high,
        "p": found.p,
        "df": found.freedom,
        "least_p": None if none or not binary else _least(a, b, pairs, design),
        "design": _named(design, groups),
        "pairs": len(design.both) if design.paired_by else None,
        "transcripts": len(counted),
        "left_out": len({v.transcript for v in voices} - counted),
        "shared": ", ".join(design.shared),
        "reason": found.reason,
    }


def _least(a: list[Unit], b: list[Unit], pairs: list[tuple[Unit, Unit]], design: _Design) -> float | None:
    if design.paired_by:
        return least_p([p[0] for p in pairs], [p[1] for p in pairs], in_pairs=True) if pairs else None
    return least_p(a, b) if a and b else None


def _named(design: _Design, groups: Groups) -> str:
    """The design in words: independent offices, paired by informant."""
    if design.paired_by:
        return f"paired by {design.paired_by}"
    return f"independent by {groups.unit}"


def _side(voices: Sequence[_Voice], units: Sequence[Unit], side: str, binary: bool) -> dict[str, Any]:
    """A group: in how many units the theme occurs at all, of how many, and its share with an interval."""
    having = {v.unit for v in voices if v.value}
    share = sum(u.mean * u.weight for u in units) / sum(u.weight for u in units) if units else nan
    between = share_interval(units, binary=binary) if units else None
    return {
        f"offices_{side}": len(having),
        f"of_offices_{side}": len({v.unit for v in voices}),
        f"share_{side}": share,
        f"low_{side}": between[0] if between else None,
        f"high_{side}": between[1] if between else None,
    }
