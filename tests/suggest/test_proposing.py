from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st
from suggest.made import BOOK, coding, finished, project, transcript

from qualcode.model import Code, Codebook
from qualcode.suggest import Known, ProposedRule, propose_rules, rule_records


def rules(found: Sequence[ProposedRule]) -> list[str]:
    return [r.rule for r in found]


def test_a_word_that_finds_the_code_is_proposed_with_its_record() -> None:
    transcripts, codings = project(9)
    first, *more = propose_rules("bolig", Known(transcripts, BOOK, codings, finished(transcripts)))
    assert (first.rule, first.read, first.right, first.transcripts, first.new) == ("leiligheten", 6, 6, 6, 6)
    assert first.precision == 1.0
    assert sum(r.new for r in (first, *more)) == 18  # together they find all that was coded


def test_words_near_each_other_where_neither_is_enough() -> None:
    book = Codebook((Code("a"),), language="nb")
    said = ["Skolen sendte brev.", "Skolen var stengt."]
    transcripts = [transcript(f"t{i}", said) for i in range(12)]
    codings = [coding(t, 1, "a") for t in transcripts]
    found = propose_rules("a", Known(transcripts, book, codings, finished(transcripts)))
    assert rules(found) == ["sendte"]
    without = [transcript(f"t{i}", [*said, "Vi sendte det.", "Det kom brev."]) for i in range(12)]
    codings = [coding(t, 1, "a") for t in without]
    assert rules(propose_rules("a", Known(without, book, codings, finished(without)))) == ["sendte NEAR/5 skolen"]


def test_a_beginning_gathers_compounds() -> None:
    book = Codebook((Code("a"),), language="nb")
    ends = ("møte", "saken", "gruppa", "planen", "teamet", "arbeidet")
    transcripts = [transcript(f"t{i}", [f"Familie{end} er viktig.", "Dagen er grå."]) for i, end in enumerate(ends * 2)]
    transcripts += [transcript("x", ["Familien kom.", "Dagen var grå."]), transcript("y", ["Familien dro."])]
    codings = [coding(t, 1, "a") for t in transcripts]
    assert "familie*" in rules(propose_rules("a", Known(transcripts, book, codings, finished(transcripts))))


def test_one_persons_phrase_chance_and_the_unread_make_no_rule() -> None:
    book = Codebook((Code("a"),), language="nb")
    one = transcript("t", ["Nissen kom.", "Nissen gikk.", *["Ingenting hendte."] * 40])
    assert not propose_rules("a", Known([one], book, [coding(one, 1, "a"), coding(one, 2, "a")], {("t", "Anna")}))
    two = [transcript(f"t{i}", ["Nissen spiste grøt på låven.", *["Ingenting hendte."] * 5]) for i in range(2)]
    assert not propose_rules("a", Known(two, book, [coding(t, 1, "a") for t in two], finished(two)))  # may be chance
    many = [transcript(f"t{i}", ["Nissen kom.", *["Ingenting hendte."] * 5]) for i in range(9)]
    codings = [coding(t, 1, "a") for t in many]
    assert rules(propose_rules("a", Known(many, book, codings, finished(many)))) == ["nissen"]
    assert not propose_rules(
        "a", Known(many, book, codings[:2], ())
    )  # what nobody has read speaks neither for nor against


def test_what_the_codes_rules_find_already_is_not_proposed_again() -> None:
    transcripts, codings = project(9)
    ruled = Codebook((Code("bolig", rules=("leilighet", "husleie", "flytte")),), language="nb")
    assert propose_rules("bolig", Known(transcripts, ruled, [c for c in codings if c.code == "bolig"])) == []


@given(
    st.lists(st.tuples(st.sampled_from("sol regn vind mor far skole".split()), st.booleans()), min_size=1, max_size=40)
)
def test_numbers_are_those_of_test_rules(said: list[tuple[str, bool]]) -> None:
    transcripts = [
        transcript(f"t{i}", [f"Det var {word} i dag.", "Så gikk dagen."]) for i, (word, _) in enumerate(said)
    ]
    codings = [coding(t, 1, "a") for t, (_, coded) in zip(transcripts, said, strict=True) if coded]
    plain = Codebook((Code("a"),), language="nb")
    found = propose_rules("a", Known(transcripts, plain, codings, finished(transcripts)))
    ruled = Codebook((Code("a", rules=tuple(rules(found))),), language="nb")
    records = rule_records(Known(transcripts, ruled, codings, finished(transcripts)))
    assert [(r.read, r.right) for r in records] == [(r.read, r.right) for r in found]
    assert all(r.precision >= 0.5 and r.new > 0 and r.transcripts >= 2 for r in found)
