"""Finding what identifies people, measured on interviews that were written by somebody who knew no rule."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import pytest
from protect.answers import Known

from qualcode.protect.finding import find, mentions
from qualcode.protect.mentions import NUMBERS, Mention, Text

Answers = Mapping[str, Sequence[Known]]


@pytest.fixture(scope="session")
def found(interviews: Sequence[Text]) -> dict[str, list[Mention]]:
    return dict(zip((text.name for text in interviews), mentions(interviews), strict=True))


def _recall(texts: Iterable[Text], found: Mapping[str, Sequence[Mention]], answers: Answers) -> dict[str, float]:
    """By kind the share of mentions whose letters and digits are all inside something that was found."""
    there, masked = Counter[str](), Counter[str]()
    for text in texts:
        covered = {at for m in found[text.name] for at in range(m.start, m.end)}
        for known in answers[text.name]:
            if known.kind != "trap" and not known.optional:
                letters = [at for at in range(known.start, known.end) if text.text[at].isalnum()]
                there[known.kind] += 1
                masked[known.kind] += covered.issuperset(letters)
    return {kind: masked[kind] / there[kind] for kind in there}


def _precision(texts: Iterable[Text], found: Mapping[str, Sequence[Mention]], answers: Answers) -> float:
    """The share of what was found that touches something to be found; what may be argued counts as neither."""
    right = wrong = 0
    for text in texts:
        for mention in found[text.name]:
            touched = [k for k in answers[text.name] if k.start < mention.end and mention.start < k.end]
            told = [k for k in touched if k.kind != "trap"]
            if not any(k.optional for k in touched) or any(not k.optional for k in told):
                right += bool(told)
                wrong += not told
    return right / (right + wrong)


def test_what_the_rules_were_made_on(
    interviews: Sequence[Text], found: dict[str, list[Mention]], answers: Answers
) -> None:
    recall = _recall(interviews[:12], found, answers)
    assert recall["person"] >= 0.99
    assert recall["place"] >= 0.98
    assert {kind: recall[kind] for kind in NUMBERS} == dict.fromkeys(NUMBERS, 1.0)


def test_what_the_rules_never_saw(
    interviews: Sequence[Text], found: dict[str, list[Mention]], answers: Answers
) -> None:
    recall = _recall(interviews[12:], found, answers)
    assert recall["person"] >= 0.96
    assert recall["place"] >= 0.95
    assert recall["date"] == recall["phone"] == recall["national_id"] == recall["account"] == recall["vehicle"] == 1.0


def test_most_of_what_is_found_is_right(
    interviews: Sequence[Text], found: dict[str, list[Mention]], answers: Answers
) -> None:
    assert _precision(interviews, found, answers) >= 0.9


def _kinds(text: str, language: str = "nb") -> dict[str, str]:
    return {text[m.start : m.end]: m.kind for m in mentions([Text("t", text)], language)[0]}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Da kom Kari hjem.", {"Kari": "person"}),
        ("Karis mor ringte.", {"Karis": "person"}),
        ("Vår leder sa nei.", {}),
        ("Vår sa at hun ville.", {"Vår": "person"}),
        ("Vi så en bjørn i skogen.", {}),
        ("Så kom mannen min, bjørn, og lo.", {}),
        ("Hun bor i Bergen og snakker bergensdialekt.", {"Bergen": "place", "bergensdialekt": "place"}),
        ("Vi var på NAV Volda.", {"NAV Volda": "office"}),
        ("Han går på steinkjerskolen.", {"steinkjerskolen": "school"}),
        ("Hun jobber på Rema 1000.", {"Rema 1000": "employer"}),
        ("Vi bor i Storgata 14.", {"Storgata 14": "address"}),
        ("Han er tretten år og bor her.", {"tretten år": "age"}),
        ("Vi bodde der i tretten år.", {}),
        ("Den 17. mai går vi i tog.", {}),
        ("Hun er født 3. mars 1987.", {"3. mars 1987": "date"}),
        ("Ring 912 34 567.", {"912 34 567": "phone"}),
        ("Det kostet 12 345 678 kroner.", {}),
        ("Nummeret er ni en to, tre fire fem seks sju.", {"ni en to, tre fire fem seks sju": "phone"}),
        ("kari punkt moe krøllalfa epost punkt no", {"kari punkt moe krøllalfa epost punkt no": "email"}),
        ("Han har DN 48213.", {"DN 48213": "vehicle"}),
        ("Sønnen har Duchennes.", {"Duchennes": "detail"}),
        ("Den mandagen ringte jeg NAV.", {}),
    ],
)
def test_one_thing_at_a_time(text: str, expected: dict[str, str]) -> None:
    assert _kinds(text) == expected


def test_check_digits_say_what_a_number_is() -> None:
    said = {m.why for m in mentions([Text("t", "Nummeret er 01019012345, sier hun.")])[0]}
    assert said == {"looks like a national id, check digits wrong"}


def test_a_name_found_once_is_found_everywhere() -> None:
    texts = [Text("a", "Så kom Tjorven hjem."), Text("b", "Tjorven lo.\ntjorven gråt.\nJA, TJORVEN.")]
    (candidate,) = find(texts)
    assert candidate.found == "Tjorven"
    assert candidate.forms == {"Tjorven": 2, "tjorven": 1, "TJORVEN": 1}
    assert candidate.transcripts == ["a", "b"]


def test_a_text_without_capitals_is_read_by_the_lists() -> None:
    assert _kinds("ja fatima og ola dro til bergen. en bjørn kom. han heter kjartino") == {
        "fatima": "person",
        "ola": "person",
        "bergen": "place",
        "kjartino": "person",
    }
