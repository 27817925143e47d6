"""Taking one speaker's words out of a text: `[slettet]` stands for each of their turns, and for their name."""

from collections.abc import Callable, Iterator

from qualcode.model import Segment, Span, Turn
from qualcode.protect.rewriting import Body, Edit, Rewriting


def without(body: Body, speaker: str, word: str) -> tuple[Body, Callable[[int, int], tuple[int, int] | None]]:
    """The text without what a speaker said, and where a span of the old text is in it: None where all of it is gone.

    A span that reaches into what is gone shrinks to what is left; one that reaches beyond on both sides keeps `word`.
    """
    edits = list(_edits(body, speaker, word))
    rewriting = Rewriting(tuple(edits))
    inside = Rewriting(tuple(edit for edit in edits if edit.new == word)).edits

    def span(start: int, end: int) -> tuple[int, int] | None:
        for edit in inside:
            if edit.start <= start < edit.end:
                start = edit.end
            if edit.start < end <= edit.end:
                end = edit.start
        left = body.text[start:end]
        if not left.strip():
            return None
        start, end = start + len(left) - len(left.lstrip()), end - (len(left) - len(left.rstrip()))
        return rewriting.span(start, end)

    turns = tuple(_turn(turn, rewriting, speaker, word) for turn in body.turns)
    return Body(rewriting.text(body.text), turns, tuple(_segments(body, turns, rewriting, speaker))), span


def _edits(body: Body, speaker: str, word: str) -> Iterator[Edit]:
    """What goes: the turns, and the name in their labels."""
    end = 0
    for turn in body.turns:
        if turn.speaker == speaker:
            at = body.text.rfind(speaker, end, turn.start)
            if at >= 0:
                yield Edit(at, at + len(speaker), speaker, word)
            yield Edit(turn.start, turn.end, body.text[turn.start : turn.end], word)
        end = turn.end


def _turn(turn: Turn, rewriting: Rewriting, speaker: str, word: str) -> Turn:
    start, end = rewriting.span(turn.start, turn.end)
    return turn._replace(start=start, end=end, speaker=word if turn.speaker == speaker else turn.speaker)


def _segments(body: Body, turns: tuple[Turn, ...], rewriting: Rewriting, speaker: str) -> Iterator[Segment]:
    """The segments, of a turn that is gone only one, numbered anew."""
    n, seen = 0, set[int]()
    for segment in body.segments:
        gone = body.turns[segment.turn - 1].speaker == speaker
        if gone and segment.turn in seen:
            continue
        seen.add(segment.turn)
        n += 1
        whole: Span = turns[segment.turn - 1]
        start, end = (whole.start, whole.end) if gone else rewriting.span(segment.start, segment.end)
        yield Segment(n, segment.turn, start, end)
