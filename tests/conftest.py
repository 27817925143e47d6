"""What many tests need: a small project, and the folder of data that lies beside the checkout on some machines."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from qualcode.model import Code, Codebook, Role, Segment, Source, Turn
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
