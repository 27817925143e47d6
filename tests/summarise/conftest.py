"""A small invented study whose every number can be counted by hand.

Three offices in two groups, four transcripts, nine participants' words in each `svar` of nine words.
"""

from collections.abc import Callable

import pytest

from qualcode.model import Code, Codebook, Coding, Role, Segment, Transcript, Turn

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
