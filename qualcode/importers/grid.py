"""Tables inside documents: speech in columns, names and values at the beginning, or just lines."""

import re
from collections import Counter
from collections.abc import Sequence

from qualcode.importers.incoming import Speech
from qualcode.importers.roles import is_series, role_of
from qualcode.importers.times import STAMP, seconds

Rows = Sequence[Sequence[str]]
_TIME = re.compile(rf"\s*{STAMP}\s*")
_NUMBER = re.compile(r"\s*\d{1,5}[.)]?\s*")
_SPEAKER_HEADS = frozenset("taler talar hvem kven navn namn person speaker who name rolle deltaker deltakar".split())
_SPEECH_HEADS = frozenset(
    """
    tekst tale utsagn ytring innhald innhold replikk svar sagt speech text utterance said
    """.split()
)
_LONGEST_LABEL = 60
_LONGEST_KEY = 40
_LONGEST_VALUE = 200


def speech(rows: Rows) -> list[Speech] | None:
    """The rows as speech when the columns are [number,] [time,] speaker, speech; else None.

    They are when a label comes again or is known and what stands beside the labels is longer than they are. A row
    without a speaker goes on with the one above.
    """
    body = [list(row) for row in rows if any(cell.strip() for cell in row)]
    width = max(map(len, body), default=0)
    body = [row + [""] * (width - len(row)) for row in body]
    headed = bool(body) and _is_header(body[0])
    body = body[headed:]
    times, speaker, words = _columns(body, width)
    if (
        speaker is None
        or words is None
        or not _is_cast([row[speaker].strip() for row in body], [row[words] for row in body])
    ):
        return None
    spoken: list[Speech] = []
    for row in body:
        label = row[speaker].strip().rstrip(":").strip() or (spoken[-1].speaker if spoken else None)
        first, last = seconds(row[times]) if times is not None else (None, None)
        if row[words].strip():
            spoken.append(Speech(row[words], label, first, last))
    return spoken or None


def _is_header(row: Sequence[str]) -> bool:
    heads = {cell.strip().casefold().rstrip(":") for cell in row}
    return bool(heads & _SPEAKER_HEADS) and bool(heads & _SPEECH_HEADS)


def _columns(body: Rows, width: int) -> tuple[int | None, int | None, int | None]:
    """Which columns hold times, speakers and speech; a column of numbers is passed over."""
    kinds = [_kind([row[column] for row in body]) for column in range(width)]
    left = [column for column in range(width) if kinds[column] == "words"]
    times = kinds.index("times") if "times" in kinds else None
    return (times, left[0], left[1]) if len(left) == 2 else (times, None, None)


def _kind(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell.strip()]
    if not filled:
        return "empty"
    if all(_TIME.fullmatch(cell) for cell in filled):
        return "times"
    return "numbers" if all(_NUMBER.fullmatch(cell) for cell in filled) else "words"


def _is_cast(labels: Sequence[str], words: Sequence[str]) -> bool:
    filled = [label for label in labels if label]
    if not filled or any(len(label) > _LONGEST_LABEL or "\n" in label for label in filled):
        return False
    counts = Counter(filled)
    known = any(role_of(label.rstrip(": ")) or is_series(label.rstrip(": ")) for label in counts)
    recurs = len(counts) * 2 <= len(filled)
    return (known or (recurs and len(counts) > 1)) and sum(map(len, words)) > sum(map(len, filled))


def front_matter(rows: Rows) -> dict[str, str]:
    """A small table of names and values (`Kontor | Granmo`) as attributes; nothing when it is another table."""
    pairs = [[cell.strip() for cell in row] for row in rows if any(cell.strip() for cell in row)]
    if not pairs or any(len(row) != 2 or not row[0] for row in pairs):
        return {}
    keys = [row[0].rstrip(":").strip() for row in pairs]
    short = all(
        len(k) <= _LONGEST_KEY and "?" not in k and len(row[1]) <= _LONGEST_VALUE
        for k, row in zip(keys, pairs, strict=True)
    )
    if not short or len(set(keys)) < len(keys):
        return {}
    return {key: row[1] for key, row in zip(keys, pairs, strict=True) if row[1]}


def lines(rows: Rows) -> list[str]:
    """Any other table: a row is a line with tabs, or where a cell has several lines, a line per line."""
    result: list[str] = []
    for row in rows:
        if any("\n" in cell for cell in row):
            result += [line for cell in row for line in cell.split("\n")]
        else:
            result.append("\t".join(row))
    return result
