"""Rename, erase, revisions."""

import json
from pathlib import Path
from random import Random

import pytest

MARK = "Zappelonien"
SECRET = f"""\
Intervjuer: Hvor bodde familien da dere møtte dem første gang?

Kari: De bodde i {MARK}, og det var mørkt og kaldt der om vinteren.

Intervjuer: Og siden?

Kari: Siden flyttet de til byen, ikke langt fra {MARK} stasjon.
"""


def shown(cli, name: str, *args: object):
    return json.loads(cli("transcripts", "show", name, *args, "--format", "json").out)


def names(cli) -> set[str]:
    return {row["name"] for row in json.loads(cli("transcripts", "list", "--format", "json").out)}


@pytest.fixture
def secret(begun, tmp_path: Path):
    """A transcript with a word of its own, in its text, a revision, codings, memos and the log."""
    (tmp_path / "hemmelig.txt").write_text(SECRET, encoding="utf-8")
    (tmp_path / "ny.txt").write_text(SECRET.replace("om vinteren", "hele vinteren"), encoding="utf-8")
    begun("import", "hemmelig.txt")
    begun("transcripts", "set", f"place={MARK}", "--transcript", "hemmelig")
    begun("tag", "hemmelig:2", "samarbeid", "--memo", f"om {MARK}")
    begun("tag", "hemmelig:4", "økonomi")
    begun("untag", "hemmelig:4", "økonomi")
    begun("tag", "hemmelig:4", "internt", "--memo", f"et minne om {MARK}")
    begun("undo")
    begun("memo", "hemmelig:2", f"Sted: {MARK}")
    begun("memo", "--transcript", "hemmelig", f"Alt handler om {MARK}")
    begun("finish", "hemmelig")
    begun("transcripts", "replace", "hemmelig", "ny.txt")
    begun("tag", "granmo:2", "internt")
    assert MARK.encode() in (tmp_path / "project.db").read_bytes()
    return begun


class TestErase:
    def test_no_byte_of_it_is_left(self, secret, tmp_path: Path):
        done = secret("transcripts", "remove", "hemmelig", "--erase", "--yes")
        assert (done.code, done.err) == (0, "erased hemmelig\n")
        data = (tmp_path / "project.db").read_bytes()
        assert MARK.encode() not in data
        assert b"hemmelig" not in data
        assert names(secret) == {"granmo", "lyngdalen"}
        assert [c["code"] for c in shown(secret, "granmo")["codings"]] == ["internt"]
        assert secret("check").code == 0
        verbs = [row["verb"] for row in json.loads(secret("log", "--format", "json").out)]
        assert verbs[-1] == "transcripts erase"

    def test_it_cannot_be_undone_and_older_steps_still_can(self, secret):
        secret("transcripts", "remove", "hemmelig", "--erase", "--yes")
        assert secret("undo").code == 0
        assert shown(secret, "granmo")["codings"] == []
        assert "hemmelig" not in names(secret)
        for _ in range(12):
            secret("undo")
        assert "hemmelig" not in names(secret)
        assert secret("check").code == 0

    def test_what_was_removed_before_is_erased_too(self, secret, tmp_path: Path):
        secret("transcripts", "remove", "hemmelig")
        assert MARK.encode() in (tmp_path / "project.db").read_bytes()
        assert secret("transcripts", "remove", "hemmelig", "--erase", "--yes").code == 0
        assert MARK.encode() not in (tmp_path / "project.db").read_bytes()

    def test_what_was_undone_is_erased_too(self, begun, tmp_path: Path):
        (tmp_path / "feil.txt").write_text(SECRET, encoding="utf-8")
        begun("import", "feil.txt")
        begun("undo")
        assert "feil" not in names(begun)
        assert MARK.encode() in (tmp_path / "project.db").read_bytes()
        assert begun("transcripts", "remove", "feil", "--erase", "--yes").code == 0
        assert MARK.encode() not in (tmp_path / "project.db").read_bytes()
        begun("redo")
        assert begun("check").code == 0
        assert names(begun) == {"granmo", "lyngdalen"}

    def test_it_asks_first(self, secret, tmp_path: Path):
        before = (tmp_path / "project.db").read_bytes()
        done = secret("transcripts", "remove", "hemmelig", "--erase")
        assert (done.code, len(done.err.splitlines())) == (2, 2)
        assert secret("transcripts", "remove", "hemmelig", "--erase", "--dry-run").code == 0
        assert secret("transcripts", "remove", "nobody", "--erase", "--yes").code == 1
        assert (tmp_path / "project.db").read_bytes() == before

    def test_words_that_stand_elsewhere_are_told(self, secret, tmp_path: Path):
        (tmp_path / "kopi.txt").write_text(SECRET, encoding="utf-8")
        secret("import", "kopi.txt")
        done = secret("transcripts", "remove", "hemmelig", "--erase", "--yes")
        assert done.code == 4
        assert "in kopi. The same words stand in another transcript." in done.err
        assert secret("check").code == 0

    def test_it_may_be_imported_again(self, secret):
        secret("transcripts", "remove", "hemmelig", "--erase", "--yes")
        assert secret("import", "hemmelig.txt").code == 0
        assert shown(secret, "hemmelig")["codings"] == []


class TestRename:
    def test_codings_follow(self, begun):
        begun("tag", "granmo:2", "internt")
        assert begun("transcripts", "rename", "granmo", "Granmo høst 2017").code == 0
        assert names(begun) == {"Granmo høst 2017", "lyngdalen"}
        assert [c["code"] for c in shown(begun, "Granmo høst 2017")["codings"]] == ["internt"]
        assert begun("tag", "Granmo høst 2017:4", "økonomi").code == 0
        begun("undo")
        begun("undo")
        assert "granmo" in names(begun)
        assert begun("check").code == 0

    @pytest.mark.parametrize(
        ("old", "new"), [("granmo", "lyngdalen"), ("nobody", "x"), ("granmo", " "), ("granmo", "")]
    )
    def test_wrong_names_are_refused(self, begun, old: str, new: str):
        done = begun("transcripts", "rename", old, new)
        assert (done.code, len(done.err.splitlines()) <= 2) == (1, True)
        assert names(begun) == {"granmo", "lyngdalen"}


def interview(words: int, seed: int) -> str:
    """Turns of invented words, all different enough to be found again."""
    choose = Random(seed)  # noqa: S311 - the same each time
    syllables = "fa mi lie bo lig sko le mø te ti ltak vei le der nav by gd så an".split()
    made: list[str] = []
    while sum(len(turn.split()) for turn in made) < words:
        said = ["".join(choose.choices(syllables, k=choose.randint(1, 4))) for _ in range(choose.randint(20, 60))]
        made.append(("Intervjuer: " if len(made) % 2 == 0 else "Kari: ") + " ".join(said).capitalize() + ".")
    return "\n\n".join(made) + "\n"


class TestRevisions:
    def test_one_word_at_the_start_of_a_long_interview_loses_no_coding(self, begun, tmp_path: Path):
        text = interview(10_000, 2018)
        (tmp_path / "lang.txt").write_text(text, encoding="utf-8")
        (tmp_path / "rettet.txt").write_text(text.replace("Intervjuer: ", "Intervjuer: Altså ", 1), encoding="utf-8")
        begun("import", "lang.txt")
        choose = Random(7)  # noqa: S311
        stored = shown(begun, "lang")["text"]
        places = {
            (s, s + choose.randint(8, 300)) for s in (choose.randrange(60, len(stored) - 400) for _ in range(200))
        }
        codes = ("samarbeid", "internt", "økonomi")
        rows = [f"lang,{codes[n % 3]},{start},{end}" for n, (start, end) in enumerate(sorted(places))]
        (tmp_path / "c.csv").write_text("transcript,code,start,end\n" + "\n".join(rows), encoding="utf-8")
        begun("tag", "--from", "c.csv")
        before = shown(begun, "lang")["codings"]
        assert len(before) == len(places) == 200
        done = begun("transcripts", "replace", "lang", "rettet.txt", "--format", "json")
        assert done.err == "replaced lang; codings: 200 moved\n"
        after = {c["id"]: c for c in shown(begun, "lang")["codings"]}
        assert all(
            (after[c["id"]]["quote"], after[c["id"]]["start"]) == (c["quote"], c["start"] + len("Altså "))
            for c in before
        )
        assert begun("check").code == 0

    def test_every_revision_can_be_seen(self, begun, tmp_path: Path):
        old = shown(begun, "granmo")
        new = (tmp_path / "in" / "granmo.txt").read_text(encoding="utf-8").replace("Husleia er verst.", "Mat er dyrt.")
        (tmp_path / "ny.txt").write_text(new, encoding="utf-8")
        place = old["text"].index("Husleia er verst.")
        begun("tag", f"granmo@{place}-{place + 17}", "økonomi")
        begun("transcripts", "replace", "granmo", "ny.txt")
        listed = json.loads(begun("transcripts", "history", "granmo", "--format", "json").out)
        assert [(r["revision"], r["file"], r["current"]) for r in listed] == [
            (1, "granmo.txt", False),
            (2, "ny.txt", True),
        ]
        assert "sha256" not in begun("transcripts", "history", "granmo").out
        first = shown(begun, "granmo", "--revision", 1)
        assert first["text"] == old["text"]
        assert [c["anchor"] for c in first["codings"]] == ["lost"]
        assert shown(begun, "granmo", "--revision", 2)["text"] == new
        for wrong in (0, 3, -1):
            done = begun("transcripts", "show", "granmo", "--revision", wrong)
            assert (done.code, len(done.err.splitlines())) == (1, 2)
