"""Speakers' labels in running text: every notation that groups use.

Each line is asked for candidates; `cast` decides which of them are labels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from qualcode.importers.cast import accept, beside, named
from qualcode.importers.front import NOT_LABELS
from qualcode.importers.incoming import Prose
from qualcode.importers.layout import Label, Layout
from qualcode.importers.roles import is_series, role_of
from qualcode.importers.times import STAMP, TIME, seconds
from qualcode.text.signs import MARKS, UNSEEN, seen

_NO_TIME = rf"(?!{TIME}(?:[^\w]|$))"
_WORD = rf"{_NO_TIME}[^\W_](?:[\w{MARKS}.'’/&+-]*(?:[^\W_]|[.{MARKS}]))?"
_GAP = r",?[ \u00a0]"
_ASIDE = rf"(?:[ \u00a0]?[(（](?!{STAMP}[)）])[^()（）\n]{{1,40}}[)）])?"
_LABEL = rf"(?P<label>{_WORD}(?:{_GAP}{_WORD}){{0,5}}{_ASIDE})"
_AFTER = rf"(?:(?:[ \t\u00a0]*,?[ \t\u00a0]+|(?=[\[(<{{#]))(?P<time>{STAMP}))?"
_COLON = r"(?:：|:(?!//|\d))"
_UNSEEN = rf"[{UNSEEN}]*"
_LEAD = re.compile(
    rf"[ \t\u00a0{UNSEEN}]*(?:(?P<bullet>[•>*–-]|#{{1,6}})[ \t]+)?"
    r"(?:\d{1,4}[.)]?[ \t]+|\[\d{1,4}\][ \t]*|#\d{1,4}[ \t]+)?"
    rf"(?:(?P<time>{STAMP})[ \t]*(?:[-–|][ \t]*)?)?{_UNSEEN}"
)
_COUNTED = re.compile(r"\[[^\W\d_]{1,12}[ ]?\d{1,4}\][ \t]+(?=\S)")
"""`[TURN 12]` before a label."""
MARKED = (
    (
        "colon",
        re.compile(
            rf"(?P<open>[*_]{{0,3}}){_LABEL}[*_]{{0,3}}{_AFTER}[*_]{{0,3}}{_UNSEEN}[ \u00a0]?{_COLON}[*_]{{0,3}}"
        ),
    ),
    ("colon", re.compile(rf"[*_]{{0,3}}[\[<【]{_LABEL}[\]>】][*_]{{0,3}}{_AFTER}[ \t]?{_COLON}[*_]{{0,3}}")),
    ("bracket", re.compile(rf"[*_]{{0,3}}[\[<【]{_LABEL}[\]>】][*_]{{0,3}}{_AFTER}(?=\s|$)")),
    ("emphasis", re.compile(rf"(?P<open>\*{{2,3}}|__){_LABEL}(?P=open){_AFTER}(?=\s|$)")),
    ("timed", re.compile(rf"{_LABEL}[ \t\u00a0]*,?[ \t\u00a0]*(?<![\w])(?P<time>{STAMP})[ \t]*$")),
)
UNMARKED = (
    ("tab", re.compile(rf"{_LABEL}(?:\t+|[ \u00a0]{{3,}})(?=\S)")),
    ("alone", re.compile(rf"{_LABEL}[ \t]*$")),
    ("upper", re.compile(r"(?P<label>[A-ZÆØÅÄÖÜ][A-ZÆØÅÄÖÜ0-9-]+(?: \d{1,2}\b)?) +(?=\S)")),
    ("dash", re.compile(rf"{_LABEL}[ \t]+[–—-][ \t]+(?=\S)")),
    ("point", re.compile(r"(?P<label>[A-ZÆØÅ])\.[ \t]+(?=\S)")),
)
_LINE = re.compile(r"[^\n]+")
_BEGINNING = 200  # of a line, in which a label stands
_LONGEST = 60
_STAGE = frozenset(
    """
    pause latter ler ler. lang uklart utydelig uhørlig utydeleg avbrudd stillhet kremter sukk sukker gråter
    hoste hoster overlapp snakker inaudible laughs laughter crosstalk silence music musikk
    """.split()
)


def find_labels(proses: Sequence[tuple[int, Prose]], interviewers: Iterable[str], after: int = 0) -> list[Label]:
    """The labels of all running text, in order. `proses` come with the place where they begin in the whole text.

    Nothing before the place `after` is one (it is front matter). A file may hold several notations: those with a sign
    behind the label are read together; one without a sign comes beside them or instead where it is convincing.
    """
    given = {seen(name).casefold() for name in interviewers}
    layout = Layout.of(proses, after)
    marked = [label for at, prose in proses for label in _candidates(prose, at, MARKED, after)]
    best = accept(marked, layout, given, marked=True)
    for form in UNMARKED:
        if len(best) * 2 >= len(layout.lines):
            break  # nothing else can have more
        found = [label for at, prose in proses for label in _candidates(prose, at, (form,), after)]
        labels = accept(found, layout, given, marked=False)
        if len(labels) > len(best) or (best and len(labels) * 4 >= len(best)):
            best = beside(labels, [*best, *marked], layout)
    return named(best)


def by_pattern(proses: Sequence[tuple[int, Prose]], pattern: re.Pattern[str]) -> list[Label]:
    """The labels that a person's own pattern finds at the beginning of lines."""
    groups = pattern.groupindex
    labels = []
    for at, prose in proses:
        for start, end in _lines(prose.text):
            match = pattern.match(prose.text, start, end)
            if match and match.end() > start:
                speaker = match.group("speaker" if "speaker" in groups else min(1, pattern.groups)) or ""
                first, last = seconds(match.group("time") or "") if "time" in groups else (None, None)
                labels.append(Label(at + start, at + match.end(), speaker.strip(" \t:"), "pattern", first, last))
    return labels


def _lines(text: str) -> Iterator[tuple[int, int]]:
    """Where the lines that hold anything begin and end."""
    return (match.span() for match in _LINE.finditer(text))


def _candidates(prose: Prose, at: int, forms: Sequence[tuple[str, re.Pattern[str]]], after: int) -> Iterator[Label]:
    """At most one candidate per line, behind the front matter."""
    text = prose.text
    for start, end in _lines(text):
        if at + start < after:
            continue
        stop = min(end, start + _BEGINNING)
        lead = _LEAD.match(text, start, stop)
        first = lead.end() if lead else start
        counted = _COUNTED.match(text, first, stop) if forms is MARKED else None
        for form, pattern in forms:
            behind = counted.end() if counted and form == "colon" else first
            match = pattern.match(text, behind, stop) or pattern.match(text, first, stop)
            if match and _fits(match["label"], form, apart=start in prose.apart):
                yield _label(match, lead, at, start, end, form)
                break
        else:
            if forms is MARKED and (bold := _bold(prose, start, first, stop)):
                yield Label(at + start, at + prose.bold[start], bold, "emphasis", said=end > prose.bold[start] + 1)


def _label(match: re.Match[str], lead: re.Match[str] | None, at: int, line: int, end: int, form: str) -> Label:
    late = match.groupdict().get("time")
    early = lead["time"] if lead else None
    first, last = seconds(early or late or "")
    listed = bool(lead and lead["bullet"]) and form != "alone"
    said = bool(match.string[match.end() : end].strip())
    return Label(at + line, at + match.end(), seen(match["label"]), form, first, last, listed=listed, said=said)


def _bold(prose: Prose, line: int, first: int, end: int) -> str:
    """The label that a line's bold beginning holds, if there is one."""
    stop = prose.bold.get(line, line)
    inner = prose.text[first:stop].strip().rstrip(":：").strip()
    whole = re.fullmatch(_LABEL, inner)
    fits = whole and (stop >= end or prose.text[stop - 1 : stop + 1].strip() != inner[-1:] + " ")
    return seen(inner) if fits and _fits(inner, "emphasis", apart=line in prose.apart) else ""


def _fits(label: str, form: str, *, apart: bool) -> bool:
    """Whether the words can be a label at all; in a heading only a known one can, or one that is the whole line."""
    if len(label) > _LONGEST or not any(c.isalpha() for c in label) or seen(label).casefold() in NOT_LABELS:
        return False
    if form == "bracket" and label.split()[0].casefold() in _STAGE:
        return False
    return not apart or form == "alone" or role_of(label) is not None or is_series(label)
