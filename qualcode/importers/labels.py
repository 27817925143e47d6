"""Speakers' labels in running text: every notation that groups use.

Each line is asked for a candidate; `cast` decides which of them are labels.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from qualcode.importers.cast import Label, Layout, accept, named
from qualcode.importers.incoming import Prose
from qualcode.importers.roles import is_series, role_of
from qualcode.importers.times import STAMP, seconds

_WORD = r"[^\W_](?:[\w.'’/&+-]*(?:[^\W_]|\.))?"
_LABEL = rf"(?P<label>{_WORD}(?:[ \u00a0]{_WORD}){{0,4}}(?:[ \u00a0]?\([^()\n]{{1,40}}\))?)"
_AFTER = rf"(?:[ \t\u00a0]*(?P<time>{STAMP}))?"
_LEAD = re.compile(
    r"[ \t\u00a0\ufeff\u200b]*(?:(?:[•>*–-]|#{1,6})[ \t]+)?(?:\d{1,4}[.)]?[ \t]+|\[\d{1,4}\][ \t]*|#\d{1,4}[ \t]+)?"
    rf"(?:(?P<time>{STAMP})[ \t]*(?:[-–|][ \t]*)?)?"
)
_MARKED = (
    (
        "colon",
        re.compile(rf"(?P<open>[*_]{{0,3}}){_LABEL}[*_]{{0,3}}{_AFTER}[*_]{{0,3}}[ \u00a0]?:(?!//|\d)[*_]{{0,3}}"),
    ),
    ("bracket", re.compile(rf"[*_]{{0,3}}[\[<]{_LABEL}[\]>][*_]{{0,3}}{_AFTER}[ \t]?(?::|(?=\s|$))")),
    ("emphasis", re.compile(rf"(?P<open>\*{{2,3}}|__){_LABEL}(?P=open){_AFTER}(?=\s|$)")),
    ("timed", re.compile(rf"{_LABEL}[ \t\u00a0]*(?P<time>{STAMP})[ \t]*$")),
)
_UNMARKED = (
    ("tab", re.compile(rf"{_LABEL}(?:\t+|[ \u00a0]{{3,}})(?=\S)")),
    ("alone", re.compile(rf"{_LABEL}[ \t]*$")),
    ("upper", re.compile(r"(?P<label>[A-ZÆØÅ][A-ZÆØÅ0-9-]+(?: \d{1,2}\b)?) +(?=\S)")),
    ("dash", re.compile(rf"{_LABEL}[ \t]+[–—-][ \t]+(?=\S)")),
)
_KEY = re.compile(r"[*_]{0,3}([^\W\d_][\w .-]{0,30}?)[*_]{0,3}:")
_LATE = 2_000  # front matter begins before this
_MOST_KEYS = 30
_LINE = re.compile(r"[^\n]+")
_BEGINNING = 200  # of a line, in which a label stands
_LONGEST = 60
_FRONT_MATTER = frozenset(
    """
    dato sted stad kontor tema varighet varigheit prosjekt runde intervju intervjunummer deltakere deltakarar
    deltagere transkribert transkripsjon tid tidspunkt lengde lengd versjon kode id fil filnavn filnamn lydfil
    opptak tittel rolle bakgrunn stilling informantnummer date place office topic duration project round
    participants present title file recording transcribed version role
    """.split()
) | {"til stede", "transkribert av", "transcribed by"}
_NOT_LABELS = _FRONT_MATTER | frozenset(
    """
    merk merknad nb obs ps eksempel eksempelvis altså ja nei men og så for oppsummering konklusjon mål tiltak
    resultat resultater sitat kilde kommentar vedlegg punkt først sist viktig poeng notat note positivt negativt
    fordeler ulemper styrker svakheter example summary conclusion comment source yes no but and so
    """.split()
)
_STAGE = frozenset(
    """
    pause latter ler ler. lang uklart utydelig uhørlig utydeleg avbrudd stillhet kremter sukk sukker gråter
    hoste hoster overlapp snakker inaudible laughs laughter crosstalk silence music musikk
    """.split()
)


def find_labels(proses: Sequence[tuple[int, Prose]], interviewers: Iterable[str]) -> list[Label]:
    """The labels of all running text, in order. `proses` come with the place where they begin in the whole text."""
    given = {name.casefold() for name in interviewers}
    layout = Layout.of((at, prose.text) for at, prose in proses)
    best: list[Label] = []
    for forms in (_MARKED, *((form,) for form in _UNMARKED)):
        found = [label for at, prose in proses for label in _candidates(prose, at, forms)]
        labels = accept(found, layout, given, marked=forms is _MARKED)
        if len(labels) > len(best):
            best = labels
        if len(best) * 2 >= len(layout.lines):
            break  # nothing else can have more
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


def _candidates(prose: Prose, at: int, forms: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Label]:
    """At most one candidate per line, outside headings and the front matter."""
    text, after = prose.text, _front_matter_end(prose.text)
    for start, end in _lines(text):
        if start < after:
            continue
        end = min(end, start + _BEGINNING)
        lead = _LEAD.match(text, start, end)
        first = lead.end() if lead else start
        for form, pattern in forms:
            match = pattern.match(text, first, end)
            if match and _fits(match["label"], form, apart=start in prose.apart):
                yield _label(match, lead, at, start, form)
                break
        else:
            if forms is _MARKED and (bold := _bold(prose, start, first, end)):
                yield Label(at + start, at + prose.bold[start], bold, "emphasis")


def _label(match: re.Match[str], lead: re.Match[str] | None, at: int, line: int, form: str) -> Label:
    late = match.groupdict().get("time")
    early = lead["time"] if lead else None
    first, last = seconds(early or late or "")
    return Label(at + line, at + match.end(), match["label"], form, first, last)


def _bold(prose: Prose, line: int, first: int, end: int) -> str:
    """The label that a line's bold beginning holds, if there is one."""
    stop = prose.bold.get(line, line)
    inner = prose.text[first:stop].strip().rstrip(":").strip()
    whole = re.fullmatch(_LABEL, inner)
    fits = whole and (stop >= end or prose.text[stop - 1 : stop + 1].strip() != inner[-1:] + " ")
    return inner if fits and _fits(inner, "emphasis", apart=line in prose.apart) else ""


def _fits(label: str, form: str, *, apart: bool) -> bool:
    """Whether the words can be a label at all; in a heading only a known one can."""
    if len(label) > _LONGEST or not any(c.isalpha() for c in label) or label.casefold() in _NOT_LABELS:
        return False
    if form == "bracket" and (not label[0].isupper() or label.split()[0].casefold() in _STAGE):
        return False
    return not apart or role_of(label) is not None or is_series(label)


def _front_matter_end(text: str) -> int:
    """Where a block of at least two `Dato: …` lines at the beginning ends; what stands above it belongs to it.

    After the last key that no speaker is called; after the whole block when a blank line follows and such keys are at
    least half of it.
    """
    keys: list[bool] = []
    last = stop = 0
    for start, end in _lines(text):
        key = _KEY.match(text, start, end)
        if key and len(keys) < _MOST_KEYS and not (keys and "\n\n" in text[stop:start]):
            keys.append(key[1].strip().casefold() in _FRONT_MATTER)
            last = end if keys[-1] else last
            stop = end
        elif keys or start > _LATE:
            whole = text[stop : stop + 2] == "\n\n" and sum(keys) * 2 >= len(keys)
            return 0 if len(keys) < 2 else stop if whole else last
    return 0
