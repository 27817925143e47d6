"""Labels are known by what they do; front matter is no speech; times beside a label are times."""

from pathlib import Path

import pytest

from qualcode.importers import ReadOptions, read
from qualcode.importers.alike import alike
from qualcode.importers.front import front_matter
from qualcode.importers.incoming import Prose
from qualcode.importers.labels import find_labels
from qualcode.importers.roles import role_of
from qualcode.model import Source, Turn

ASKS, TELLS = "interviewer", "participant"


def one(folder: Path, text: str, name: str = "a.txt", **options: object) -> Source:
    path = folder / name
    path.write_bytes(text.encode())
    (source,) = read(path, ReadOptions(**options))  # type: ignore[arg-type]
    assert source.text == text
    return source


def cast(source: Source) -> list[tuple[str | None, str]]:
    return [(t.speaker, source.text[t.start : t.end]) for t in source.turns]


def who(source: Source) -> list[str | None]:
    return [t.speaker for t in source.turns]


TIMED = {
    "a name and a time with one blank": ("Kari 00:00:02\nHei?\n\nOla 12:31\nJa, hei.\n", ["Kari", "Ola"], [2, 751]),
    "a number before the time": (
        "Taler 1 00:00:03:\nHei?\n\nTaler 2 1:00:02:\nJa, hei.\n",
        ["Taler 1", "Taler 2"],
        [3, 3602],
    ),
    "a time in round brackets before the colon": (
        "Kari Berg (00:03):\nHei?\n\nOla Dal (12:31):\nJa, hei.\n\nKari Berg (12:40):\nFint.\n",
        ["Kari Berg", "Ola Dal", "Kari Berg"],
        [3, 751, 760],
    ),
    "a comma before the time": (
        "Kari Berg, 00:00:03\nHei?\n\nOla Dal, 00:00:09\nJa, hei.\n",
        ["Kari Berg", "Ola Dal"],
        [3, 9],
    ),
}


@pytest.mark.parametrize("title", TIMED)
def test_a_time_after_a_name_is_a_time(tmp_path: Path, title: str) -> None:
    text, speakers, times = TIMED[title]
    source = one(tmp_path, text)
    assert who(source) == speakers
    assert [t.time_start for t in source.turns] == times
    assert [time for _, time in source.times] == times


def test_stamps_at_the_end_of_paragraphs_end_them(tmp_path: Path) -> None:
    text = (
        "I: Hvor lenge? #00:00:12-1#\n\nB: Ti år.\nDet var tungt. #00:00:40-3#\nMen det gikk. #00:01:02-9#\n\n"
        "I: Ja?\n\nB: Ja.\n"
    )
    source = one(tmp_path, text)
    assert [(t.speaker, t.time_start, t.time_end, text[t.start : t.end]) for t in source.turns] == [
        ("I", None, 12.1, "Hvor lenge?"),
        ("B", 12.1, 40.3, "Ti år.\nDet var tungt."),
        ("B", 40.3, 62.9, "Men det gikk."),
        ("I", 62.9, None, "Ja?"),
        ("B", None, None, "Ja."),
    ]


def test_a_stamp_inside_speech_stays_and_is_known(tmp_path: Path) -> None:
    text = "Intervjuer: Og så?\nKari: Da gikk vi [00:05:00] hjem igjen.\n"
    source = one(tmp_path, text)
    assert cast(source)[1] == ("Kari", "Da gikk vi [00:05:00] hjem igjen.")
    assert source.times == ((text.index(" hjem"), 300.0),)


FRONT = (
    "KARI NES: Et intervju ved Per Dahl, 3. juni 2011\n\nDette manuskriptet er til bruk i forskning. Ta kontakt.\n\n"
    "INTERVIEWEE: Kari Nes\nINTERVIEWER: Per Dahl\nDATE: 3 June 2011\nPLACE: Bergen\n\n"
    "Per Dahl: Hvor er du født?\n\nKari Nes: I en liten by. Der bodde jeg til jeg var ti år gammel.\n\n"
    "Per Dahl: Og så?\n\nKari Nes: Så flyttet vi til byen, for det var ikke noe arbeid hjemme.\n"
)


def test_names_and_values_above_the_interview_are_no_speech(tmp_path: Path) -> None:
    source = one(tmp_path, FRONT)
    assert who(source) == [None, "Per Dahl", "Kari Nes", "Per Dahl", "Kari Nes"]
    assert {t.speaker: t.role for t in source.turns if t.speaker} == {"Per Dahl": ASKS, "Kari Nes": TELLS}
    expected = {"interviewee": "Kari Nes", "interviewer": "Per Dahl", "date": "3 June 2011", "place": "Bergen"}
    assert source.attributes == expected
    assert any(note.startswith("front matter: interviewee Kari Nes") for note in source.notes)


def test_front_matter_can_be_read_as_text(tmp_path: Path) -> None:
    assert one(tmp_path, FRONT, plain_top=True).attributes == {}


def test_yaml_above_the_interview_is_no_speech(tmp_path: Path) -> None:
    text = (
        "---\ntitle: Intervju 3\nspeakers:\n  - Kari Nes\n  - Ola Vik\ndate: 2024-01-02\n---\n\n"
        "Kari Nes: Hvor?\n\nOla Vik: På en gård, langt inne i dalen.\n\nKari Nes: Og så?\n\nOla Vik: Byen.\n"
    )
    source = one(tmp_path, text, "a.md")
    assert who(source) == [None, "Kari Nes", "Ola Vik", "Kari Nes", "Ola Vik"]
    assert dict(source.attributes) == {"title": "Intervju 3", "date": "2024-01-02"}


def test_the_first_turns_of_a_conversation_are_no_front_matter(tmp_path: Path) -> None:
    text = "Moderator: velkommen\n\nInformant 2: takk\n\nInformant 4: ja\n\nModerator: hvem først\n\nInformant 2: jeg\n"
    assert who(one(tmp_path, text)) == ["Moderator", "Informant 2", "Informant 4", "Moderator", "Informant 2"]
    assert front_matter([(0, Prose(text))]).end == 0


def test_where_every_paragraph_has_a_label_it_is_one_however_it_looks(tmp_path: Path) -> None:
    text = (
        "KD: Hva jobber dere med?\n\nOG: Jeg jobber med vei.\n\nPS: Vann.\n\nKD: Hva er vanskelig?\n\n"
        "Medlem av publikum: Pengene.\n\nNB: Enig.\n\nOG: Folkene.\n\nKD: Takk.\n\nNB: Takk selv.\n\n"
        "Medlem av publikum: Takk.\n\nPS: Hei.\n"
    )
    expected = "KD OG PS KD Medlem_av_publikum NB OG KD NB Medlem_av_publikum PS".replace("_", "\N{EM SPACE}").split(
        " "
    )
    assert who(one(tmp_path, text)) == [name.replace("\N{EM SPACE}", " ") for name in expected]


def test_key_words_that_recur_are_no_speakers(tmp_path: Path) -> None:
    part = (
        "## Møte {}\n\nVi gikk gjennom alt som hadde skjedd siden sist, og det var mye.\n\nMål: flere deltakere\n\n"
        "Vi snakket lenge om målene våre, og ingen var helt enige.\n\nEksempel: kurset i mai\n\n"
        "- Ring kommunen\n- Skriv til alle\n- Finn et rom\n\nDet var et godt eksempel, og mål er fint å ha.\n\n"
    )
    source = one(tmp_path, "".join(part.format(n) for n in range(1, 6)), "a.md")
    assert set(who(source)) == {None}


def test_two_notations_in_one_file_are_both_read(tmp_path: Path) -> None:
    text = (
        "Q - Hva er viktigst?\n\nA - Å få nok folk.\n\nQ - Hvordan går det?\n\nA - Bra.\n\nKari Dal: Det er tungt.\n\n"
        "Q - Hvorfor?\n\nA - Det er mørkt.\n\nKari Dal: Og kaldt.\n"
    )
    assert who(one(tmp_path, text)) == ["Q", "A", "Q", "A", "Kari Dal", "Q", "A", "Kari Dal"]


def test_a_bracket_that_is_a_label_later_says_that_both_are_one(tmp_path: Path) -> None:
    text = "Kari Berg (KB): Hva?\n\nOla Dal (OD): Ja, mye.\n\nKB: Hvorfor?\n\nOD: Fordi.\n\nKB: Ja?\n\nOD: Ja.\n"
    assert set(who(one(tmp_path, text))) == {"Kari Berg (KB)", "Ola Dal (OD)"}


def test_speech_goes_on_after_a_heading(tmp_path: Path) -> None:
    text = (
        "## Barndom\n\n**Kari:** Hvor?\n\n**Ola:** På en gård.\n\n"
        "## Skole\n\nSå dro jeg.\n\n**Kari:** Ja?\n\n**Ola:** Ja."
    )
    assert cast(one(tmp_path, text, "a.md")) == [
        (None, "## Barndom"),
        ("Kari", "Hvor?"),
        ("Ola", "På en gård."),
        (None, "## Skole"),
        ("Ola", "Så dro jeg."),
        ("Kari", "Ja?"),
        ("Ola", "Ja."),
    ]


def test_labels_in_brackets_and_stage_directions(tmp_path: Path) -> None:
    text = "[id1] Hei, fint kurs.\n\n[id2] Jeg sliter.\n\n[id1] [latter] Nei.\n\n[id3] Jo.\n\n[id2] Ja.\n\n[id3] Nei.\n"
    assert who(one(tmp_path, text)) == ["id1", "id2", "id1", "id3", "id2", "id3"]


def test_a_counter_in_brackets_before_the_label(tmp_path: Path) -> None:
    text = "[TUR 1] ANNA: Hva mener du?\n\n[TUR 2] BO: Alt er fint.\n\n[TUR 3] ANNA: Alt?\n\n[TUR 4] BO: Ja.\n"
    assert who(one(tmp_path, text)) == ["ANNA", "BO", "ANNA", "BO"]


SCRIPTS = {
    "full-width colons": ("问：你在这里多久了？\n答：十年了。\n问：喜欢吗？\n答：喜欢。\n", {"问": ASKS, "答": TELLS}),
    "letters and marks apart": (
        "Intervjuer: Hvor?\nKa\u030are: Her.\nIntervjuer: Her?\nKa\u030are: Ja.\n",
        {"Intervjuer": ASKS, "Kåre": TELLS},
    ),
    "direction marks": (
        "Intervjuer: Hvor?\n\u200eKåre: Her.\nIntervjuer: Her?\n\u200eKåre: Ja.\n",
        {"Intervjuer": ASKS, "Kåre": TELLS},
    ),
    "right to left": (
        "المحاور: كيف حالك؟\nليلى: بخير، شكرا لك.\nالمحاور: لماذا؟\nليلى: لأن الجو جميل اليوم.\n",
        {"المحاور": ASKS, "ليلى": TELLS},
    ),
    "Korean": (
        "면접자: 어디서 왔어요?\n민수: 서울에서 왔어요.\n면접자: 언제요?\n민수: 작년에요.\n",
        {"면접자": ASKS, "민수": TELLS},
    ),
}


@pytest.mark.parametrize("title", SCRIPTS)
def test_labels_in_other_scripts(tmp_path: Path, title: str) -> None:
    text, roles = SCRIPTS[title]
    assert {t.speaker: t.role for t in one(tmp_path, text).turns} == roles


@pytest.mark.parametrize(
    ("label", "role"),
    [
        *[
            (w, ASKS)
            for w in ("Intervjuare", "Interviewerin", "Enquêteur", "Entrevistadora", "Haastattelija", "Leo (host)")
        ],
        *[
            (w, TELLS)
            for w in ("Befragter", "Enquêtée", "Entrevistado", "Geïnterviewde", "Haastateltava", "Mor til tre")
        ],
        *[(w, None) for w in ("Kari", "Ola Dal", "Viktig")],
    ],
)
def test_role_words_of_several_languages(label: str, role: str | None) -> None:
    assert role_of(label) == role


def test_an_import_without_a_participant_or_with_one_speaker_says_so(tmp_path: Path) -> None:
    assert "speakers: one for everything that is said" in one(tmp_path, "Kari: Ja.\nKari: Nei.\nKari: Jo.\n").notes
    nobody = one(tmp_path, "Kari: Ja.\nOla: Nei.\nKari: Jo.\nOla: Da så.\n")
    assert "roles: not known; say --interviewer LABEL" in nobody.notes


def test_labels_that_may_be_one_person_are_told() -> None:
    turns = [Turn(n, n, n + 1, name) for n, name in enumerate(["Intervjuer", "Kari"] * 40 + ["Intervjuar", "kari "])]
    assert list(alike(turns)) == [
        "Intervjuar may be Intervjuer: transcripts speakers merge 'Intervjuar' 'Intervjuer'",
        "kari  may be Kari: transcripts speakers merge 'kari ' 'Kari'",
    ]
    assert not list(alike([Turn(n, n, n + 1, name) for n, name in enumerate(["FK1", "FK2", "FK1"] * 20)]))


def test_nothing_above_the_front_matters_end_is_a_label() -> None:
    text = "Kari: Hei.\nOla: Hei.\nKari: Ja.\nOla: Ja.\n"
    assert [label.speaker for label in find_labels([(0, Prose(text))], (), after=11)] == ["Ola", "Kari", "Ola"]


def test_a_files_name_counts_more_than_what_stands_above_the_interview(tmp_path: Path) -> None:
    source = one(tmp_path, FRONT, "Oslo_2011.txt", name_pattern="{place}_{year}")
    assert (source.attributes["place"], source.attributes["date"]) == ("Oslo", "3 June 2011")
