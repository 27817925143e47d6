"""Attributes' types, and the attributes of single speakers."""

import sqlite3
from collections import defaultdict
from collections.abc import Mapping

Speakers = dict[str, dict[str, dict[str, str]]]
"""Attributes by transcript's permanent id and speaker."""


def of_speakers(db: sqlite3.Connection) -> Speakers:
    """The attributes that speakers have of their own, in the order they were first set."""
    found: Speakers = defaultdict(dict)
    for row in db.execute("SELECT transcript, speaker, name, value FROM speaker_attribute ORDER BY rowid"):
        found[row["transcript"]].setdefault(row["speaker"], {})[row["name"]] = row["value"]
    return found


def set_of_speaker(db: sqlite3.Connection, uid: str, speaker: str, values: Mapping[str, str]) -> None:
    """Set attributes of one speaker; an empty value takes the attribute away. What is so already is not touched."""
    for name, value in values.items():
        if value == "":
            db.execute(
                "DELETE FROM speaker_attribute WHERE transcript = ? AND speaker = ? AND name = ?", [uid, speaker, name]
            )
        else:
            db.execute(
                "INSERT INTO speaker_attribute VALUES (?, ?, ?, ?) ON CONFLICT DO UPDATE SET value = excluded.value"
                " WHERE value <> excluded.value",
                [uid, speaker, name, value],
            )


def types(db: sqlite3.Connection) -> dict[str, str]:
    """The types that people have declared, by attribute: text, number or date."""
    return {row["name"]: row["type"] for row in db.execute("SELECT name, type FROM attribute_type WHERE type <> ''")}


def declare(db: sqlite3.Connection, name: str, type_: str) -> None:
    """Say of which type an attribute is."""
    db.execute(
        "INSERT INTO attribute_type (name, type) VALUES (?, ?) ON CONFLICT DO UPDATE SET type = excluded.type"
        " WHERE type <> excluded.type",
        [name, type_],
    )


def rename(db: sqlite3.Connection, old: str, new: str) -> None:
    """Give an attribute another name, everywhere; where both stand the value of `new` stays."""
    for table, key in (("attribute", "transcript"), ("speaker_attribute", "transcript, speaker")):
        db.execute(
            f"DELETE FROM {table} WHERE name = ?1 AND ({key}) IN (SELECT {key} FROM {table} WHERE name = ?2)",
            [old, new],
        )
        db.execute(f"UPDATE {table} SET name = ? WHERE name = ?", [new, old])
    db.execute("UPDATE summary SET attribute = ? WHERE attribute = ?", [new, old])
    if new in types(db):
        db.execute("DELETE FROM attribute_type WHERE name = ?", [old])
    else:
        db.execute("UPDATE attribute_type SET name = ? WHERE name = ?", [new, old])
