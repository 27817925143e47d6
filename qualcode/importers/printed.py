"""Printed pages (`.pdf`): signs with their places become lines, lines become paragraphs, as somebody reads them.

Pure geometry over `Sign` values, so that it is tested without a PDF. Lengths are in points, y grows upwards.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median
from typing import NamedTuple

_SAME_LINE, _SPACE, _DIGITS, _BEHIND, _APART = 0.4, 0.2, 0.4, 0.3, 1.6
"""Of a sign's size: one baseline; a blank between letters, and between digits; text behind a number; another column."""
_EDGE = 0.13  # of a page's height at its top and bottom, where heads and feet stand
_SAME_PLACE = 3.0
_COLUMN = 60.0  # lines that begin within this are in one column
_MIDDLE = (0.38, 0.62)  # of a page's width, between which the gap of two columns is
_STRIP = 2.5  # half the width of the empty strip between two columns
_HEAD_LINES, _CLOSE = 3, 2.2  # lines of a head or foot, and how far apart they are, in sizes of a sign
_RECURS = 0.5  # of the pages
_NUMBER = re.compile(r"\d{1,5}[.)]?")
_ENDS = re.compile(r"[.!?…:;][\"'»”’)\]]*$")
_JOINS = frozenset("og eller and or und oder och eller et ou y o en of ja tai".split())
_PRINTED = re.compile(r"\d{1,2}[./]\d{1,2}[./]\d{2,4},? \d{1,2}[:.]\d{2}")
_PAGE = re.compile(r"1/1")
_LABEL = re.compile(r"(?=\S)(?![a-zæøå])[^:：\n]{1,40}[:：](?:\s|$)")
_FEW = 4  # words of a label on a line of its own
_SAYS = re.compile(r"[.!?…,;][\"'»”’)\]]*$")
_LONG = 20  # signs of a run that is text
_HEADING = 1.2  # times the usual size
_FEWEST = 5  # rising numbers that make a margin; lines that make a column
_GAP, _SHORT, _INDENT = 1.35, 0.82, 1.2


class Sign(NamedTuple):
    """A sign of the text: where it stands (its left and right end, its baseline), its size, and whether it is bold."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: bool = False


@dataclass(frozen=True)
class Run:
    """Signs of one line that stand together. `bold` is the length of the bold beginning."""

    text: str
    left: float
    right: float
    base: float
    size: float
    bold: int = 0


@dataclass(frozen=True)
class Sheet:
    """A page: its size and its runs, from top to bottom."""

    width: float
    height: float
    runs: tuple[Run, ...]


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together; `heading` when its letters are larger than usual."""

    text: str
    bold: int = 0
    heading: bool = False


def sheet(signs: Sequence[Sign], width: float, height: float) -> Sheet:
    """The lines of a page, cut where a wide gap stands in them, or behind a number. Signs beside the page are none."""
    lines: list[list[Sign]] = []
    there = (s for s in signs if 0 <= s.base <= height and -1 <= s.left and s.right <= width + 1)
    for sign in sorted(there, key=lambda s: -s.base):
        if lines and abs(lines[-1][0].base - sign.base) <= _SAME_LINE * max(sign.size, 1.0):
            lines[-1].append(sign)
        else:
            lines.append([sign])
    lines = [sorted(line, key=lambda s: s.left) for line in lines]
    gutter = _strip(lines, width)
    return Sheet(width, height, tuple(run for line in lines for run in _runs(line, gutter)))


def _strip(lines: Sequence[Sequence[Sign]], width: float) -> float | None:
    """Where between two columns hardly a line has a sign, if there are two columns."""
    first, last = round(_MIDDLE[0] * width), round(_MIDDLE[1] * width)
    both = 0
    crossed: Counter[int] = Counter()
    for line in lines:
        if not line or line[0].right >= 0.35 * width or line[-1].left <= 0.65 * width:
            continue
        both += 1
        inked = [s for s in line if s.right > first and s.left < last and not s.text.isspace()]
        crossed.update({x for s in inked for x in range(int(s.left - _STRIP), int(s.right + _STRIP) + 1)})
    if both < _FEWEST:
        return None
    x = min(range(first, last), key=lambda x: crossed[x])
    return float(x) if crossed[x] * 8 <= both else None


def _runs(line: Sequence[Sign], gutter: float | None) -> Iterator[Run]:
    part: list[Sign] = []
    number, end = True, 0.0
    for sign in line:
        gap = sign.left - end
        if part and (gap > (_BEHIND if number else _APART) * sign.size or (gutter and end <= gutter <= sign.left)):
            yield from _run(part)
            part, number = [], True
        if not sign.text.isspace():
            part.append(sign)
            number = number and sign.text.isdigit()
            end = sign.right
        elif part:
            end = max(end, sign.left)
            part.append(sign._replace(right=end))
    yield from _run(part)


def _run(signs: Sequence[Sign]) -> Iterator[Run]:
    """One run, with blanks where there are gaps; right-to-left text in the order in which it is read."""
    text, bold, counting = "", 0, True
    before: Sign | None = None
    for sign in signs:
        least = _DIGITS if before and sign.text.isdigit() and before.text.isdigit() else _SPACE
        gap = before is not None and sign.left - before.right > least * sign.size
        if gap and text[-1:] != " " and not sign.text.isspace():
            text += " "
        text += " " if sign.text.isspace() else sign.text
        counting = counting and (sign.bold or sign.text.isspace())
        bold = len(text) if counting and sign.bold else bold
        before = sign
    text = re.sub(r" +", " ", text).strip()
    if text:
        sizes = [s.size for s in signs if not s.text.isspace()]
        yield Run(text, signs[0].left, signs[-1].right, signs[0].base, max(sizes), min(bold, len(text)))


def furniture(sheets: Sequence[Sheet], numbers: Sequence[set[Run]]) -> list[set[Run]]:
    """What recurs at the same place of the pages' tops and bottoms, digits aside: heads, feet, page numbers.

    `numbers` are those of the margin, which may stand there too.
    """
    edges: list[list[Run]] = []
    for page, margin in zip(sheets, numbers, strict=True):
        bases = _outer(page, _HEAD_LINES if len(sheets) > 1 else 1)
        edges.append([run for run in page.runs if run.base in bases and run not in margin])
    seen: Counter[tuple[str, int]] = Counter()
    for runs in edges:
        seen.update({_place(run) for run in runs})
    least = max(2, _RECURS * len(sheets))
    if len(sheets) == 1 and _is_printed_by_a_browser(edges[0]):
        least = 1
    return [{run for run in runs if _often(run, seen) >= least} for runs in edges]


def _is_printed_by_a_browser(runs: Sequence[Run]) -> bool:
    """Whether a single page has a browser's head and foot: date and time, and the number of the page."""
    return any(_PRINTED.match(run.text) for run in runs) and any(_PAGE.fullmatch(run.text) for run in runs)


def _outer(page: Sheet, most: int) -> set[float]:
    """The baselines of the few lines at the top and at the bottom of a page, each up to a gap."""
    bases = sorted({run.base for run in page.runs}, reverse=True)
    size = median(run.size for run in page.runs) if page.runs else 0.0
    found: set[float] = set()
    for order in (bases, bases[::-1]):
        for n, base in enumerate(order[:most]):
            if n and abs(base - order[n - 1]) > _CLOSE * size:
                break
            if not _EDGE * page.height < base < (1 - _EDGE) * page.height:
                found.add(base)
    return found


def _place(run: Run) -> tuple[str, int]:
    return re.sub(r"\d+", "#", run.text), round(run.base / _SAME_PLACE)


def _often(run: Run, seen: Mapping[tuple[str, int], int]) -> int:
    text, base = _place(run)
    return seen.get((text, base), 0) + seen.get((text, base - 1), 0) + seen.get((text, base + 1), 0)


def margin(sheets: Sequence[Sheet]) -> list[set[Run]]:
    """Numbers that rise down a narrow column beside the text: those of paragraphs or lines."""
    found = [[run for run in page.runs if _NUMBER.fullmatch(run.text) and _beside(run, page)] for page in sheets]
    numbers = [int(re.sub(r"\D", "", run.text)) for runs in found for run in runs]
    rising = sum(0 < b - a <= _FEWEST for a, b in pairwise(numbers))
    if len(numbers) < _FEWEST or rising * 10 < 8 * (len(numbers) - 1):
        return [set() for _ in sheets]
    return [set(runs) for runs in found]


def _beside(run: Run, page: Sheet) -> bool:
    """Whether a run stands left or right of where nearly all the text is."""
    others = sorted((r.left, r.right) for r in page.runs if len(r.text) > _LONG)
    if not others:
        return False
    left = Counter(round(first) for first, _ in others).most_common(1)[0][0]
    right = sorted(last for _, last in others)[int(len(others) * 0.9)]
    return run.right <= left + run.size / 2 or run.left >= right


def in_order(page: Sheet, without: Iterable[Run]) -> list[Run]:
    """The page's lines as they are read: one column after the other where there are two, cells of a line joined."""
    dropped = set(without)
    runs = [run for run in page.runs if run not in dropped]
    gutter = _gutter(runs, page.width)
    if gutter is None:
        return _joined(runs)
    result: list[Run] = []
    left: list[Run] = []
    right: list[Run] = []
    for run in runs:
        if run.left < gutter < run.right:
            result += [*_joined(left), *_joined(right), run]
            left, right = [], []
        else:
            (left if run.right <= gutter else right).append(run)
    return [*result, *_joined(left), *_joined(right)]


def _gutter(runs: Sequence[Run], width: float) -> float | None:
    """The middle of a gap between two columns of text, if there is one that hardly a line crosses."""
    for x in (width * part / 20 for part in (10, 9, 11, 8, 12)):
        left = [r for r in runs if r.right <= x]
        right = [r for r in runs if r.left >= x]
        cross = len(runs) - len(left) - len(right)
        wide = [r for r in (*left, *right) if r.right - r.left > width / 5]
        if min(len(left), len(right)) >= _FEWEST and cross * 8 <= len(runs) and len(wide) * 2 > len(runs):
            return x
    return None


def _joined(runs: Sequence[Run]) -> list[Run]:
    """Runs on one baseline as one line, a tab between them."""
    lines: list[Run] = []
    for run in runs:
        last = lines[-1] if lines else None
        if last and abs(last.base - run.base) <= _SAME_LINE * run.size and run.left >= last.right:
            bold = len(last.text) + 1 + run.bold if last.bold == len(last.text) and run.bold else last.bold
            between = "\t" if run.left - last.right > _APART * run.size else " "
            lines[-1] = replace(last, text=f"{last.text}{between}{run.text}", right=run.right, bold=bold)
        else:
            lines.append(run)
    return lines


def paragraphs(pages: Sequence[Sequence[Run]]) -> list[Paragraph]:
    """The lines of all pages joined to paragraphs."""
    lines = [line for page in pages for line in page]
    if not lines:
        return []
    usual = median(line.size for line in lines)
    counts = Counter(line.text for line in lines)
    often = {text for text, n in counts.items() if n > 2 and len(text.split()) <= _FEW and not _SAYS.search(text)}
    leading = _leading(pages)
    edges = _edges(lines)
    result: list[Paragraph] = []
    before: Run | None = None
    for page in pages:
        for n, line in enumerate(page):
            heading = line.size > _HEADING * usual and len(line.text) < 120
            alone = line.text in often or (before is not None and before.text in often)
            fresh = before is None or alone or _begins(before, line, leading, edges, new_page=n == 0)
            if fresh or heading != result[-1].heading:
                result.append(Paragraph(line.text, line.bold, heading))
            else:
                result[-1] = replace(result[-1], text=together(result[-1].text, line.text))
            before = line
    return result


def _leading(pages: Sequence[Sequence[Run]]) -> float:
    """The usual distance of two lines of one paragraph: the smallest that is common."""
    gaps = [round(a.base - b.base, 0) for page in pages for a, b in pairwise(page) if a.base > b.base]
    common = Counter(gaps)
    often = [gap for gap, n in common.items() if n * 5 >= max(common.values())]
    return min(often, default=0.0)


def _edges(lines: Sequence[Run]) -> Mapping[int, tuple[float, float]]:
    """Where most lines begin and where long ones end, for lines that begin near each other (in one column)."""
    by_column: dict[int, list[Run]] = {}
    for line in lines:
        for near in (-1, 0, 1):
            by_column.setdefault(round(line.left / _COLUMN) + near, []).append(line)
    return {
        column: (
            float(Counter(round(line.left) for line in inside).most_common(1)[0][0]),
            sorted(line.right for line in inside)[int(len(inside) * 0.9)],
        )
        for column, inside in by_column.items()
    }


def _begins(
    before: Run, line: Run, leading: float, edges: Mapping[int, tuple[float, float]], *, new_page: bool
) -> bool:
    """Whether a paragraph begins at a line."""
    left, right = edges[round(before.left / _COLUMN)]
    short = before.right - left < _SHORT * (right - left)
    ended = _ENDS.search(before.text) is not None
    if new_page or before.base < line.base:  # the next page or column
        return short or (ended and not line.text[:1].islower())
    if ended and _LABEL.match(line.text):
        return True
    if before.base - line.base > _GAP * leading:
        return True
    left, _ = edges[round(line.left / _COLUMN)]
    indented = line.left - left > _INDENT * line.size and before.left - left < line.size / 2
    return indented or (short and not line.text[:1].islower())


def together(before: str, line: str) -> str:
    """A line behind another: a word that was cut at the line's end whole again, else a blank between."""
    word = re.search(r"([^\W\d_]+)[-\u00ad\u2010]$", before)
    if word and line[:1].islower() and not word[1].isupper():
        if re.match(r"[^\W\d_]+", line)[0] in _JOINS:  # type: ignore[index]
            return f"{before} {line}"
        return before[: word.end(1)] + line
    return f"{before} {line}"
