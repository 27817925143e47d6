"""What stands above an interview: names and values (`INTERVIEWEE: Anna Berg`, `Dato: 3.5.2017`), YAML between `---`.

A line is no speech when its key comes nowhere else, or is a role whose value is a name, and such lines stand together
above the first speech. Nothing above them is speech either: cover pages may be of any length.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from qualcode.importers.incoming import Prose
from qualcode.importers.roles import role_of
from qualcode.text.signs import seen

NOT_LABELS = frozenset(
    """
    dato sted stad kontor tema varighet varigheit prosjekt runde intervju intervjunummer deltakere deltakarar
    deltagere transkribert transkripsjon tid tidspunkt lengde lengd versjon kode fil filnavn filnamn lydfil
    opptak tittel bakgrunn stilling informantnummer date place location office topic duration length project
    round participants interviewees interviewers present title file filename recording transcribed transcriber
    version gender age sex time source url link subject language datum ort dauer thema alter lieu durée fecha
    lugar duración data local plats paikka päivämäärä deltagare teilnehmer participantes id speakers
    """.split()
) | {"til stede", "transkribert av", "transcribed by", "recorded by", "edited by", "interview date", "word count"}
"""Names of things that are known about an interview, in the languages that we have seen: never a speaker."""
_KEY = re.compile(
    r"[ \t]*(?:[-*•][ \t]+)?[*_]{0,3}(?P<key>[^\W\d_][^\n:：*|]{0,40}?)[*_]{0,3}[ \t]?[:：][*_]{0,3}[ \t]*"
    r"(?P<value>[^\n]*?)[*_]{0,3}[ \t]*$",
    re.MULTILINE,
)
_LINE = re.compile(r"[^\n]+")
_YAML = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_LONGEST_VALUE, _MOST_WORDS = 160, 16
_BEGINNING, _SIGNS = 60, " \t*_-•"
_LONGEST_BLOCK = 40
_SENTENCE = re.compile(r"[.!?…]['\"»”)]*$")
_ENOUGH_SPEECH = 4
"""Lines of speech after which no front matter is looked for."""


@dataclass(frozen=True)
class Front:
    """Front matter: the place where it ends, and its names and values in order."""

    end: int = 0
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class _Row:
    """A line with a key; `gap` when a blank line stands before it. `plain` when the value is a value and no speech."""

    end: int
    key: str
    value: str
    gap: bool

    @property
    def known(self) -> bool:
        return self.key.casefold() in NOT_LABELS

    @property
    def plain(self) -> bool:
        words = self.value.split()
        return len(self.value) <= _LONGEST_VALUE and len(words) <= _MOST_WORDS and not _SENTENCE.search(self.value)

    @property
    def names_somebody(self) -> bool:
        """Whether the value may be a person's name, or several."""
        return bool(self.value) and not self.value[0].islower()


def front_matter(proses: Sequence[tuple[int, Prose]]) -> Front:
    """The front matter of running text; `proses` come with the place where they begin in the whole text."""
    if proses and not proses[0][0] and (yaml := _YAML.match(proses[0][1].text)):
        return Front(yaml.end(), yaml_values(yaml[1]))
    counts = _keys(proses)
    end, spoken = 0, 0
    values: dict[str, str] = {}
    for block in _blocks(proses):
        front = _front(block, counts)
        if front:
            end = front[-1].end
            for row in front:
                if row.value:
                    values.setdefault(row.key.casefold() if row.key.isupper() else row.key, row.value)
        spoken += sum(counts[row.key.casefold()] > 1 for row in block[len(front) :])
        if spoken >= _ENOUGH_SPEECH or (end and len(front) < len(block)):
            break
    return Front(end, values)


def _keys(proses: Iterable[tuple[int, Prose]]) -> Counter[str]:
    """How often what stands before a colon begins a line."""
    counts: Counter[str] = Counter()
    for _, prose in proses:
        for line in prose.text.split("\n"):
            head, colon, _ = line[:_BEGINNING].replace("：", ":").partition(":")
            if colon:
                counts[seen(head).strip(_SIGNS).casefold()] += 1
    return counts


def _blocks(proses: Iterable[tuple[int, Prose]]) -> Iterator[list[_Row]]:
    """Runs of lines that have a key, blank lines aside; any other line ends a run."""
    for at, prose in proses:
        block: list[_Row] = []
        stop = 0
        for line in _LINE.finditer(prose.text):
            bare = line[0].strip()
            if not bare or set(bare) <= set("-=*_#"):
                continue
            match = None if line.start() in prose.apart else _KEY.match(prose.text, line.start(), line.end())
            if match:
                gap = line.start() > stop + 1
                if len(block) >= _LONGEST_BLOCK:
                    yield block
                    block = []
                block.append(_Row(at + line.end(), seen(match["key"]).strip(), seen(match["value"]).strip(), gap))
            elif block:
                yield block
                block = []
            stop = line.end()
        if block:
            yield block


def _front(block: Sequence[_Row], counts: Mapping[str, int]) -> Sequence[_Row]:
    """The rows at the beginning of a run that tell about the interview; none if they are too few or may be speech."""
    taken: set[str] = set()
    rows = 0
    for row in block:
        key = row.key.casefold()
        role = role_of(row.key) is not None
        unique = counts[key] == 1
        if key in taken or not row.plain or not (row.known or unique or (role and row.names_somebody)):
            break
        taken.add(key)
        rows += 1
    front = list(block[:rows])
    while front and not _belongs(front, counts):
        front.pop()
    known = sum(row.known for row in front)
    roles = sum(role_of(row.key) is not None for row in front)
    dated = any(re.search(r"\d{4}", row.value) for row in front) and all(len(row.value.split()) < 9 for row in front)
    told = len(front) >= 2 and (known or 0 < roles < len(front) or (len(front) > 2 and dated))
    return front if told and _separate(block, len(front)) else []


def _belongs(front: Sequence[_Row], counts: Mapping[str, int]) -> bool:
    """Whether the last of the rows is one of them: a role that recurs must stand close, or have a whole name."""
    last = front[-1]
    if counts[last.key.casefold()] == 1 or last.known:
        return True
    return not last.gap or len(last.value.split()) > 1


def _separate(block: Sequence[_Row], n: int) -> bool:
    """Whether something parts the front matter from what comes after it in the run."""
    return n == len(block) or block[n].gap or all(row.known for row in block[:n])


def yaml_values(text: str) -> dict[str, str]:
    """The single values (and short lists, joined by commas) of YAML; nothing of what is not YAML."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    from qualcode.importers.tables import as_text

    try:
        found = YAML(typ="safe", pure=True).load(text)
    except (YAMLError, ValueError, RecursionError):
        return {}
    values: dict[str, str] = {}
    for key, value in found.items() if isinstance(found, dict) else ():
        several = isinstance(value, list) and all(isinstance(v, str | int | float) for v in value)
        told = ", ".join(map(str, value)) if several else "" if isinstance(value, list | dict) else as_text(value)
        if isinstance(key, str) and told.strip() and len(told) <= _LONGEST_VALUE and "\n" not in told.strip():
            values[key] = told.strip()
    return values
