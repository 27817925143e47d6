"""What linguists' programs write: ELAN, Praat, CHAT, Transcriber, EXMARaLDA and TEI, with speakers and times.

The XML is read by our own guarded parser, since the libraries for these formats resolve what a file tells them to.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from qualcode.importers.captions import turns_of
from qualcode.importers.encoding import decode
from qualcode.importers.incoming import Draft, File, Speech
from qualcode.text.archive import parse_xml
from qualcode.text.normalise import normalise

if TYPE_CHECKING:
    from lxml.etree import _Element

_DTD = re.compile(rb"<!DOCTYPE\s+[\w-]+\s+SYSTEM\s+\"[\w./-]+\"\s*>")
"""A reference to a grammar and nothing else: it is taken out, never followed."""
_WORDS = 1.5  # words of an interval on average, above which a tier holds speech and not single words or sounds
_SOUNDS = frozenset("phone phones phoneme phonemes phons syllable syllables".split())
_TIMES = re.compile(r"\x15(\d+)_(\d+)\x15")
_CODES = re.compile(r"\[[^\]\n]*\]|&[-+=~]\S*|\+\S+|[<>‹›↑↓→]|\(\.+\)|\bxxx\b|\byyy\b")
_ITEM = re.compile(
    r'(?P<key>class|name|xmin|xmax|text|mark|number|time)\s*=\s*(?:"(?P<text>(?:[^"]|"")*)"|(?P<number>[\d.eE+-]+))'
)


@dataclass(frozen=True)
class Tier:
    """What one tier holds: the speaker it is of, and stretches with text."""

    name: str
    speaker: str
    spoken: tuple[Speech, ...]

    @property
    def words(self) -> float:
        """Words of a stretch on average."""
        return sum(len(s.text.split()) for s in self.spoken) / len(self.spoken) if self.spoken else 0.0


def read_xml(file: File) -> Iterator[Draft]:
    """An `.eaf`, `.exb`, `.trs`, `.tei` or `.xml` file, by its root element."""
    root = parse_xml(_DTD.sub(b"", file.data[:2_000]) + file.data[2_000:], file.name)
    read = _ROOTS.get(_local(root))
    if read is None:
        raise file.refuse(
            f"no transcript in this XML ({_local(root)})", "Readable are ELAN, EXMARaLDA, Transcriber, TEI."
        )
    yield from _draft(file, read(root), ())


def read_textgrid(file: File) -> Iterator[Draft]:
    """A Praat `.TextGrid`, in the long form or the short."""
    text, notes = decode(file)
    if "TextGrid" not in text[:300]:
        raise file.refuse("not a TextGrid of Praat")
    tiers = list(_long_tiers(text)) or list(_short_tiers(text))
    yield from _draft(file, tiers, notes)


def read_cha(file: File) -> Iterator[Draft]:
    """A `.cha` file (CHAT, of CLAN): the main lines without codes; dependent tiers and headers are left out."""
    text, notes = decode(file)
    spoken: list[Speech] = []
    for line in re.sub(r"\n[ \t]+", " ", normalise(text)).split("\n"):
        main = re.match(r"\*(\w+):\s*(.*)", line)
        if main:
            found = _TIMES.search(main[2])
            first, last = (int(n) / 1000 for n in found.groups()) if found else (None, None)
            said = re.sub(r"\s+", " ", _CODES.sub("", _TIMES.sub("", main[2]))).strip()
            spoken.append(Speech(re.sub(r" (?=[.,!?])", "", said), main[1], first, last))
    yield from _draft(file, [Tier("main", "", tuple(spoken))], notes)


def _draft(file: File, tiers: Sequence[Tier], notes: tuple[str, ...]) -> Iterator[Draft]:
    speech = _speech(tiers)
    spoken = [s for tier in speech for s in tier.spoken if s.text.strip()]
    if not spoken:
        raise file.refuse("nothing is said in the file")
    if len(speech) > 1:
        spoken.sort(key=lambda s: s.time_start or 0.0)
    left = [tier.name for tier in tiers if tier not in speech and tier.spoken]
    told = (f"tiers left out: {', '.join(left)}",) if left else ()
    yield Draft(turns_of(spoken, file.options.interviewers), notes=(*notes, *told))


def _speech(tiers: Sequence[Tier]) -> list[Tier]:
    """The tiers that hold speech: one a speaker, the first that says about as much as any; no words or sounds alone."""
    filled = [tier for tier in tiers if tier.spoken and tier.name.casefold() not in _SOUNDS]
    sentences = [tier for tier in filled if tier.words >= _WORDS] or filled
    chosen: dict[str, Tier] = {}
    for tier in sentences:
        most = max(_size(other) for other in sentences if other.speaker == tier.speaker)
        if tier.speaker not in chosen and _size(tier) * 2 >= most:
            chosen[tier.speaker] = tier
    return list(chosen.values())


def _size(tier: Tier) -> int:
    return sum(len(s.text) for s in tier.spoken)


def _local(element: "_Element") -> str:
    return str(element.tag).rpartition("}")[2] if isinstance(element.tag, str) else ""


def _all(root: "_Element", name: str) -> list["_Element"]:
    return [element for element in root.iter() if _local(element) == name]


def _eaf(root: "_Element") -> list[Tier]:
    """ELAN: tiers with times of their own, and those that refer to them."""
    slots = {slot.get("TIME_SLOT_ID"): slot.get("TIME_VALUE") for slot in _all(root, "TIME_SLOT")}
    spans: dict[str, tuple[float | None, float | None]] = {}
    tiers: list[Tier] = []
    for tier in _all(root, "TIER"):
        spoken = []
        for annotation in (a for a in tier.iter() if _local(a) in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION")):
            ends = (slots.get(annotation.get(f"TIME_SLOT_REF{n}")) for n in (1, 2))
            first, last = (int(value) / 1000 if value else None for value in ends)
            if first is None:
                first, last = spans.get(annotation.get("ANNOTATION_REF", ""), (None, None))
            spans[annotation.get("ANNOTATION_ID", "")] = first, last
            value = "".join(str(t) for t in annotation.itertext()).strip()
            if value:
                spoken.append(Speech(value, None, first, last))
        name = tier.get("TIER_ID", "")
        speaker = tier.get("PARTICIPANT") or name.rpartition("@")[2]
        tiers.append(Tier(name, speaker, tuple(_of(s, speaker) for s in spoken)))
    return tiers


def _of(speech: Speech, speaker: str) -> Speech:
    return Speech(speech.text, speaker, speech.time_start, speech.time_end)


def _exb(root: "_Element") -> list[Tier]:
    """EXMARaLDA: events on a common timeline; the tiers of the type t are transcribed speech."""
    times = {tli.get("id", ""): _float(tli.get("time")) for tli in _all(root, "tli")}
    names = {
        speaker.get("id", ""): next(
            (str(a.text) for a in _all(speaker, "abbreviation") if a.text), speaker.get("id", "")
        )
        for speaker in _all(root, "speaker")
    }
    tiers = []
    for tier in _all(root, "tier"):
        if tier.get("type", "t") == "t":
            who = names.get(tier.get("speaker", ""), tier.get("speaker", "") or tier.get("id", ""))
            events = [e for e in tier if _local(e) == "event"]
            spoken = [
                Speech(str(e.text or "").strip(), who, times.get(e.get("start", "")), times.get(e.get("end", "")))
                for e in events
            ]
            tiers.append(Tier(tier.get("display-name", who), who, tuple(s for s in spoken if s.text)))
    return tiers


def _trs(root: "_Element") -> list[Tier]:
    """Transcriber: turns with a speaker, inside which `Sync` gives times."""
    names = {speaker.get("id", ""): speaker.get("name", "") for speaker in _all(root, "Speaker")}
    spoken: list[Speech] = []
    for turn in _all(root, "Turn"):
        speaker = names.get((turn.get("speaker") or "").split(" ")[0]) or None
        time, text = _float(turn.get("startTime")), str(turn.text or "")
        for child in turn:
            if _local(child) == "Sync" and text.strip():
                spoken.append(Speech(" ".join(text.split()), speaker, time, None))
                text = ""
            time = _float(child.get("time")) if _local(child) == "Sync" else time
            text += str(child.tail or "")
        if text.strip():
            spoken.append(Speech(" ".join(text.split()), speaker, time, _float(turn.get("endTime"))))
    return [Tier("turns", "", tuple(spoken))]


def _tei(root: "_Element") -> list[Tier]:
    """TEI: utterances (`u`) of a timeline, or speeches (`sp`)."""
    whens = {when.get("{http://www.w3.org/XML/1998/namespace}id", ""): when for when in _all(root, "when")}
    times = {name: _float(when.get("interval") or when.get("absolute")) for name, when in whens.items()}
    spoken = []
    for u in _all(root, "u") or _all(root, "sp"):
        words = " ".join(" ".join(str(t) for t in u.itertext()).split())
        who = (u.get("who") or "").lstrip("#") or next((str(s.text or "") for s in _all(u, "speaker")), "")
        first, last = (times.get((u.get(end) or "").lstrip("#")) for end in ("start", "end"))
        spoken.append(Speech(re.sub(r" (?=[.,!?;:])", "", words), who or None, first, last))
    return [Tier("utterances", "", tuple(spoken))]


_ROOTS: Mapping[str, Callable[["_Element"], list[Tier]]] = {
    "ANNOTATION_DOCUMENT": _eaf,
    "basic-transcription": _exb,
    "Trans": _trs,
    "TEI": _tei,
    "TEI.2": _tei,
}


def _long_tiers(text: str) -> Iterator[Tier]:
    """The tiers of the long form: `name = "Kari"`, then `xmin`, `xmax` and `text` of each interval."""
    name, kind, first, last = "", "", None, None
    spoken: list[Speech] = []
    for item in _ITEM.finditer(text):
        key, value = item["key"], (item["text"] or "").replace('""', '"')
        if key == "class":
            if kind == "IntervalTier":
                yield Tier(name, name, tuple(spoken))
            kind, spoken = value, []
        elif key == "name":
            name = value.strip()
        elif key == "xmin":
            first = _float(item["number"])
        elif key == "xmax":
            last = _float(item["number"])
        elif key == "text" and kind == "IntervalTier" and value.strip():
            spoken.append(Speech(value.strip(), name, first, last))
    if kind == "IntervalTier":
        yield Tier(name, name, tuple(spoken))


def _short_tiers(text: str) -> Iterator[Tier]:
    """The tiers of the short form: the same values without their names, one after the other."""
    values = re.findall(r'"(?:[^"]|"")*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?', text.partition("<exists>")[2])
    at = 1  # behind the number of tiers
    while at + 4 < len(values):
        kind, name, count = values[at].strip('"'), values[at + 1].strip('"').strip(), int(float(values[at + 4]))
        at += 5
        width = 3 if kind == "IntervalTier" else 2
        rows = [values[at + n * width : at + (n + 1) * width] for n in range(count)]
        at += count * width
        if kind == "IntervalTier":
            spoken = [Speech(r[2][1:-1].strip(), name, _float(r[0]), _float(r[1])) for r in rows if len(r) == width]
            yield Tier(name, name, tuple(s for s in spoken if s.text))


def _float(value: str | None) -> float | None:
    try:
        return float(value) if value else None
    except ValueError:
        return None
