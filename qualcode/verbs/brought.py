"""Settle what an import of another program's project left waiting."""

from collections.abc import Mapping

from qualcode.codebook.edit import add as with_code
from qualcode.codebook.edit import edit
from qualcode.errors import QualcodeError
from qualcode.exchange.names import as_id, free_id
from qualcode.model import Code, Coding, Place
from qualcode.project import Project
from qualcode.store import codebook as codebooks
from qualcode.store import codings, foreign, transcripts
from qualcode.store.database import new_id
from qualcode.store.history import Verb
from qualcode.store.waiting import Waiting
from qualcode.verbs import anchors
from qualcode.verbs.codes import save

_ANSWERS: Mapping[str, tuple[str, ...]] = {
    "recoded": ("theirs", "ours"),
    "moved": ("theirs", "ours"),
    "removed": ("theirs", "ours"),
    "code": ("ours", "theirs", "both", "drop"),
    "coding": ("PLACE", "drop"),
}


def answers(one: Waiting) -> tuple[str, ...]:
    """How something that an import left waiting may be settled; () for what no import did."""
    return _ANSWERS.get(str(one.payload.get("what")), ()) if one.payload.get("file") else ()


def answered(project: Project, one: Waiting, answer: str, verb: Verb) -> str:
    """Do what a person said of something that an import left waiting; returns what was done, in words."""
    if one.kind == "proposal":
        return _proposed(project, one, answer, verb)
    if one.kind == "conflict":
        return _named_alike(project, one, answer, verb)
    if answer == "drop":
        return f"dropped '{one.payload['quote']}'"
    transcript, place = anchors.resolve(project, answer)
    if transcript.name != one.transcript:
        raise QualcodeError(f"this belongs to {one.transcript}, not to {transcript.name}")
    quote = transcript.quote(place)
    made = Coding(
        one.payload["guid"] or new_id(), transcript.name, one.payload["code"], one.coder, place.start, place.end, quote,
        one.payload["memo"], "import", verb.time, codebooks.load(project.db).version,
    )  # fmt: skip
    codings.add(project.db, [made])
    return f"coded {transcript.name}@{place.start}-{place.end} {made.code}"


def _proposed(project: Project, one: Waiting, answer: str, verb: Verb) -> str:
    """What a newer file has otherwise: as there, or as here."""
    if answer == "ours":
        return f"left '{one.payload['quote']}' as it is"
    new = one.payload.get("theirs")
    if new is None:
        codings.remove(project.db, [one.about], verb.time)
        return f"removed '{one.payload['quote']}'"
    transcript = transcripts.one(project.db, one.transcript)
    place = Place(new["start"], new["end"])
    if transcript.quote(place) != new["quote"]:
        raise QualcodeError(f"'{new['quote']}' is not what stands there now", hint="Settle it with ours, and tag anew.")
    codings.recode(project.db, [one.about], codebooks.load(project.db).by_id[new["code"]].uid, verb.time)
    codings.place(project.db, one.about, place, new["quote"], "moved")
    return f"'{new['quote']}' is {new['code']} now"


def _named_alike(project: Project, one: Waiting, answer: str, verb: Verb) -> str:
    """A code of a file that is called like one of ours: the same, the same by its name there, or another."""
    if answer == "drop":
        return f"dropped the code {one.payload['name']} of {one.payload['file']}"
    book = codebooks.load(project.db)
    mine = next(code for code in book.walk() if code.uid == one.about)
    target = mine
    if answer == "both":
        free = free_id(as_id(one.payload["name"]), {code.id.casefold() for code in book.walk()})
        path = book.paths[mine.id]
        target = Code(free, one.payload["name"], one.payload["definition"], uid=one.payload["guid"])
        save(project, with_code(book, target, path[-2] if len(path) > 1 else None), verb, why="settled")
    elif answer == "theirs":
        save(project, edit(book, mine.id, name=one.payload["name"]), verb, why="settled")
    program, title = one.payload["origin"]
    uid = next(code.uid for code in codebooks.load(project.db).walk() if code.id == target.id)
    said = {"name": one.payload["name"]}
    foreign.remember(project.db, "code", (program, title), one.payload["guid"], uid, said)
    here = {known: name for name, known in transcripts.names(project.db).items()}
    held = [Coding(c["id"], here[c["transcript"]], target.id, c["coder"], c["start"], c["end"], c["quote"], c["memo"],
                   "import", c["created"] or verb.time, codebooks.load(project.db).version)
            for c in one.payload["codings"] if c["transcript"] in here]  # fmt: skip
    known = codings.ids(project.db)
    made = codings.add(project.db, [c for c in held if c.id not in known])
    return f"{one.payload['name']} is {target.id}; {len(made)} codings came in"
