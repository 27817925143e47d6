"""The order of what was done: a number beside the clock's time.

A step's number (`tick`) is greater than that of every step known where it is done, as Lamport's clocks have it, and
not below the microseconds since year 1 that the machine's clock says: of two steps in two copies that do not know each
other, the later one comes later. A clock that was ahead once pushes numbers up for good, but no times: what is done
after it is dated by its own clock.

Source of the idea: L. Lamport, Time, clocks, and the ordering of events in a distributed system (1978); S. Kulkarni and
others, Logical physical clocks (2014).
"""

import sqlite3
from datetime import UTC, datetime, timedelta
from secrets import randbelow

FORMAT = "%Y-%m-%dT%H:%M:%S.%fZ"
"""How every table writes a time, in UTC."""

_SPREAD = 1_000_000
"""Numbers that cannot follow the clock leave gaps of up to so much, so that two copies do not find the same ones."""

OF_THIS_VERB = "coalesce((SELECT tick FROM log WHERE seq = (SELECT log FROM doing)), 0)"
"""The number of the verb under way, in SQL."""


def now() -> str:
    """This moment."""
    return datetime.now(UTC).strftime(FORMAT)


def microseconds(time: str) -> int:
    """The microseconds from year 1 to a time as the tables write it; 0 for what is none."""
    try:
        return (datetime.strptime(time, FORMAT) - datetime.min) // timedelta(microseconds=1)
    except ValueError:
        return 0


def last(db: sqlite3.Connection) -> int:
    """The greatest number known in a project; a package knows that of the project it was made of."""
    found = db.execute(
        "SELECT max(coalesce((SELECT max(tick) FROM log), 0),"
        " coalesce((SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'tick'), 0))"
    ).fetchone()
    return int(found[0])


def following(db: sqlite3.Connection, time: str) -> int:
    """The number of what is done at `time`."""
    by_clock, known = microseconds(time), last(db)
    return by_clock if by_clock > known else known + 1 + randbelow(_SPREAD)
