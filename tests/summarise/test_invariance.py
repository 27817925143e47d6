"""What must not change a number: cutting a coding in two, a second coder, the order of things, their names."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from qualcode.document import Table
from qualcode.model import Code, Codebook, Coding, Segment, Selection, Transcript, Turn
from qualcode.summarise.contrast import Groups, contrast_table
from qualcode.summarise.cooccur import Meeting, cooccurrence
from qualcode.summarise.coverage import coverage
from qualcode.summarise.crosstab import case_matrix, crosstab
from qualcode.summarise.excerpts import excerpt_table
from qualcode.summarise.saturation import saturation
from qualcode.summarise.themes import theme_table

ALL = Selection()
WORDS = Groups(("office_group",), "words")
BOOK = Codebook((Code("tema", codes=(Code("møte"), Code("åleine"))), Code("økonomi")))
SPEECH = "Eg veit ikkje, men borna vår bur på Ås."
CODERS = ("Anna", "Berit")


@dataclass(frozen=True)
class Study:
    """A small study, and its tables."""

    transcripts: Sequence[Transcript]
    codings: Sequence[Coding]
    book: Codebook = BOOK

    @property
    def excerpts(self) -> Table:
        return excerpt_table(self.transcripts, self.codings, self.book, ALL)

    def themes(self, *by: str) -> list[dict[str, Any]]:
        return rows(theme_table(self.excerpts, self.transcripts, self.book, ALL, by))


def rows(table: Table) -> list[dict[str, Any]]:
    lines = zip(*(map(repr, table[c]) for c in table.columns), strict=True)  # repr: nan is nan
    return [dict(zip(table.columns, line, strict=True)) for line in lines]


def without(lines: list[dict[str, Any]], *columns: str) -> list[dict[str, Any]]:
    return [{k: v for k, v in line.items() if k not in columns} for line in lines]


def interview(n: int, turns: int) -> Transcript:
    """An interview with a heading, and turns of an interviewer and two participants."""
    text, said, segments = "Samtale\n", [Turn(1, 0, 7)], [Segment(1, 1, 0, 7)]
    for t in range(2, turns + 2):
        speaker, role = (("I", "interviewer"), ("Åse", "participant"), ("Bjørg", "participant"))[t % 3]
        said.append(Turn(t, len(text), len(text) + len(SPEECH), speaker, role))  # type: ignore[arg-type]
        segments.append(Segment(t, t, len(text), len(text) + len(SPEECH)))
        text += f"{SPEECH}\n"
    about = {"office": f"kontor {n % 3}", "office_group": "ab"[n % 3 == 2], "round": str(2017 + n % 2)}
    return Transcript(f"t{n}", text, tuple(said), tuple(segments), about)


@st.composite
def studies(draw: st.DrawFn) -> Study:
    transcripts = [interview(n, draw(st.integers(1, 5))) for n in range(draw(st.integers(3, 6)))]
    codings = []
    for n in range(draw(st.integers(1, 12))):
        transcript = draw(st.sampled_from(transcripts))
        start = draw(st.integers(0, len(transcript.text) - 3))
        end = draw(st.integers(start + 2, len(transcript.text)))
        code, coder = draw(st.sampled_from(["tema", "møte", "åleine", "økonomi"])), draw(st.sampled_from(CODERS))
        codings.append(Coding(f"c{n:02}", transcript.name, code, coder, start, end, transcript.text[start:end]))
    return Study(transcripts, codings)


COUNTED: dict[str, Callable[[Study], list[dict[str, Any]]]] = {
    "themes": lambda s: without(s.themes("theme", "office_group", "round"), "codings", "per_1000_words"),
    "codes": lambda s: without(s.themes("theme", "code"), "codings", "per_1000_words"),
    "crosstab": lambda s: rows(
        crosstab(theme_table(s.excerpts, s.transcripts, s.book, ALL, ("theme", "office_group")), s.book, "words")
    ),
    "cases": lambda s: rows(case_matrix(s.excerpts, s.transcripts, s.book, ALL, "code")),
    "words of cases": lambda s: rows(case_matrix(s.excerpts, s.transcripts, s.book, ALL, "theme", "words")),
    "saturation": lambda s: rows(saturation(s.excerpts, s.transcripts, s.book)),
    "contrast": lambda s: rows(
        contrast_table(s.excerpts, s.transcripts, s.book, ALL, Groups(("office_group",), "words"))
    ),
}
"""What counts each transcript, speaker, office and word once, whoever coded it and however often."""
BY_CODER: dict[str, Callable[[Study], list[dict[str, Any]]]] = {
    "coverage": lambda s: without(rows(coverage(s.excerpts, s.transcripts, ALL, {}, CODERS, {})), "codings"),
    **{
        f"cooccur by {unit}": lambda s, unit=unit: rows(  # type: ignore[misc]
            cooccurrence(s.excerpts, s.transcripts, s.book, Meeting(unit))
        )
        for unit in ("segment", "turn", "transcript", "overlap")
    },
}


@given(studies(), st.data())
def test_cutting_a_coding_in_two_changes_only_how_many_codings_there_are(study: Study, data: st.DataObject) -> None:
    n = data.draw(st.integers(0, len(study.codings) - 1))
    whole = study.codings[n]
    cut = data.draw(st.integers(whole.start + 1, whole.end - 1))
    halves = [whole._replace(end=cut), whole._replace(id="new", start=cut)]
    after = replace(study, codings=[*study.codings[:n], *halves, *study.codings[n + 1 :]])
    for name, count in COUNTED.items():  # a coding belongs to the speaker in whose turn it begins
        assert without(count(after), "speakers") == without(count(study), "speakers"), name
    for name, count in BY_CODER.items():
        assert count(after) == count(study), name


@given(studies())
def test_a_second_coder_of_the_same_passages_changes_only_how_many_codings_there_are(study: Study) -> None:
    twice = [*study.codings, *(c._replace(id=f"{c.id}-2", coder="Carl") for c in study.codings)]
    for name, count in COUNTED.items():
        assert count(replace(study, codings=twice)) == count(study), name


@given(studies(), st.randoms(use_true_random=False))
def test_the_order_in_which_things_come_changes_nothing(study: Study, random: Any) -> None:
    codings, transcripts = list(study.codings), list(study.transcripts)
    random.shuffle(codings)
    for name, count in {**COUNTED, **BY_CODER}.items():
        assert count(replace(study, codings=codings)) == count(study), name
    random.shuffle(transcripts)
    other = replace(study, transcripts=transcripts)
    assert rows(other.excerpts) == rows(study.excerpts)
    for name in COUNTED.keys() - {"saturation"}:  # which asks about the order
        assert sorted(map(repr, COUNTED[name](other))) == sorted(map(repr, COUNTED[name](study))), name


@given(studies())
def test_names_change_nothing_but_names(study: Study) -> None:
    called = {t.name: f"x-{t.name}" for t in study.transcripts}
    others = Study(
        [replace(t, name=called[t.name]) for t in study.transcripts],
        [c._replace(transcript=called[c.transcript]) for c in study.codings],
    )
    for name, count in {**COUNTED, **BY_CODER}.items():
        assert without(count(others), "transcript") == without(count(study), "transcript"), name
    book = Codebook((Code("ny", "tema", codes=(Code("ny2", "møte"), Code("ny3", "åleine"))), Code("ny4", "økonomi")))
    ids = {"tema": "ny", "møte": "ny2", "åleine": "ny3", "økonomi": "ny4"}
    renamed = Study(study.transcripts, [c._replace(code=ids[c.code]) for c in study.codings], book)
    for name in ("themes", "codes", "crosstab", "contrast"):
        assert without(COUNTED[name](renamed), "theme", "code") == without(COUNTED[name](study), "theme", "code"), name
