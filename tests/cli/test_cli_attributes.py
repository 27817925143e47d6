import json
import unicodedata
from pathlib import Path

import pytest

FOCUS = """\
Moderator: Hva betyr tid for dere?

FK1: Tid er alt for oss ledere her.

FK2: Jeg har aldri tid.

FK3: Vi koordinatorer har en time mer i uka.

FK4: Ja.

Moderator: Og ellers?

FK5: Ellers går det bra nok.

FK1: Det er jeg ikke helt enig i.
"""
"""Words: FK1 7 + 7, FK2 4, FK3 8, FK4 1, FK5 5."""
SPEAKERS = """\
transcript;speaker;role;born
fokus.txt;FK1;leder;1970
fokus.txt;FK2;leder;1981
fokus.txt;fk3;koordinator;1990
fokus.txt;FK4;koordinator;1990
fokus.txt;FK5;koordinator;
"""


def rows(cli, *args: object):
    return json.loads(cli(*args, "--format", "json").out)


def attributes(cli):
    return {row["name"]: row for row in rows(cli, "transcripts", "attributes")}


def listed(cli):
    return {row["name"]: row for row in rows(cli, "transcripts", "list")}


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def focus(begun, tmp_path: Path):
    """Two interviews and a focus group with two leaders and three coordinators; three passages of it are coded."""
    write(tmp_path, "fokus.txt", FOCUS)
    write(tmp_path, "speakers.csv", SPEAKERS)
    assert begun("import", "fokus.txt", "--speakers", "speakers.csv").code == 0
    for kind, name in (("koordinator", "granmo"), ("koordinator", "lyngdalen"), ("gruppe", "fokus")):
        assert begun("transcripts", "set", f"role={kind}", "--transcript", name).code == 0
    begun("tag", "fokus:2", "samarbeid")  # FK1, leader, 7 words
    begun("tag", "fokus:4", "samarbeid")  # FK3, coordinator, 8 words
    begun("tag", "fokus:6", "økonomi")  # the moderator
    begun("tag", "granmo:2", "samarbeid")  # Kari, coordinator, 11 words
    return begun


class TestTypes:
    def test_they_are_guessed_from_the_values_and_told(self, begun, tmp_path: Path):
        write(tmp_path, "day.csv", "file;day;office_code\ngranmo;02.05.2018;0301\nlyngdalen;2018-05-03;1103\n")
        done = begun("import", "in", "--attributes", "day.csv")
        assert "office (text), office_group (text), round (number), day (date), office_code (text)" in done.err
        found = attributes(begun)
        assert [found[name]["type"] for name in ("office", "round", "day", "office_code")] == [
            "text",
            "number",
            "date",
            "text",
        ]
        assert found["round"]["transcripts"] == 2
        assert found["round"]["values"] == "2017 (1), 2018 (1)"

    @pytest.mark.parametrize("where", ["round=2017", "round=2017.0", "round=2017,0", "day=2.5.2018", "day=2018-05-02"])
    def test_equal_values_are_equal_however_written(self, begun, tmp_path: Path, where: str):
        write(tmp_path, "day.csv", "file;day\ngranmo;02.05.2018\nlyngdalen;2018-05-03\n")
        begun("import", "in", "--attributes", "day.csv")
        assert [row["name"] for row in rows(begun, "transcripts", "list", "--where", where)] == ["granmo"]
        unlike = where.replace("=", "!=")
        assert [row["name"] for row in rows(begun, "transcripts", "list", "--where", unlike)] == ["lyngdalen"]

    def test_a_declared_type_refuses_values_that_do_not_fit(self, begun):
        done = begun("transcripts", "attributes", "--type", "office=number")
        assert done.code == 1
        assert "office of granmo is 'Granmo', no number (and 1 more)" in done.err
        assert begun("transcripts", "attributes", "--type", "round=year").code == 1
        assert begun("transcripts", "attributes", "--type", "nothing=number").code == 1
        assert begun("transcripts", "attributes", "--type", "round").code == 2
        assert begun("transcripts", "attributes", "--type", "round=text").code == 0
        assert attributes(begun)["round"]["type"] == "text"
        begun("undo")
        assert attributes(begun)["round"]["type"] == "number"

    def test_set_checks_the_type(self, begun):
        done = begun("transcripts", "set", "round=høsten", "--transcript", "granmo")
        assert done.code == 1
        assert "round is a number, and 'høsten' is none" in done.err
        assert len(done.err.splitlines()) == 2
        assert listed(begun)["granmo"]["round"] == "2017"
        assert begun("transcripts", "attributes", "--type", "round=text").code == 0
        assert begun("transcripts", "set", "round=høsten", "--transcript", "granmo").code == 0

    def test_a_table_with_a_value_of_another_type_is_refused_whole(self, begun, tmp_path: Path):
        begun("transcripts", "attributes", "--type", "round=number")
        write(tmp_path, "new.txt", "Helt ny tekst.")
        write(tmp_path, "new.csv", "file,round\nnew.txt,våren\n")
        assert begun("import", "new.txt", "--attributes", "new.csv").code == 1
        assert "new" not in listed(begun)


class TestNames:
    def test_an_attribute_is_renamed_everywhere(self, begun):
        assert begun("transcripts", "attributes", "--rename", "round=runde").code == 0
        assert listed(begun)["granmo"]["runde"] == "2017"
        assert "round" not in attributes(begun)
        assert begun("transcripts", "list", "--where", "runde=2017").code == 0

    def test_two_different_values_are_not_made_one(self, begun):
        done = begun("transcripts", "attributes", "--rename", "office=office_group")
        assert done.code == 1
        assert "granmo has both: office is 'Granmo' and office_group is 'sammenligningskontor'" in done.err
        assert begun("transcripts", "attributes", "--rename", "nothing=else").code == 1

    def test_attributes_from_names(self, begun, tmp_path: Path):
        (tmp_path / "more").mkdir()
        write(tmp_path / "more", "solvåg_leder_2018.txt", "En tekst.")
        write(tmp_path / "more", unicodedata.normalize("NFD", "åsen_rådgiver_2017.txt"), "En annen.")
        write(tmp_path / "more", "notat.txt", "En tredje.")
        done = begun("import", "more", "--name-pattern", "{office}_{role}_{round}")
        assert done.code == 0
        assert "1 names do not fit the pattern: notat.txt" in done.err
        found = listed(begun)
        assert [found["solvåg_leder_2018"][a] for a in ("office", "role", "round")] == ["solvåg", "leder", "2018"]
        assert found["åsen_rådgiver_2017"]["role"] == "rådgiver"
        assert found["notat"]["office"] == ""
        assert begun("import", "more", "--name-pattern", "{office}_{office}").code == 2


class TestPrecedence:
    def test_a_table_counts_more_than_the_name_and_says_so(self, begun, tmp_path: Path):
        write(tmp_path, "solvag_2018.txt", "En tekst.")
        write(tmp_path, "t.csv", "file,office\nsolvag_2018.txt,Solvåg\n")
        done = begun("import", "solvag_2018.txt", "--attributes", "t.csv", "--name-pattern", "{office}_{round}")
        assert done.code == 0
        assert "office: Solvåg as given, not solvag as the file says" in " ".join(done.out.split())
        assert listed(begun)["solvag_2018"]["office"] == "Solvåg"

    def test_what_is_stored_counts_more_than_the_name_and_says_so(self, begun, tmp_path: Path):
        write(tmp_path, "solvag_2018.txt", "En tekst.")
        begun("import", "solvag_2018.txt", "--name-pattern", "{office}_{round}")
        begun("transcripts", "set", "office=Solvåg", "--transcript", "solvag*")
        done = begun("import", "solvag_2018.txt", "--name-pattern", "{office}_{round}", "--format", "csv")
        assert done.code == 0
        assert "office stays Solvåg, not solvag as the file says" in done.out
        assert listed(begun)["solvag_2018"]["office"] == "Solvåg"

    def test_two_rows_that_contradict_each_other_are_refused(self, begun, tmp_path: Path):
        write(tmp_path, "t.csv", "file,place\ngranmo.txt,her\ngranmo,der\n")
        done = begun("import", "in", "--attributes", "t.csv")
        assert done.code == 1
        assert "place" in done.err
        assert "her" in done.err
        assert "der" in done.err
        assert "place" not in attributes(begun)

    def test_a_kind_for_what_is_no_interview(self, begun, tmp_path: Path):
        write(tmp_path, "plan.md", "# Plan for høsten\n\nVi skal møtes oftere.\n\nAlle får en plan.\n")
        assert begun("import", "plan.md", "--kind", "plan").code == 0
        assert listed(begun)["plan"]["kind"] == "plan"
        assert listed(begun)["granmo"]["kind"] == ""
        assert begun("import", "plan.md", "--kind", "skjema").code == 1
        assert begun("tag", "plan:2", "samarbeid").code == 0
        assert begun("check").code == 0


class TestSpeakers:
    def test_they_are_listed_with_what_they_said(self, focus):
        found = {r["speaker"]: r for r in rows(focus, "transcripts", "speakers", "--transcript", "fokus")}
        assert found["FK1"] == {
            "transcript": "fokus",
            "speaker": "FK1",
            "role": "participant",
            "turns": 2,
            "words": 14,
            "attribute_role": "leder",
            "born": "1970",
        }
        assert [found[s]["words"] for s in ("FK2", "FK3", "FK4", "FK5")] == [4, 8, 1, 5]
        assert found["Moderator"]["role"] == "interviewer"
        shown = rows(focus, "transcripts", "show", "fokus")
        assert shown["speakers"]["FK3"] == {"role": "koordinator", "born": "1990"}

    def test_a_passage_is_selected_by_its_speaker(self, focus):
        found = rows(focus, "excerpts", "--where", "role=leder")
        assert [(r["transcript"], r["speaker"], r["role"]) for r in found] == [("fokus", "FK1", "leder")]
        found = rows(focus, "excerpts", "--where", "role=koordinator")
        assert {(r["transcript"], r["speaker"]) for r in found} == {("fokus", "FK3"), ("granmo", "Kari")}
        assert [r["name"] for r in rows(focus, "transcripts", "list", "--where", "role=leder")] == ["fokus"]
        assert {r["name"] for r in rows(focus, "transcripts", "list", "--where", "role=koordinator")} == {
            "fokus",
            "granmo",
            "lyngdalen",
        }

    def test_themes_by_a_role_of_speakers(self, focus):
        """Leaders: 14 + 4 words. Coordinators: 8 + 1 + 5 in the group, 26 in granmo; lyngdalen is read by nobody."""
        found = {(r["theme"], r["role"]): r for r in rows(focus, "themes", "--by", "role")}
        leader, coordinator = (found["samarbeid", role] for role in ("leder", "koordinator"))
        assert [leader[k] for k in ("codings", "transcripts", "of_transcripts", "speakers", "of_speakers")] == [
            1,
            1,
            1,
            1,
            2,
        ]
        assert (leader["words"], leader["of_words"], leader["share_words"]) == (7, 18, 7 / 18)
        assert [coordinator[k] for k in ("codings", "transcripts", "of_transcripts", "speakers", "of_speakers")] == [
            2,
            2,
            2,
            2,
            4,
        ]
        assert (coordinator["words"], coordinator["of_words"]) == (19, 40)
        group = found["økonomi", "gruppe"]  # the moderator, whose words are not counted
        assert [group[k] for k in ("codings", "transcripts", "words", "of_words")] == [1, 1, 0, 0]

    @pytest.mark.parametrize("role", ["leder", "koordinator"])
    def test_a_group_is_the_same_as_a_selection_of_it(self, focus, role: str):
        by = next(r for r in rows(focus, "themes", "--by", "role") if (r["theme"], r["role"]) == ("samarbeid", role))
        alone = next(r for r in rows(focus, "themes", "--where", f"role={role}") if r["theme"] == "samarbeid")
        numbers = ("codings", "transcripts", "of_transcripts", "speakers", "of_speakers", "words", "of_words")
        assert [alone[k] for k in numbers] == [by[k] for k in numbers]

    def test_all_groups_together_are_everything(self, focus):
        groups = [r for r in rows(focus, "themes", "--by", "role") if r["theme"] == "samarbeid"]
        (whole,) = (r for r in rows(focus, "themes") if r["theme"] == "samarbeid")
        assert sum(r["of_words"] for r in groups) == whole["of_words"] == 58
        assert sum(r["codings"] for r in groups) == whole["codings"]

    def test_a_second_table_may_add_but_not_contradict(self, focus, tmp_path: Path):
        write(tmp_path, "more.csv", "t;s;born;gender\nfokus;FK1;1971;k\n")
        done = focus("transcripts", "speakers", "--from", "more.csv")
        assert done.code == 1
        assert "born of FK1 in fokus is '1970' and would become '1971'" in done.err
        assert "gender" not in attributes(focus)
        assert focus("transcripts", "speakers", "--from", "more.csv", "--overwrite").code == 0
        assert attributes(focus)["gender"]["speakers"] == 1
        focus("undo")
        assert "gender" not in attributes(focus)

    @pytest.mark.parametrize(
        ("table", "told"),
        [
            ("t,s,role\nfokus,FK9,leder\n", "no speaker 'FK9' in fokus"),
            ("t,s,role\nnobody,FK1,leder\n", "not here: nobody"),
            ("t,s\nfokus,FK1\n", "no table of speakers"),
            ("t,s,role\nfokus,,leder\n", "row 2"),
            ("t,s,age\nfokus,FK1,31\nfokus,FK1,32\n", "age of FK1 in fokus is both '31' and '32'"),
        ],
    )
    def test_wrong_tables_are_refused_in_two_lines(self, focus, tmp_path: Path, table: str, told: str):
        write(tmp_path, "bad.csv", table)
        before = focus("log", "--format", "json").out
        for command in (["transcripts", "speakers", "--from", "bad.csv"], ["import", "in", "--speakers", "bad.csv"]):
            done = focus(*command)
            assert done.code == 1
            assert told in done.err
            assert len(done.err.splitlines()) <= 2
        assert focus("log", "--format", "json").out == before

    def test_the_speakers_of_a_new_transcript_are_known_before_it_comes(self, begun, tmp_path: Path):
        write(tmp_path, "fokus.txt", FOCUS)
        write(tmp_path, "bad.csv", SPEAKERS.replace("FK5", "FK7"))
        done = begun("import", "fokus.txt", "--speakers", "bad.csv")
        assert done.code == 1
        assert "FK7" in done.err
        assert "fokus" not in listed(begun)
