from pathlib import Path

import pytest

from qualcode.codebook import load
from qualcode.codebook.reading import from_yaml
from qualcode.errors import QualcodeError

ROOT = Path(__file__).parents[2]


def written(folder: Path, text: str | bytes, name: str = "bok.yaml") -> Path:
    file = folder / name
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file


def test_the_example_codebook_loads() -> None:
    book = load(ROOT / "codebooks/holf.yaml")
    assert book.language == "nb"
    assert book.theme_of("barnevern") == "eksternt_samarbeid"
    assert book.by_id["økonomi"].keywords[0] == "økonomi"
    assert book.by_id["bolig"].color == "#662200"


def test_an_outside_codebook_loads() -> None:
    file = ROOT / "../shared/eval/codebook.yaml"
    if not file.exists():
        pytest.skip("no outside codebook here")
    assert len(load(file).by_id) == 15


def test_only_an_id_is_needed_and_values_stay_as_written(tmp_path: Path) -> None:
    book = load(
        written(
            tmp_path,
            """\
codes:
- id: språk-og_kultur
- id: "2"
  keywords: tolk, norsk kurs ,no
  examples: Ja, sa hun, det gikk.
  color: abc
  codes:
    - {id: under, keywords: [112, yes, 2017, null], rules: ikke NEAR tid, retired: true}
""",
        )
    )
    first, second = book.codes
    assert (book.language, book.version) == ("nb", 0)
    assert first.name == "Språk-og kultur"
    assert second.keywords == ("tolk", "norsk kurs", "no")
    assert second.examples == ("Ja, sa hun, det gikk.",)
    assert second.color == "#aabbcc"
    assert second.codes[0].keywords == ("112", "yes", "2017")
    assert second.codes[0].rules == ("ikke NEAR tid",)
    assert second.codes[0].retired


def test_decomposed_letters_are_composed(tmp_path: Path) -> None:
    assert load(written(tmp_path, "codes: [{id: na\u030ar}]")).codes[0].id == "når"


def test_crlf_and_bom_are_read(tmp_path: Path) -> None:
    book = load(written(tmp_path, "\ufeffcodes:\r\n- id: a\r\n  definition: |\r\n    en\r\n    to\r\n"))
    assert book.codes[0].definition == "en\nto"


FAULTS = {
    "": (1, "empty"),
    "# bare en kommentar\n": (1, "empty"),
    "- id: a\n": (1, "begins with `codes:`"),
    "codes:\n": (1, "no codes"),
    "codes: a\n": (1, "must be a list"),
    "name: x\ncodes:\n- id: a\n  navn: b\n": (4, "unknown key 'navn'"),
    "codes:\n- id: a\n  definiton: b\n": (3, "Did you mean 'definition'"),
    "coder:\n- id: a\n": (1, "Did you mean 'codes'"),
    "codes:\n- id: a\n- name: Bolig\n": (3, "without an id"),
    "codes:\n- id: a\n- id: b\n  codes:\n  - id: a\n": (5, "used already"),
    "codes: [{id: a}, {id: a}]\n": (1, "used already"),
    "codes:\n- id: Bolig\n- id: bolig\n": (3, "only in case"),
    "codes:\n- id: språk og kultur\n": (2, "språk_og_kultur"),
    "codes:\n- id: a/b\n": (2, "cannot be an id"),
    "codes:\n- id: a\n  color: rød\n": (3, "not a colour"),
    "codes:\n- id: a\n  color: #0066EE\n": (3, "quotes"),
    "codes:\n- id: a\n  definition: [x]\n": (3, "must be text"),
    "codes:\n- id: a\n  definition:\n    x: y\n": (3, "must be text"),
    "codes:\n- id: a\n  keywords:\n  - x\n  - [y]\n": (5, "list of texts"),
    "codes:\n- id: a\n  keywords: {x: y}\n": (3, "list of texts"),
    "codes:\n- id: a\n  codes: b\n": (3, "must be a list"),
    "codes:\n- a\n": (2, "block of keys"),
    "codes:\n- id: a\n  retired: kanskje\n": (3, "neither true nor false"),
    "version: to\ncodes:\n- id: a\n": (1, "not a whole number"),
    "version: 1.5\ncodes:\n- id: a\n": (1, "not a whole number"),
    "codes:\n- id: a\n  id: b\n": (3, "twice"),
    "codes:\n- id: a\n  definition: en: to\n": (3, "not valid YAML"),
    "codes:\n- id: [a\n": (3, "not valid YAML"),
    "codes: &x\n- id: a\n  codes: *x\n": (3, "aliases"),
    "codes:\n- id: !!python/name:os.system a\n": (2, "tags"),
    "codes:\n- id: a\n---\ncodes: []\n": (3, "second YAML document"),
    "codes: " + "[" * 500: (1, "60 deep"),
}


@pytest.mark.parametrize("text", FAULTS)
def test_a_broken_codebook_is_refused_with_file_and_line(text: str, tmp_path: Path) -> None:
    line, words = FAULTS[text]
    file = written(tmp_path, text)
    with pytest.raises(QualcodeError) as caught:
        load(file)
    assert str(caught.value).startswith(f"{file}:{line}: ")
    assert words in str(caught.value)
    assert str(caught.value).count("\n") <= 1


def test_aliases_cannot_swell(tmp_path: Path) -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"{b}: &{b} [*{a}, *{a}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    with pytest.raises(QualcodeError, match="aliases"):
        load(written(tmp_path, bomb))


def test_other_faults_of_a_file(tmp_path: Path) -> None:
    with pytest.raises(QualcodeError, match="cannot be read"):
        load(tmp_path / "none.yaml")
    with pytest.raises(QualcodeError, match="cannot be read from"):
        load(written(tmp_path, "x", "bok.odt"))
    with pytest.raises(QualcodeError, match=r"bok.yaml:2: not UTF-8"):
        load(written(tmp_path, "codes:\n- id: bl\u00e5".encode("latin-1")))
    with pytest.raises(QualcodeError, match="larger than"):
        load(written(tmp_path, b"#" * 2_000_001))
    folder = tmp_path / "mappe.yaml"
    folder.mkdir()
    with pytest.raises(QualcodeError, match="cannot be read"):
        load(folder)
    with pytest.raises(QualcodeError, match="characters"):
        from_yaml('codes: "\x01"')
