"""What linguists' programs write: every one with its speakers and times."""

from pathlib import Path

import pytest

from qualcode.errors import QualcodeError
from qualcode.importers import read, sources

EAF = """<?xml version="1.0" encoding="UTF-8"?><ANNOTATION_DOCUMENT><HEADER/><TIME_ORDER>
<TIME_SLOT TIME_SLOT_ID="a" TIME_VALUE="500"/><TIME_SLOT TIME_SLOT_ID="b" TIME_VALUE="2100"/>
<TIME_SLOT TIME_SLOT_ID="c" TIME_VALUE="2200"/><TIME_SLOT TIME_SLOT_ID="d" TIME_VALUE="4000"/></TIME_ORDER>
<TIER TIER_ID="ref@Per"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="r" TIME_SLOT_REF1="c" TIME_SLOT_REF2="d">
<ANNOTATION_VALUE>1</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="orto@Per" PARENT_REF="ref@Per"><ANNOTATION><REF_ANNOTATION ANNOTATION_ID="o" ANNOTATION_REF="r">
<ANNOTATION_VALUE>Jeg leder en gruppe.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>
<TIER TIER_ID="1" PARTICIPANT="Anne"><ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID="x" TIME_SLOT_REF1="a"
TIME_SLOT_REF2="b"><ANNOTATION_VALUE>Hva gjør du nå?</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION></TIER>
</ANNOTATION_DOCUMENT>"""
LONG = """File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 4
tiers? <exists>
size = 3
item []:
    item [1]:
        class = "IntervalTier"
        name = "Anne"
        xmin = 0
        xmax = 4
        intervals: size = 2
        intervals [1]:
            xmin = 0.5
            xmax = 2.1
            text = "Hva gjør du nå?"
        intervals [2]:
            xmin = 2.1
            xmax = 4
            text = ""
    item [2]:
        class = "IntervalTier"
        name = "Per"
        xmin = 0
        xmax = 4
        intervals: size = 1
        intervals [1]:
            xmin = 2.2
            xmax = 4
            text = "Jeg leder en gruppe."
    item [3]:
        class = "IntervalTier"
        name = "ord"
        xmin = 0
        xmax = 4
        intervals: size = 1
        intervals [1]:
            xmin = 0.5
            xmax = 0.7
            text = "Hva"
"""
SHORT = (
    'File type = "ooTextFile"\nObject class = "TextGrid"\n\n0\n4\n<exists>\n2\n"IntervalTier"\n"Anne"\n0\n4\n1\n'
    '0.5\n2.1\n"Hva gjør du nå?"\n"IntervalTier"\n"Per"\n0\n4\n1\n2.2\n4\n"Jeg leder en gruppe."\n'
)
CHA = (
    "@UTF8\n@Begin\n@Participants:\tANN Anne Interviewer, PER Per Participant\n"
    "*ANN:\thva gjør du &-eh nå ? \x15500_2100\x15\n"
    "%mor:\tpro|hva v|gjøre\n*PER:\tjeg leder <en> [/] en\n\tgruppe . \x152200_4000\x15\n@End\n"
)
TRS = """<?xml version="1.0"?><!DOCTYPE Trans SYSTEM "trans-14.dtd"><Trans><Speakers><Speaker id="s1" name="Anne"/>
<Speaker id="s2" name="Per"/></Speakers><Episode><Section>
<Turn speaker="s1" startTime="0.5" endTime="2.1"><Sync time="0.5"/>Hva gjør du nå?</Turn>
<Turn speaker="s2" startTime="2.2" endTime="4"><Sync time="2.2"/>Jeg leder <Sync time="3.1"/>en gruppe.</Turn>
</Section></Episode></Trans>"""
EXB = """<basic-transcription><head><speakertable><speaker id="S0"><abbreviation>Anne</abbreviation></speaker>
<speaker id="S1"><abbreviation>Per</abbreviation></speaker></speakertable></head><basic-body><common-timeline>
<tli id="T0" time="0.5"/><tli id="T1" time="2.1"/><tli id="T2" time="2.2"/><tli id="T3" time="4.0"/></common-timeline>
<tier id="a" speaker="S0" category="v" type="t"><event start="T0" end="T1">Hva gjør du nå?</event></tier>
<tier id="b" speaker="S1" category="v" type="t"><event start="T2" end="T3">Jeg leder en gruppe.</event></tier>
<tier id="c" speaker="S1" category="en" type="a"><event start="T2" end="T3">I lead a group.</event></tier>
</basic-body></basic-transcription>"""
TEI = """<TEI xmlns="http://www.tei-c.org/ns/1.0"><text><timeline><when xml:id="T0" interval="0.5"/>
<when xml:id="T1" interval="2.2"/></timeline><body><u who="#Anne" start="#T0">Hva <w>gjør</w> du nå ?</u>
<u who="#Per" start="#T1">Jeg leder en gruppe.</u></body></text></TEI>"""
KINDS = {"a.eaf": EAF, "a.TextGrid": LONG, "b.TextGrid": SHORT, "a.trs": TRS, "a.exb": EXB, "a.tei": TEI, "a.xml": EXB}


@pytest.mark.parametrize("name", KINDS)
def test_every_program_gives_the_same_conversation(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_text(KINDS[name], encoding="utf-8")
    (source,) = read(path)
    said = [(t.speaker, t.time_start, source.text[t.start : t.end]) for t in source.turns]
    assert said == [("Anne", 0.5, "Hva gjør du nå?"), ("Per", 2.2, "Jeg leder en gruppe.")]


def test_codes_and_dependent_tiers_of_chat_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.cha"
    path.write_text(CHA, encoding="utf-8")
    (source,) = read(path)
    said = [(t.speaker, t.time_start, source.text[t.start : t.end]) for t in source.turns]
    assert said == [("ANN", 0.5, "hva gjør du nå?"), ("PER", 2.2, "jeg leder en en gruppe.")]


def test_tiers_without_speech_are_told(tmp_path: Path) -> None:
    path = tmp_path / "a.TextGrid"
    path.write_text(LONG, encoding="utf-8")
    assert "tiers left out: ord" in next(read(path)).notes


def test_other_xml_is_refused_and_passed_over_in_folders(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text("<project/>", encoding="utf-8")
    (tmp_path / "b.eaf").write_text(EAF, encoding="utf-8")
    assert [path.name for path in sources([tmp_path])] == ["b.eaf"]
    with pytest.raises(QualcodeError, match="no transcript in this XML"):
        list(read(tmp_path / "a.xml"))


def test_a_doctype_that_brings_anything_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.trs"
    path.write_text(TRS.replace('"trans-14.dtd"', '"x" [<!ENTITY a "b">]'), encoding="utf-8")
    with pytest.raises(QualcodeError, match="DOCTYPE"):
        list(read(path))
