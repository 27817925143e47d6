"""Speakers' labels in running text: every notation, and which of the candidates are labels.

A label is one that recurs: `Det viktigste: ro` names no speaker. Each line is asked for a candidate; its label is
accepted when it is known (`Intervjuer`), counted (`FK1`, `Person A`), or looks like a name and comes again. A name that
comes only once is accepted where nearly every line has a label.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

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
_LONGEST = 60
_BRACKET = re.compile(r"[ \u00a0]?\(([^()]*)\)$")
_PARTICLES = frozenset("av von van de den der og fra i ved på for til the of and at".split())
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
_ASKING = frozenset({"spørsmål", "q", "question", "spm", "p", "a", "svar", "answer"})


@dataclass(frozen=True)
class Label:
    """A speaker's label found in a text: from where its line begins to where the speech begins."""

    line: int
    end: int
    speaker: str
    form: str
    time_start: float | None = None
    time_end: float | None = None

    @property
    def key(self) -> str:
        """The label without a bracket behind it and without letter case."""
        return _BRACKET.sub("", self.speaker).rstrip(".").casefold()


def find_labels(proses: Sequence[tuple[int, Prose]], interviewers: Iterable[str]) -> list[Label]:
    """The labels of all running text, in order. `proses` come with the place where they begin in the whole text."""
    named = {name.casefold() for name in interviewers}
    lines = sum(bool(line.strip()) for _, prose in proses for line in prose.text.split("\n"))
    best: list[Label] = []
    for forms in (_MARKED, *((form,) for form in _UNMARKED)):
        found = [label for at, prose in proses for label in _candidates(prose, at, forms)]
        accepted = _accept(found, lines, named, marked=forms is _MARKED)
        labels = [label for label in found if label.key in accepted]
        if len(labels) > len(best):
            best = labels
    return _named(best)


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
    start = 0
    for line in text.split("\n"):
        yield start, start + len(line)
        start += len(line) + 1


def _candidates(prose: Prose, at: int, forms: Sequence[tuple[str, re.Pattern[str]]]) -> Iterator[Label]:
    """At most one candidate per line, outside headings and the front matter."""
    text, after = prose.text, _front_matter_end(prose.text)
    for start, end in _lines(text):
        if start < after:
            continue
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
    """Where a block of at least two `Dato: …` lines at the beginning ends; what stands above it belongs to it."""
    block: list[str] = []
    for start, end in _lines(text):
        line = text[start:end]
        key = re.match(r"[*_]{0,3}([^\W\d_][\w .-]{0,30}?)[*_]{0,3}:", line)
        if key:
            block.append(key.group(1).strip().casefold())
        elif block or start > 2_000:
            return start if len(block) >= 2 and len(set(block)) == len(block) and _FRONT_MATTER & set(block) else 0
    return 0


def _accept(found: Sequence[Label], lines: int, named: set[str], *, marked: bool) -> set[str]:
    counts = Counter(label.key for label in found)
    timed = {label.key for label in found if label.time_start is not None}
    spelled = {label.key: label.speaker for label in reversed(found)}
    least = 2 if marked else 3
    accepted = {
        key
        for key, n in counts.items()
        if key in named or (key in timed and _name_like(spelled[key])) or _recurs(spelled[key], n, lines, least)
    }
    if not accepted or (not marked and not _convincing(accepted, counts, spelled, lines)):
        return set()
    accepted |= {k for k in counts if _shape(k) != k and _shape(k) in {_shape(a) for a in accepted}}
    once = {k for k in counts if k not in accepted and _name_like(spelled[k])}
    first = min(label.line for label in found if label.key in accepted)
    if sum(label.line >= first and label.key in accepted | once for label in found) >= 0.8 * lines:
        accepted |= once
    if accepted <= _ASKING and not any(role_of(spelled[k]) == "participant" for k in accepted):
        return set()
    return accepted


def _recurs(label: str, n: int, lines: int, least: int) -> bool:
    if role_of(label) or is_series(label):
        return n >= (1 if least == 2 and len(label.rstrip(".")) > 2 else 2)
    if _name_like(label):
        return n >= least
    return n >= 4 and n * 10 >= lines


def _convincing(accepted: set[str], counts: Mapping[str, int], spelled: Mapping[str, str], lines: int) -> bool:
    """Unmarked labels need two voices, and a known one among them or a great share of the lines."""
    if len(accepted) < 2:
        return False
    known = any(role_of(spelled[k]) or is_series(spelled[k]) for k in accepted)
    return known or sum(counts[k] for k in accepted) >= 0.4 * lines


def _shape(key: str) -> str:
    return re.sub(r"\d+", "#", key)


def _name_like(label: str) -> bool:
    words = _BRACKET.sub("", label).split()
    return words[0][0].isupper() and all(w[0].isupper() or w[0].isdigit() or w in _PARTICLES for w in words)


def _named(labels: Sequence[Label]) -> list[Label]:
    """One name per speaker: the first spelling, and with the bracket where one bracket recurs or tells the role."""
    forms: dict[str, Counter[str]] = {}
    for label in labels:
        forms.setdefault(label.key, Counter())[label.speaker] += 1
    names = {}
    for key, spellings in forms.items():
        telling = {
            s.casefold(): s for s, n in spellings.items() if (b := _BRACKET.search(s)) and (n > 1 or role_of(b[1]))
        }
        only = next(iter(telling.values())) if len(telling) == 1 else None
        plain = next(iter(spellings)) if len(spellings) == 1 else _BRACKET.sub("", next(iter(spellings)))
        for spelling in spellings:
            names[key, spelling] = only or telling.get(spelling.casefold()) or plain
    return [
        Label(label.line, label.end, names[label.key, label.speaker], label.form, label.time_start, label.time_end)
        for label in labels
    ]
