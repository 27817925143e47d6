"""The report's page as bytes: what stands in it, what does not, and that nothing in it can act."""

import json
import re
from typing import Any

import pandas as pd
import pytest

from qualcode.document import Provenance
from qualcode.model import Code, Codebook, Role, Segment, Selection, Transcript, Turn
from qualcode.render.report import Agreement, Report, invented, report_bytes
from qualcode.render.report.pseudonyms import Names

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)> <!-- 😀 & slutt"
BOOK = Codebook(
    (
        Code("samarbeid", "Samarbeid", "Om <b>samarbeid</b>.", color="#06e", codes=(Code("møter", "Møter"),)),
        Code("skjema", "Skjema", color="red;background:url(x)"),
    ),
    "Prøve",
)


def talk(name: str, lines: list[tuple[str | None, Role | None, str]], **attributes: str) -> Transcript:
    """A transcript with a heading outside all turns and one segment per turn."""
    text, turns, segments = f"Overskrift for {name}\n", [], []
    for n, (speaker, role, speech) in enumerate(lines, start=1):
        text += f"{speaker}: "
        turns.append(Turn(n, len(text), len(text) + len(speech), speaker, role))
        segments.append(Segment(n, n, len(text), len(text) + len(speech)))
        text += f"{speech}\n"
    return Transcript(name, text, tuple(turns), tuple(segments), attributes)


TALKS = [
    talk(
        "granmo-1",
        [
            ("Hanne", "interviewer", "Hvordan går det?"),
            ("Kari", "participant", f"Bra 😀 nok. {HOSTILE}"),
            ("Ola", "participant", "Ja, det gjør det."),
        ],
        office="Granmo",
        office_group="tiltakskontor",
        informant="K1",
        contact="Kari på Granmo",
    ),
    talk(
        "granmo-2",
        [("Hanne", "interviewer", "Og nå?"), ("Kari", "participant", "Verre.")],
        office="Granmo",
        office_group="tiltakskontor",
        informant="K1",
        contact="Siv",
    ),
    talk(
        "lyngdalen-1",
        [("Kari", "participant", "En annen Kari.")],
        office="Lyngdalen",
        office_group="sammenligningskontor",
        informant="K2",
        contact="Per",
    ),
]


def excerpts() -> pd.DataFrame:
    """Five codings: three passages of granmo-1, one of them by two coders, and one across two turns."""
    kari, ola = TALKS[0].turns[1:3]
    other = TALKS[2].turns[0]
    places = [
        ("granmo-1", "møter", kari.start, kari.end, "Anna", "husk <dette>"),
        ("granmo-1", "møter", kari.start, kari.end, "Bjørn", ""),
        ("granmo-1", "skjema", kari.start + 6, kari.start + 10, "Anna", ""),
        ("granmo-1", "samarbeid", kari.end - 5, ola.start + 2, "Anna", ""),
        ("lyngdalen-1", "samarbeid", other.start, other.end, "Bjørn", ""),
    ]
    return pd.DataFrame(places, columns=["transcript", "code", "start", "end", "coder", "memo"])


def make(**changes: Any) -> bytes:
    fields: dict[str, Any] = {
        "excerpts": excerpts(),
        "transcripts": TALKS,
        "codebook": BOOK,
        "read": frozenset(t.name for t in TALKS),
        "is_counted": lambda _, turn: turn.role != "interviewer",
        "by": "office_group",
        "provenance": Provenance("prøve", "Prøve", 1, "everything", ("Anna", "Bjørn"), "2018-03-05", "q 1", "q r"),
    }
    return report_bytes(Report(**(fields | changes)))


def data_of(page: bytes) -> dict[str, Any]:
    """The data in the page, as a browser would find it: from the element to the first end of a script."""
    island = page.decode().split('<script type="application/json" id="data">')[1].split("</script>")[0]
    found: dict[str, Any] = json.loads(island)
    return found


def test_the_same_report_gives_the_same_bytes() -> None:
    assert make() == make()


def test_hostile_text_stays_inside_the_data_and_is_whole_there() -> None:
    page = make()
    assert HOSTILE in data_of(page)["transcripts"][0][1][1][1]
    assert b"<img" not in page
    assert page.count(b"<script") == page.count(b"</script>") == 2
    assert b"Om &lt;b&gt;samarbeid&lt;/b&gt;." in page  # in the codebook


def test_nothing_can_be_fetched() -> None:
    page = make().decode()
    assert "default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; img-src data:" in page
    assert not re.findall(r"""(?:src|href)=["'](?!#)""", page)
    assert "url(" not in page.split('id="data"')[0]


def test_a_colour_that_is_none_is_left_out() -> None:
    assert [code[5] for code in data_of(make())["codes"]] == ["#06e", "#06e", ""]


def test_offsets_count_as_a_browser_counts() -> None:
    turns, passage = data_of(make())["transcripts"][0][1], data_of(make())["passages"][1]
    (turn, start, end), *_ = passage[4]
    in_utf16 = turns[turn][1].encode("utf-16-le")[2 * start : 2 * end].decode("utf-16-le")
    assert in_utf16 == "nok."  # after an emoji, which is two units there and one code point here


def test_a_passage_is_there_once_and_one_across_turns_is_cut_at_them() -> None:
    data = data_of(make())
    assert len(data["passages"]) == 4
    assert [coding[0] for coding in data["codings"]] == [0, 0, 1, 2, 3]
    assert [piece[0] for piece in data["passages"][2][4]] == [1, 2]


def test_voices_have_their_words_and_say_whether_they_count() -> None:
    voices = data_of(make(selection=Selection(speakers=("Ola",))))["voices"]
    assert [(v[0], v[1], v[3], v[4], v[5]) for v in voices if v[0] == 0] == [
        (0, "Hanne", 3, 0, 0),
        (0, "Kari", 3 + len(HOSTILE.split()), 1, 0),
        (0, "Ola", 4, 1, 1),
    ]


def test_without_transcripts_only_excerpts_are_there() -> None:
    page = make(with_transcripts=False)
    data = data_of(page)
    assert [turns for _, turns in data["transcripts"]] == [[], [], []]
    assert data["passages"][2][4] == [["Kari", "slutt"], ["Ola", "Ja"]]
    assert "Hvordan går det?" not in page.decode()
    assert 'id="transcript-list"' not in page.decode()


def test_pseudonyms_replace_names_around_the_speech() -> None:
    page = make(names=invented(TALKS, "nb"), pseudonyms=True).decode()
    text = "".join(line for line in page.splitlines() if "En annen Kari" not in line)
    assert not re.findall("granmo|Granmo|Hanne|Ola\\b|Kari på|Overskrift|husk", text)
    data = data_of(page.encode())
    assert [name for name, _ in data["transcripts"]] == ["Transkripsjon 1", "Transkripsjon 2", "Transkripsjon 3"]
    assert [v[1] for v in data["voices"]] == [
        "Intervjuer 1", "Deltaker 1", "Deltaker 2", "Intervjuer 1", "Deltaker 1", "Deltaker 3",
    ]  # fmt: skip
    assert data["voices"][0][6] == ["Kontor A", "tiltakskontor", "K1", "contact 1"]
    assert "En annen Kari." in page  # speech is never changed


def test_pseudonyms_hide_headings_that_nobody_speaks() -> None:
    headed = talk("t", [(None, None, "Intervju på Granmo"), ("Kari", "participant", "Ja vel.")])
    survey = talk("s", [(None, None, "Svaret mitt.")])
    rows = pd.DataFrame(
        [("t", "skjema", headed.turns[0].start, headed.turns[1].end, "Anna", "")],
        columns=["transcript", "code", "start", "end", "coder", "memo"],
    )
    for whole in (True, False):
        page = make(excerpts=rows, transcripts=[headed, survey], pseudonyms=True, with_transcripts=whole)
        assert "Granmo" not in page.decode()
        assert data_of(page)["passages"][0][4][0] == ["", "[…]"]
        assert ("Svaret mitt." in page.decode()) is whole
        assert "Ja vel." in page.decode()


def test_pseudonyms_do_not_say_which_command_chose() -> None:
    origin = Provenance("p", selection="--where office=Granmo", command="qualcode report --where office=Granmo")
    assert "Granmo" not in make(names=invented(TALKS, "nb"), pseudonyms=True, provenance=origin).decode()


def test_labels_stay_when_transcripts_are_added() -> None:
    before, after = invented(TALKS[:2], "en"), invented(TALKS, "en")
    assert before.transcripts.items() <= after.transcripts.items()
    assert before.speakers.items() <= after.speakers.items()
    assert after.value("office", "Lyngdalen") == "Office B"


def test_offices_beyond_z_have_two_letters() -> None:
    many = [talk(f"t{n}", [("A", "participant", "ja")], office=f"o{n}") for n in range(28)]
    names = invented(many, "nb")
    assert [names.value("office", f"o{n}") for n in (0, 25, 26, 27)] == [
        "Kontor A",
        "Kontor Z",
        "Kontor AA",
        "Kontor AB",
    ]


def test_names_that_are_not_replaced_stay() -> None:
    assert (Names().transcript("x"), Names().speaker("x", None), Names().value("a", "b")) == ("x", "", "b")


@pytest.mark.parametrize(("lang", "heading"), [("nb", "Samforekomst"), ("en", "Co-occurrence")])
def test_headings_follow_the_language(lang: str, heading: str) -> None:
    page = make(lang=lang).decode()
    assert f'<html lang="{lang}">' in page
    assert f">{heading}</h2>" in page


def test_agreement_is_there_where_there_is_one() -> None:
    row = {"code": "møter", "n": {"Anna": 3, "Bjørn": 2}, "both": 2, "only": {"Anna": 1, "Bjørn": 0}, "neither": 9}
    unused = {**row, "code": "skjema", "n": {"Anna": 0, "Bjørn": 0}}
    numbers = {"positive_agreement": 0.8, "kappa": 0.7512, "alpha": -0.0001, "ci": {"alpha": [-0.25, 1.0]}}
    data = {"coders": ["Anna", "Bjørn"], "codes": [row | numbers, unused | numbers], "pooled": {"alpha": 0.7}}
    page = make(agreement=Agreement(data, "Slik ble det gjort.", ("Et faktum.",))).decode()
    assert "Slik ble det gjort." in page
    assert "Et faktum." in page
    table = page.split('id="agreement"')[1].split("</table>")[0]
    assert "0,75" in table
    assert ">0,00<" in table  # not −0,00
    assert "−0,25 – 1,00" in table
    assert "Skjema" not in table
    counts_only = make(agreement=Agreement(data)).decode().split('id="agreement"')[1].split("</table>")[0]
    assert "0,75" not in counts_only
    assert 'href="#agreement"' not in make().decode()
