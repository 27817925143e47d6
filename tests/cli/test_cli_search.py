import io
import json
import subprocess
import sys

import pytest

COLUMNS = "transcript segment start end speaker speaker_role before match after codes office office_group round".split()


def hits(cli, *args):
    done = cli("search", *args, "--format", "json")
    assert done.code == 0, done.err
    return [(r["transcript"], r["segment"], r["match"]) for r in json.loads(done.out)]


def test_rows_are_concordance_lines_with_places(begun):
    begun("tag", "granmo:4", "økonomi")
    rows = json.loads(begun("search", "borte", "--format", "json").out)
    assert list(rows[0]) == COLUMNS
    (row,) = rows
    assert (row["transcript"], row["segment"], row["speaker"], row["speaker_role"]) == (
        "granmo", 4, "Kari", "participant"
    )  # fmt: skip
    assert row["before"].endswith("Husleia er verst. Pengene er")
    assert row["after"].startswith("den tjuende, ikke sant. Intervjuer: Ja.")
    assert row["codes"] == "økonomi"
    text = json.loads(begun("transcripts", "show", "granmo", "--format", "json").out)["text"]
    assert text[row["start"] : row["end"]] == row["match"] == "borte"


@pytest.mark.parametrize(
    ("args", "found"),
    [
        (("familie",), [("granmo", 2, "familiene"), ("granmo", 3, "familiene")]),
        (('"familie"',), []),
        (('"alle familiene"',), [("granmo", 2, "alle familiene")]),
        (("peng*",), [("granmo", 4, "Pengene"), ("lyngdalen", 4, "Pengar"), ("lyngdalen", 4, "pengar")]),
        (("p?ngar",), [("lyngdalen", 4, "Pengar"), ("lyngdalen", 4, "pengar")]),
        (("HUSLEIE AND borte",), [("granmo", 4, "Husleia"), ("granmo", 4, "borte")]),
        (("peng* NOT husleie",), [("lyngdalen", 4, "Pengar"), ("lyngdalen", 4, "pengar")]),
        (("hver NEAR/2 går",), [("granmo", 2, "hver tirsdag. Da går")]),
        (("hver NEAR/1 går",), []),
        ((r"peng\w+", "--regex"), [("granmo", 4, "Pengene"), ("lyngdalen", 4, "Pengar"), ("lyngdalen", 4, "pengar")]),
        ((r"^så .*banken", "--regex"), [("granmo", 6, "Så vi ringer banken")]),
        ((r"x*", "--regex"), []),
        (("teammøte banken",), []),
        (("teammøte banken", "--within", "transcript"), [("granmo", 2, "teammøte"), ("granmo", 6, "banken")]),
        (("Intervjuer", "--within", "transcript"), []),
        (("familie", "--speaker", "participant"), [("granmo", 2, "familiene")]),
        (("alt", "--where", "office=Lyngdalen"), [("lyngdalen", 4, "Alt")]),
        (("alt", "--transcript", "granmo"), []),
    ],
)
def test_words_phrases_lemmas_wildcards_and_near(begun, args, found):
    assert hits(begun, *args) == found


@pytest.fixture
def coded(begun):
    """Anna: samarbeid and økonomi on granmo 4, samarbeid on granmo 2 and 6. Berit: økonomi on granmo 2."""
    for place, code, coder in (
        ("granmo:2", "samarbeid", "Anna"), ("granmo:4", "samarbeid", "Anna"), ("granmo:4", "økonomi", "Anna"),
        ("granmo:6", "samarbeid", "Anna"), ("granmo:2", "økonomi", "Berit"), ("lyngdalen:2", "internt", "Anna"),
    ):  # fmt: skip
        begun("tag", place, code, "--coder", coder)
    return begun


@pytest.mark.parametrize(
    ("args", "segments"),
    [
        (("--both", "samarbeid", "økonomi"), [("granmo", 4)]),
        (("--both", "samarbeid", "økonomi", "--within", "turn"), [("granmo", 4)]),
        (("--both", "samarbeid", "økonomi", "--within", "transcript"), [("granmo", n) for n in (2, 4, 6)]),
        (("--both", "samarbeid", "økonomi", "--by-coder", "Berit"), []),
        (("--code", "samarbeid", "--not", "økonomi"), [("granmo", 2), ("granmo", 6), ("lyngdalen", 2)]),
        (("--code", "samarbeid", "--exact", "--not", "økonomi"), [("granmo", 2), ("granmo", 6)]),
        (("--code", "samarbeid", "--not", "økonomi", "--within", "transcript"), [("lyngdalen", 2)]),
        (("*", "--regex"), None),
        (("banken", "--code", "samarbeid"), [("granmo", 6)]),
        (("familie*", "--code", "økonomi", "--by-coder", "Anna"), []),
        (("familie*", "--not", "økonomi"), [("granmo", 3)]),
        (("tjuende", "--both", "samarbeid", "økonomi"), [("granmo", 4)]),
        (("teammøte", "--both", "samarbeid", "økonomi"), []),
    ],
)
def test_codes_are_asked_of_the_same_unit_and_the_same_coder(coded, args, segments):
    if segments is None:
        assert coded("search", *args).code == 2
    else:
        assert [(t, n) for t, n, _ in hits(coded, *args)] == segments


@pytest.mark.parametrize(
    ("args", "code"),
    [
        ((), 2),
        (("--not", "økonomi"), 2),
        (("(leie",), 1),
        (("(", "--regex"), 2),
        (("leie", "--both", "økonomi", "finnes_ikke"), 1),
        (("leie", "--not", "finnes_ikke"), 1),
        (("leie", "--by-coder", "Ingen"), 1),
        (("leie", "--yes"), 2),
        (("peng*", "--tag", "finnes_ikke", "--yes"), 1),
    ],
)
def test_wrong_requests(begun, args, code):
    done = begun("search", *args)
    assert done.code == code
    assert len(done.err.strip().splitlines()) <= (3 if "--tag" in args else 2)


def coded_places(cli):
    rows = json.loads(cli("excerpts", "--format", "json").out)
    return [(r["transcript"], r["segment"], r["text"]) for r in rows]


def test_tagging_shows_the_count_first_and_writes_on_yes_in_one_step(begun):
    first = begun("search", "peng*", "--tag", "økonomi", "--speaker", "participant")
    assert "to be coded with økonomi by Anna: 2 segments in 2 transcripts" in first.err
    assert "add --yes" in first.err
    assert coded_places(begun) == []
    done = begun("search", "peng*", "--tag", "økonomi", "--yes", "--memo", "av et søk")
    assert "coded 2;" in done.err
    assert coded_places(begun) == [
        ("granmo", 4, "Husleia er verst. Pengene er borte den tjuende, ikke sant."),
        ("lyngdalen", 4, "Pengar. Alt handlar om pengar og husleige."),
    ]
    assert "2 are coded so already" in begun("search", "peng*", "--tag", "økonomi", "--yes").err
    assert len(coded_places(begun)) == 2
    log = begun("log", "--verb", "search --tag", "--format", "json").out
    assert len(json.loads(log)) == 1
    assert "peng" not in log
    begun("undo")
    assert coded_places(begun) == []


def test_just_the_match_can_be_coded(begun):
    begun("search", "peng*", "--tag", "økonomi", "--extent", "match", "--yes")
    assert [text for *_, text in coded_places(begun)] == ["Pengene", "Pengar", "pengar"]


@pytest.mark.parametrize(("answer", "n"), [("y", 2), ("n", 0), ("", 0)])
def test_at_a_terminal_it_asks(begun, monkeypatch, answer, n):
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setattr("sys.stdin", Terminal(f"{answer}\n"))
    begun("search", "peng*", "--tag", "økonomi")
    assert len(coded_places(begun)) == n


@pytest.mark.parametrize("form", ["csv", "jsonl", "json", "md", "xlsx", "docx", "html"])
def test_every_format(begun, form):
    assert begun("search", "peng*", "-o", f"hits.{form}").code == 0


def test_a_phrase_needs_no_dictionary_and_a_count_no_pandas(begun, tmp_path):
    """What a command does not need it does not load: each of these takes longer than most analyses."""
    for words in (
        '["search", "\\"hver tirsdag\\"", "--format", "csv"]',
        '["cooccur"]',
        '["excerpts", "--format", "json"]',
    ):
        script = f"""import sys; from qualcode.cli import run; run({words})
sys.exit(", ".join({{"pandas", "spacy", "simplemma", "scipy", "sklearn"}} & set(sys.modules)) or 0)"""
        done = subprocess.run([sys.executable, "-c", script], cwd=tmp_path, capture_output=True, check=False)
        assert done.returncode == 0, (words, done.stderr.decode())
