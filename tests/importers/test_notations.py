"""Every way in which groups mark who speaks, in every plain encoding and with every line end, to the character."""

from pathlib import Path

import pytest

from qualcode.importers import ReadOptions, read
from qualcode.model import Source

ASKS, TELLS = "interviewer", "participant"

# title: the file's text, then (speaker, role, speech) of every turn
NOTATIONS: dict[str, tuple[str, list[tuple[str | None, str | None, str]]]] = {
    "words before a colon": (
        "Intervjuer: Hva er viktigst?\nKoordinator: Det viktigste: ro. Og én ting til: tid.\nIntervjuer: Ja?\n"
        "Det verste: kø.\nKoordinator: Nei.\n",
        [
            ("Intervjuer", ASKS, "Hva er viktigst?"),
            ("Koordinator", TELLS, "Det viktigste: ro. Og én ting til: tid."),
            ("Intervjuer", ASKS, "Ja?\nDet verste: kø."),
            ("Koordinator", TELLS, "Nei."),
        ],
    ),
    "single letters": (
        "I: Hvor lenge har du jobbet her?\nK: I dag er det fem år.\nI dag: ja, i dag.\nI: Så lenge?\nK: Ja.",
        [
            ("I", ASKS, "Hvor lenge har du jobbet her?"),
            ("K", TELLS, "I dag er det fem år.\nI dag: ja, i dag."),
            ("I", ASKS, "Så lenge?"),
            ("K", TELLS, "Ja."),
        ],
    ),
    "INT and a name": (
        "INT: Hvordan går det?\n\nÅse: Det går på et vis …\n\nINT: Og familien?\n\nÅse: «Vi klarer oss», sier de.",
        [
            ("INT", ASKS, "Hvordan går det?"),
            ("Åse", TELLS, "Det går på et vis …"),
            ("INT", ASKS, "Og familien?"),
            ("Åse", TELLS, "«Vi klarer oss», sier de."),
        ],
    ),
    "counted informants": (
        "Fokusgruppe, 3. mai\n\nModerator: Hvem begynner?\nInformant 2: Jeg.\nInformant 10: Enig med 2.\nFK1: Samme.\n",
        [
            (None, None, "Fokusgruppe, 3. mai"),
            ("Moderator", ASKS, "Hvem begynner?"),
            ("Informant 2", TELLS, "Jeg."),
            ("Informant 10", TELLS, "Enig med 2."),
            ("FK1", TELLS, "Samme."),
        ],
    ),
    "a bracket behind the name": (
        "Bjørn-Erik (leder): Velkommen.\nÅse (intervjuer): Takk. Hva gjør dere?\nBjørn-Erik (leder): Alt.\nÅse: Alt?\n",
        [
            ("Bjørn-Erik (leder)", TELLS, "Velkommen."),
            ("Åse (intervjuer)", ASKS, "Takk. Hva gjør dere?"),
            ("Bjørn-Erik (leder)", TELLS, "Alt."),
            ("Åse (intervjuer)", ASKS, "Alt?"),
        ],
    ),
    "stage directions in the label": (
        "Intervjuer: Var det gøy?\nKari (ler): Tja.\nIntervjuer: Jaha?\nKari: Nei.\nKari (sukker): Eller jo.",
        [
            ("Intervjuer", ASKS, "Var det gøy?"),
            ("Kari", TELLS, "Tja."),
            ("Intervjuer", ASKS, "Jaha?"),
            ("Kari", TELLS, "Nei."),
            ("Kari", TELLS, "Eller jo."),
        ],
    ),
    "square brackets": (
        "[Intervjuer] Hva heter du?\n[NN] Det sier jeg ikke.\n[pause]\n[Intervjuer] Greit.\n[NN] [latter] Godt.",
        [
            ("Intervjuer", ASKS, "Hva heter du?"),
            ("NN", TELLS, "Det sier jeg ikke.\n[pause]"),
            ("Intervjuer", ASKS, "Greit."),
            ("NN", TELLS, "[latter] Godt."),
        ],
    ),
    "square brackets and a colon": (
        "[NN]: Hei du.\n[Intervjuar]: Kva gjer du?\n[NN]: Ventar.\n",
        [("NN", TELLS, "Hei du."), ("Intervjuar", ASKS, "Kva gjer du?"), ("NN", TELLS, "Ventar.")],
    ),
    "stars around": (
        "**Intervjuer:** Hva nå?\n\n**Åse:** Vi *må* jo: ja.\n\n**Intervjuer**: Hvorfor?\n\n**Åse** Fordi.\n",
        [
            ("Intervjuer", ASKS, "Hva nå?"),
            ("Åse", TELLS, "Vi *må* jo: ja."),
            ("Intervjuer", ASKS, "Hvorfor?"),
            ("Åse", TELLS, "Fordi."),
        ],
    ),
    "a line of its own": (
        "INTERVJUER\nHva gjør du?\n\nKOORDINATOR\nJeg ringer.\nOg ringer.\n\n"
        "INTERVJUER\nTil hvem?\n\nKOORDINATOR\nAlle.\n",
        [
            ("INTERVJUER", ASKS, "Hva gjør du?"),
            ("KOORDINATOR", TELLS, "Jeg ringer.\nOg ringer."),
            ("INTERVJUER", ASKS, "Til hvem?"),
            ("KOORDINATOR", TELLS, "Alle."),
        ],
    ),
    "a line of its own with a colon": (
        "Intervjuer:\nHva gjør du?\nMor:\nJeg venter.\nIntervjuer:\nPå hva?\nMor:\nSvar.",
        [
            ("Intervjuer", ASKS, "Hva gjør du?"),
            ("Mor", TELLS, "Jeg venter."),
            ("Intervjuer", ASKS, "På hva?"),
            ("Mor", TELLS, "Svar."),
        ],
    ),
    "tabs": (
        "Intervjuer\tHva gjør du?\nØyvind\tJeg venter.\n"
        "Intervjuer\tPå hva?\nØyvind\tFerga.\nIntervjuer\tÅ?\nØyvind\tJa.",
        [
            ("Intervjuer", ASKS, "Hva gjør du?"),
            ("Øyvind", TELLS, "Jeg venter."),
            ("Intervjuer", ASKS, "På hva?"),
            ("Øyvind", TELLS, "Ferga."),
            ("Intervjuer", ASKS, "Å?"),
            ("Øyvind", TELLS, "Ja."),
        ],
    ),
    "upper case without a mark": (
        "INT Hva med NAV?\nINF1 NAV er NAV.\nNAV svarer ikke.\nINT Aldri?\nINF2 Aldri.\nINF1 Jo.\n",
        [
            ("INT", ASKS, "Hva med NAV?"),
            ("INF1", TELLS, "NAV er NAV.\nNAV svarer ikke."),
            ("INT", ASKS, "Aldri?"),
            ("INF2", TELLS, "Aldri."),
            ("INF1", TELLS, "Jo."),
        ],
    ),
    "numbered turns": (
        "1 Intervjuer: Hei?\n2 Kari: Hei.\n3. Intervjuer: Ja?\n4) Kari: 2018 var verst.\n",
        [
            ("Intervjuer", ASKS, "Hei?"),
            ("Kari", TELLS, "Hei."),
            ("Intervjuer", ASKS, "Ja?"),
            ("Kari", TELLS, "2018 var verst."),
        ],
    ),
    "machine's persons": (
        "Person A: Hvordan har dere det?\nPerson B: Vi har det fint, og vi har det travelt.\nPerson A: Hvorfor?\n"
        "Person B: Fordi det alltid er slik om høsten.\n",
        [
            ("Person A", ASKS, "Hvordan har dere det?"),
            ("Person B", TELLS, "Vi har det fint, og vi har det travelt."),
            ("Person A", ASKS, "Hvorfor?"),
            ("Person B", TELLS, "Fordi det alltid er slik om høsten."),
        ],
    ),
    "machine's numbers": (
        "SPEAKER_00: Skal vi begynne?\nSPEAKER_01: Ja, jeg er klar når du er det.\nSPEAKER_00: Hvem er du?\n",
        [
            ("SPEAKER_00", ASKS, "Skal vi begynne?"),
            ("SPEAKER_01", TELLS, "Ja, jeg er klar når du er det."),
            ("SPEAKER_00", ASKS, "Hvem er du?"),
        ],
    ),
    "questions and answers": (
        "Q: How long?\nA: Five years.\nQ: And before that?\nA: At school: ages.",
        [
            ("Q", ASKS, "How long?"),
            ("A", TELLS, "Five years."),
            ("Q", ASKS, "And before that?"),
            ("A", TELLS, "At school: ages."),
        ],
    ),
    "front matter": (
        "Intervju med koordinator\nKontor: Granmo\nDato: 3.5.2017\nIntervjuer: Kari\n\nIntervjuer: Klar?\nTone: Ja.\n"
        "Intervjuer: Da så.\nTone: Ja.\n",
        [
            (None, None, "Intervju med koordinator\nKontor: Granmo\nDato: 3.5.2017\nIntervjuer: Kari"),
            ("Intervjuer", ASKS, "Klar?"),
            ("Tone", TELLS, "Ja."),
            ("Intervjuer", ASKS, "Da så."),
            ("Tone", TELLS, "Ja."),
        ],
    ),
    "nynorsk with an interpreter": (
        "Intervjuar: Kva seier ho?\nTolk: Ho seier ja.\nMor: Na'am.\nIntervjuar: Spør om skulen.\nTolk: Ho seier nei.",
        [
            ("Intervjuar", ASKS, "Kva seier ho?"),
            ("Tolk", TELLS, "Ho seier ja."),
            ("Mor", TELLS, "Na'am."),
            ("Intervjuar", ASKS, "Spør om skulen."),
            ("Tolk", TELLS, "Ho seier nei."),
        ],
    ),
    "one who speaks once": (
        "Moderator: Enige?\nÅse: Ja.\nModerator: Alle?\nGeir-Ståle: Nei.\nModerator: Nei?\nÅse: Jo.",
        [
            ("Moderator", ASKS, "Enige?"),
            ("Åse", TELLS, "Ja."),
            ("Moderator", ASKS, "Alle?"),
            ("Geir-Ståle", TELLS, "Nei."),
            ("Moderator", ASKS, "Nei?"),
            ("Åse", TELLS, "Jo."),
        ],
    ),
    "names by behaviour": (
        "Kari: Hva gjør du når ingen svarer?\nOla: Jeg ringer en gang til, og så en gang til, og så går jeg dit selv.\n"
        "Kari: Går du dit?\nOla: Ja, det tar ti minutter og sparer meg for fire brev og to klager.\n",
        [
            ("Kari", ASKS, "Hva gjør du når ingen svarer?"),
            ("Ola", TELLS, "Jeg ringer en gang til, og så en gang til, og så går jeg dit selv."),
            ("Kari", ASKS, "Går du dit?"),
            ("Ola", TELLS, "Ja, det tar ti minutter og sparer meg for fire brev og to klager."),
        ],
    ),
    "no speakers": (
        "Notat fra verksted\n\nVi må få: bedre tid.\nResultatet: ingenting.\n",
        [
            (None, None, "Notat fra verksted"),
            (None, None, "Vi må få: bedre tid."),
            (None, None, "Resultatet: ingenting."),
        ],
    ),
    "an answer in points": (
        "Positivt: vi snakker sammen.\nNegativt: vi har ikke tid.\n",
        [(None, None, "Positivt: vi snakker sammen."), (None, None, "Negativt: vi har ikke tid.")],
    ),
    "lines broken at a width": (
        "Intervjuer: Hvordan var det å begynne som\nkoordinator her på kontoret i fjor?\n\n"
        "Kari: Det var først og fremst mye\n"
        "nytt, og så var det mange som\nville noe med meg: møter,\nkurs og kaffe.\n\nIntervjuer: Ja?\n\nKari: Ja.\n",
        [
            ("Intervjuer", ASKS, "Hvordan var det å begynne som\nkoordinator her på kontoret i fjor?"),
            (
                "Kari",
                TELLS,
                "Det var først og fremst mye\nnytt, og så var det mange som\nville noe med meg: møter,\nkurs og kaffe.",
            ),
            ("Intervjuer", ASKS, "Ja?"),
            ("Kari", TELLS, "Ja."),
        ],
    ),
}

# title: the text, then (speaker, start, end, speech)
TIMED: dict[str, tuple[str, list[tuple[str | None, float | None, float | None, str]]]] = {
    "before the label": (
        "00:00:12 Intervjuer: Klar?\n00:00:31 Kari: Klokka 12:30 passer.\n01:02:03 Intervjuer: Takk.",
        [
            ("Intervjuer", 12, None, "Klar?"),
            ("Kari", 31, None, "Klokka 12:30 passer."),
            ("Intervjuer", 3723, None, "Takk."),
        ],
    ),
    "in brackets before": (
        "[00:12] Intervjuer: Klar?\n[00:31] Kari: Ja.\n",
        [("Intervjuer", 12, None, "Klar?"), ("Kari", 31, None, "Ja.")],
    ),
    "after the label": (
        "Intervjuer [00:12]: Klar?\nKari [00:31]: Ja.\nIntervjuer: (00:40) Da så.\n",
        [("Intervjuer", 12, None, "Klar?"), ("Kari", 31, None, "Ja."), ("Intervjuer", 40, None, "Da så.")],
    ),
    "tenths between hashes": (
        "#00:00:12-5# Intervjuer: Klar?\n#00:00:31-0# Kari: Ja.\n",
        [("Intervjuer", 12.5, None, "Klar?"), ("Kari", 31, None, "Ja.")],
    ),
    "name and time on a line": (
        "Kari Nordmann   0:03\nHei, hører du meg?\n\n"
        "Åse Dahl   0:05\nJa.\nJeg hører deg godt, men bildet står stille.\n",
        [
            ("Kari Nordmann", 3, None, "Hei, hører du meg?"),
            ("Åse Dahl", 5, None, "Ja.\nJeg hører deg godt, men bildet står stille."),
        ],
    ),
    "bracketed name and time on a line": (
        "[Kari Nordmann] 14:03:21\nHei?\n\n[Åse Dahl] 14:03:25\nJa, hei.\n",
        [("Kari Nordmann", 50601, None, "Hei?"), ("Åse Dahl", 50605, None, "Ja, hei.")],
    ),
    "time on the line above": (
        "00:00:01.000 --> 00:00:04.000\nKari: Hei?\n\n00:00:04.500 --> 00:00:06.000\nÅse: Hei, hei.\n\n"
        "00:00:07.000 --> 00:00:08.000\nKari: Ja.\n",
        [("Kari", 1, 4, "Hei?"), ("Åse", 4.5, 6, "Hei, hei."), ("Kari", 7, 8, "Ja.")],
    ),
    "no speakers": (
        "[00:00.000 --> 00:04.000]  Da er vi i gang.\n[00:04.000 --> 00:07.500]  Ja, det er vi.\n",
        [(None, 0, 4, "Da er vi i gang."), (None, 4, 7.5, "Ja, det er vi.")],
    ),
}
ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252", "mac-roman")
NEWLINES = ("\n", "\r\n", "\r")


def one(path: Path, **options: object) -> Source:
    sources = list(read(path, ReadOptions(**options)))  # type: ignore[arg-type]
    assert len(sources) == 1
    return sources[0]


def spoken(source: Source) -> list[tuple[str | None, str | None, str]]:
    return [(t.speaker, t.role, source.text[t.start : t.end]) for t in source.turns]


@pytest.mark.parametrize("title", NOTATIONS)
@pytest.mark.parametrize("ending", ["txt", "md"])
def test_every_notation_gives_its_turns(tmp_path: Path, title: str, ending: str) -> None:
    text, turns = NOTATIONS[title]
    path = tmp_path / f"intervju.{ending}"
    path.write_bytes(text.encode())
    source = one(path)
    assert source.text == text
    assert spoken(source) == turns


@pytest.mark.parametrize("title", TIMED)
def test_time_stamps_are_structure_and_not_speech(tmp_path: Path, title: str) -> None:
    text, turns = TIMED[title]
    path = tmp_path / "intervju.txt"
    path.write_bytes(text.encode())
    source = one(path)
    assert source.text == text
    assert [(t.speaker, t.time_start, t.time_end, text[t.start : t.end]) for t in source.turns] == turns


@pytest.mark.parametrize("newline", NEWLINES, ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("title", NOTATIONS)
def test_encodings_and_line_ends_change_nothing(tmp_path: Path, title: str, encoding: str, newline: str) -> None:
    text, turns = NOTATIONS[title]
    text = "Åpent spørsmål om ærlighet – på øya\n" + text
    path = tmp_path / "intervju.txt"
    path.write_bytes(text.replace("\n", newline).encode(encoding))
    source = one(path)
    assert source.text == text
    assert [turn for turn in spoken(source) if turn[0]] == [turn for turn in turns if turn[0]]
    guessed = f"encoding: {encoding} guessed" in source.notes
    assert guessed is (encoding not in ("utf-8", "utf-8-sig", "utf-16"))


def test_the_encoding_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("på".encode("cp850"))
    assert one(path, encoding="cp850").text == "på"


def test_damaged_letters_are_reported_and_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Ã¸ya pÃ¥ Ã¦rlig".encode())
    source = one(path)
    assert source.text == "Ã¸ya pÃ¥ Ã¦rlig"
    assert source.notes[0].startswith("mojibake: 3 letters")


def test_a_named_interviewer_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Ola: Hva?\nKari: Ja.\nOla: Hva?\nKari: Ja.\n", encoding="utf-8")
    assert [t.role for t in one(path).turns] == [ASKS, TELLS, ASKS, TELLS]
    assert [t.role for t in one(path, interviewers=("kari",)).turns] == [TELLS, ASKS, TELLS, ASKS]


def test_an_own_pattern_decides(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("a> Hva? b: nei\nb> Ja.\n", encoding="utf-8")
    source = one(path, speaker_pattern=r"(?P<speaker>\w)>", interviewers=("a",))
    assert spoken(source) == [("a", ASKS, "Hva? b: nei"), ("b", TELLS, "Ja.")]


def test_the_notes_say_who_was_found(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Åse: Hva?\nØystein: Ja, det er så mye.\nÅse: Hva?\nØystein: Ja.\n".encode("cp1252"))
    assert one(path).notes == (
        "encoding: cp1252 guessed",
        "speakers: Åse (interviewer), Øystein (participant)",
        "roles: guessed from behaviour (who asks, who speaks less)",
    )
