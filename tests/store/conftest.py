"""Histories to try undo and merging on: every kind of verb, at random but the same for the same seed."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from qualcode.errors import QualcodeError
from qualcode.model import Code, Role, Selection, Source, Suggestion
from qualcode.project import Project
from qualcode.segment import segments
from qualcode.store import codebook, codings, decisions, transcripts
from qualcode.store.schema import TRACKED
from qualcode.verbs import coding, memos, revising
from qualcode.verbs import transcripts as bringing
from qualcode.verbs import waiting as waits

Act = Callable[[Project, Random, str], object]
WORDS = "møte familie barn skole penger husleie nav 👩‍👧 a\u030a bolig\0 tirsdag koordinator".split(" ")


def tables(project: Project) -> dict[str, list[str]]:
    """Every row of every table that verbs change, as text, in an order of their own."""
    return {
        table: sorted(repr(tuple(row)) for row in project.db.execute(f"SELECT * FROM {table}"))  # noqa: S608
        for table in TRACKED
    }


def _somewhere(project: Project, random: Random) -> str:
    name = random.choice(sorted(transcripts.names(project.db)))
    length = len(transcripts.one(project.db, name).text)
    start = random.randrange(length)
    return f"{name}@{start}-{random.randint(start + 1, min(length, start + 40))}"


def _code(project: Project, random: Random) -> str:
    return random.choice(sorted(codebook.load(project.db, with_retired=False).by_id))


def tag(project: Project, random: Random, coder: str) -> None:
    memo = random.choice(("", "et notat"))
    coding.tag(project, _somewhere(project, random), [_code(project, random)], coder=coder, memo=memo)


def untag(project: Project, random: Random, coder: str) -> None:
    own = list(codings.load(project.db, Selection(coders=(coder,))))
    if own:
        c = random.choice(own)
        coding.untag(project, f"{c.transcript}@{c.start}-{c.end}", c.code, coder=coder)


def finish(project: Project, random: Random, coder: str) -> None:
    name = random.choice(sorted(transcripts.names(project.db)))
    coding.finish(project, [name], coder=coder, take_back=random.random() < 0.4)


def set_attribute(project: Project, random: Random, coder: str) -> None:
    name = random.choice(sorted(transcripts.names(project.db)))
    values = {random.choice(("office", "round")): random.choice(("Granmo", "2017", ""))}
    roles: dict[str, Role | None] = {"Kari": random.choice(("participant", None))} if name == "granmo-1" else {}
    bringing.set_values(project, Selection(transcripts=(name,)), values, roles, coder=coder)


def remove(project: Project, random: Random, coder: str) -> None:
    names = sorted(transcripts.names(project.db))
    if len(names) > 2:
        bringing.remove(project, [random.choice(names)], coder=coder)


def bring(project: Project, random: Random, coder: str) -> None:
    name = f"ny-{random.randint(1, 3)}"
    text = f"Tekst {name}. {' '.join(WORDS[len(name) :])}."
    with project.verb("import", coder) as verb:
        if name not in transcripts.names(project.db):
            source = Source(name, text, attributes={"office": "Solvåg"})
            transcripts.add(project.db, source, segments(text, (), "paragraph", "nb"), verb.time)


def change_code(project: Project, random: Random, coder: str) -> None:
    with project.verb("codebook edit", coder) as verb:
        book = codebook.load(project.db)
        i = random.randrange(len(book.codes))
        changed = replace(book.codes[i], definition=f"{coder} mener {random.choice(WORDS)}".replace("\0", ""))
        book = replace(book, codes=(*book.codes[:i], changed, *book.codes[i + 1 :]))
        codebook.save(project.db, book, coder=coder, time=verb.time, meaning=[changed.uid])


def new_code(project: Project, random: Random, coder: str) -> None:
    with project.verb("codebook add", coder) as verb:
        book = codebook.load(project.db)
        new = f"{coder}-{random.randint(1, 3)}".lower()
        if new not in book.by_id:
            codebook.save(project.db, replace(book, codes=(*book.codes, Code(new))), coder=coder, time=verb.time)


def memo(project: Project, random: Random, coder: str) -> None:
    with project.verb("memo", coder) as verb:
        uid = random.choice(sorted(transcripts.names(project.db).values()))
        codings.set_memo(project.db, "transcript", uid, coder, random.choice(("", "tenk\0på", "dette")), verb.time)


def remark(project: Project, random: Random, coder: str) -> None:
    on = memos.target(project, _somewhere(project, random))
    memos.memo(project, on, random.choice(("et sted", "enda et")), coder=coder)


def correct(project: Project, random: Random, coder: str) -> None:
    name = random.choice(sorted(transcripts.names(project.db)))
    words = transcripts.one(project.db, name).text.replace("\0", "").split(" ")
    i = random.randrange(len(words))
    words[i : i + random.randint(0, 3)] = random.choices(WORDS[:7], k=random.randint(0, 3))
    file = project.folder / f"{name}.txt"
    file.write_text(" ".join(words) + ".", encoding="utf-8")
    revising.replace(project, name, file, coder=coder)


def settle(project: Project, random: Random, coder: str) -> None:
    waiting = list(codings.load(project.db, unsettled=True))
    if waiting:
        lost = random.choice(waiting)
        length = len(transcripts.one(project.db, lost.transcript).text)
        where = random.choice((f"{lost.transcript}@0-{random.randint(1, length)}", None))
        waits.settle(project, lost.id, where or "drop", coder=coder)


def judge(project: Project, random: Random, coder: str) -> None:
    with project.verb("review", coder) as verb:
        name = random.choice(sorted(transcripts.names(project.db)))
        offer = Suggestion(name, 1, 0, 4, _code(project, random), random.random(), random.random() / 3, "ord")
        decisions.add(project.db, offer, coder, random.choice(("accepted", "rejected")), verb.time)


ACTS: tuple[Act, ...] = (
    *(tag, tag, tag, tag, untag, untag, finish, memo, judge),
    *(set_attribute, remove, bring, bring, change_code, new_code, remark, correct, correct, settle),
)


@pytest.fixture
def act() -> Callable[..., bool]:
    """Do one thing at random; whether it could be done (there may be nothing to take back).

    `safe` leaves out what two people cannot both do without a quarrel: editing the same code, correcting one text.
    """

    def do(project: Project, random: Random, coder: str, *, safe: bool = False) -> bool:
        try:
            random.choice([a for a in ACTS if a not in (change_code, correct)] if safe else ACTS)(
                project, random, coder
            )
        except QualcodeError:
            return False
        return True

    return do


@pytest.fixture(name="tables")
def _tables() -> Callable[[Project], dict[str, list[str]]]:
    return tables
