"""Whether a text is hard-wrapped: its lines broken at a width, and not where a paragraph ends."""

_LONGEST_WRAPPED = 120
_FEWEST_LINES = 4
_LABEL = 30


def hard_wrapped(text: str) -> bool:
    """Whether the lines of a text were broken at a width, so that only a blank line ends a paragraph.

    They were when no line is longer than 120 and, of the lines that follow another directly, most begin in lower case.
    Lines that begin with what may be a speaker's label do not count: each begins a turn, however the text is broken.
    """
    follow = lower = 0
    before = ""
    for line in text.split("\n"):
        if len(line) > _LONGEST_WRAPPED:
            return False
        words = line.lstrip()
        if words and before and ":" not in words[:_LABEL]:
            follow += 1
            lower += words[0].islower()
        before = words
    return follow >= _FEWEST_LINES and lower * 2 > follow
