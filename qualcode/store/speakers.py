"""Other names for speakers, two speakers as one: a revision over the same text, so that every anchor holds."""

import sqlite3

from qualcode.model import Source, Transcript
from qualcode.store import transcripts

_OF_SPEAKER = (("speaker_attribute", "speaker"), ("person_speaker", "speaker"))


def rename(db: sqlite3.Connection, transcript: Transcript, old: str, new: str, time: str) -> None:
    """Let what `old` says be said by `new`, with role and attributes; those that `new` has already stay as they are."""
    turns = tuple(t._replace(speaker=new) if t.speaker == old else t for t in transcript.turns)
    origin = db.execute(
        "SELECT r.origin FROM revision r JOIN transcript t ON t.uid = r.transcript AND t.revision = r.n"
        " WHERE t.uid = ?",
        [transcript.uid],
    ).fetchone()[0]
    source = Source(transcript.name, transcript.text, turns, origin=origin, times=transcript.times)
    transcripts.reread(db, transcript.uid, source, transcript.segments, time)
    here = [transcript.uid, old]
    there = db.execute("SELECT 1 FROM speaker WHERE transcript = ? AND name = ?", [transcript.uid, new]).fetchone()
    role = db.execute("SELECT role FROM speaker WHERE transcript = ? AND name = ?", here).fetchone()
    if there is None or not any(t.speaker == new for t in transcript.turns):
        transcripts.set_roles(db, transcript.uid, {new: role[0] if role else None})
    db.execute("DELETE FROM speaker WHERE transcript = ? AND name = ?", here)
    for table, column in _OF_SPEAKER:
        db.execute(f"UPDATE OR IGNORE {table} SET {column} = ? WHERE transcript = ? AND {column} = ?", [new, *here])
        db.execute(f"DELETE FROM {table} WHERE transcript = ? AND {column} = ?", here)
