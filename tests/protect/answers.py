"""What is known of the invented interviews."""

from typing import NamedTuple


class Known(NamedTuple):
    """A stretch of a text that identifies somebody, or (`kind` 'trap') only looks like it. `optional` may be argued."""

    start: int
    end: int
    kind: str
    found: str
    optional: bool
