"""What many tests need: a small project, and the folder of data that lies beside the checkout on some machines."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from qualcode.model import Code, Codebook, Coding, Role, Segment, Source, Transcript, Turn
from qualcode.project import Project, Settings
from qualcode.store import codebook, transcripts

# Properties are about right and wrong; a machine that is busy is neither.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

BOOK = Codebook(
    (
        Code("samarbeid", "Samarbeid", codes=(Code("internt", "Internt samarbeid"), Code("eksternt", "Eksternt"))),
        Code("barn", "Barneperspektiv", definition="Barnets egen situasjon.", keywords=("barn", "ungdom")),
        Code("økonomi", "Økonomi"),
    ),
    name="prøve",
)

GRANMO: Sequence[tuple[str, Role, str]] = (
    ("Intervjuer", "interviewer", "Hvordan samarbeider dere på kontoret?"),
    ("Kari", "participant", "Vi møtes hver tirsdag. Da går vi gjennom alle familiene 👨‍👩‍👧 sammen."),
    ("Intervjuer", "interviewer", "Og barna?"),
    ("Kari", "participant", "Barna snakker vi for lite om. Det er helst husleia det handler om."),
)
LYNGDALEN: Sequence[tuple[str, Role, str]] = (
    ("I", "interviewer", "Hva betyr økonomien?"),
    ("Ola", "participant", "Alt. Når pengene er borte den tjuende, blir det ikke noe møte med skolen."),
)


def source(name: str, turns: Sequence[tuple[str, Role, str]], **attributes: str) -> tuple[Source, list[Segment]]:
    """A text of turns `(speaker, role, speech)`, with each speech one segment."""
    text, spoken, segments = "", [], []
    for n, (speaker, role, speech) in enumerate(turns, start=1):
        text += f"{speaker}: "
        spoken.append(Turn(n, len(text), len(text) + len(speech), speaker, role))
        segments.append(Segment(n, n, len(text), len(text) + len(speech)))
        text += f"{speech}\n"
    return Source(name, text, tuple(spoken), attributes, origin=f"{name}.txt"), segments


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    """Two invented transcripts (granmo-1, lyngdalen-1) at two offices, five codes; Per set it up, Kari codes."""
    made = Project.create(tmp_path / "project", Settings("prøve", coder="Kari"))
    with made, made.verb("import", "Per") as verb:
        granmo = source("granmo-1", GRANMO, office="Granmo", office_group="tiltakskontor")
        lyngdalen = source("lyngdalen-1", LYNGDALEN, office="Lyngdalen", office_group="sammenligningskontor")
        for read, segments in (granmo, lyngdalen):
            transcripts.add(made.db, read, segments, verb.time)
        codebook.save(made.db, BOOK, coder="Per", time=verb.time)
    made = Project.open(tmp_path / "project")
    with made:
        yield made


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder `shared` beside the checkout; tests that need it are skipped where it is not."""
    folder = Path(__file__).parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("there is no folder 'shared' beside the checkout")
    return folder


Lines = list[tuple[str, Role, str]]
Study = tuple[list[Transcript], list[Coding], Codebook]


def talk(name: str, lines: Lines, **attributes: str) -> Transcript:
    """A transcript with one segment per turn."""
    text, turns, segments = "", [], []
    for n, (speaker, role, speech) in enumerate(lines, start=1):
        text += f"{speaker}: "
        turns.append(Turn(n, len(text), len(text) + len(speech), speaker, role))
        segments.append(Segment(n, n, len(text), len(text) + len(speech)))
        text += f"{speech}\n"
    return Transcript(name, text, tuple(turns), tuple(segments), attributes)


def use(number: int, transcript: Transcript, code: str, segment: int, coder: str = "Anna", **more: str) -> Coding:
    """A coding of a whole segment."""
    place = transcript.segments[segment - 1]
    fields: dict[str, str] = {"created": f"2018-03-{number:02d}T10:00:00Z", **more}
    return Coding(
        f"c{number}",
        transcript.name,
        code,
        coder,
        place.start,
        place.end,
        transcript.quote(place),
        **fields,  # type: ignore[arg-type]
    )


@pytest.fixture
def make_talk() -> Callable[..., Transcript]:
    return talk


@pytest.fixture
def make_coding() -> Callable[..., Coding]:
    return use


@pytest.fixture
def study() -> Study:
    """A small invented study whose every number can be counted by hand.

    Three offices in two groups, four transcripts, nine participants' words in each `svar` of nine words.
    """
    ask: tuple[str, Role, str] = ("Intervjuer", "interviewer", "Hvordan samarbeider dere her på huset?")
    granmo = talk(
        "granmo-1",
        [
            ask,
            ("Kari", "participant", "Vi møtes hver tirsdag og går gjennom alle familiene."),  # 9 words
            ("Ola", "participant", "Skjemaet tar for lang tid, og ingen leser det."),  # 9
        ],
        office="Granmo",
        office_group="tiltakskontor",
        round="2017",
    )
    elvestad = talk(
        "elvestad-1",
        [ask, ("Siv", "participant", "Kollegene møtes sjelden, og da snakker vi om skjema.")],  # 9
        office="Elvestad",
        office_group="tiltakskontor",
        round="2018",
    )
    lyngdalen = talk(
        "lyngdalen-1",
        [ask, ("Per", "participant", "Her er det hver mann for seg selv dessverre.")],  # 9
        office="Lyngdalen",
        office_group="sammenligningskontor",
        round="2017",
    )
    unread = talk(
        "lyngdalen-2",
        [ask, ("Per", "participant", "Det går bedre nå.")],  # 4
        office="Lyngdalen",
        office_group="sammenligningskontor",
        round="2018",
    )
    book = Codebook(
        (
            Code(
                "samarbeid",
                "Samarbeid",
                "Samarbeid på huset.",
                codes=(Code("møter", "Møter", "Faste møter.", "Teammøter."), Code("alene", "Alene")),
            ),
            Code("skjema", "Skjema"),
            Code("ubrukt", "Ubrukt"),
        ),
        "Prøve",
    )
    codings = [
        use(1, granmo, "møter", 2),
        use(2, granmo, "samarbeid", 2, "Bjørn", memo="se feltnotat"),
        use(3, granmo, "skjema", 3),
        use(4, elvestad, "møter", 2),
        use(5, elvestad, "skjema", 2, "Bjørn"),
        use(6, lyngdalen, "alene", 2),
        use(7, granmo, "samarbeid", 1),
    ]
    return [granmo, elvestad, lyngdalen, unread], codings, book
