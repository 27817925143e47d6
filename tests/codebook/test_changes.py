from dataclasses import replace

from qualcode.codebook import changed_meaning, diff, edit
from qualcode.model import Code, Codebook

A = Codebook(
    (
        Code("bolig", "Bolig", definition="Hvordan familien bor og flytter.", keywords=("hus", "leie"), uid="1"),
        Code("penger", "Penger", uid="2"),
        Code("helse", "Helse", include="Søvn", uid="3"),
    )
)


def test_nothing_changed_is_nothing_said() -> None:
    assert diff(A, A) == []
    assert changed_meaning(A, A) == set()


def test_sentences_in_both_languages() -> None:
    b = edit.edit(A, "bolig", definition="Hvordan familien bor.", keywords="hus, eie, lån", exclude="Strøm.")
    b = edit.rename(edit.move(b, "helse", "bolig"), "helse", "sykdom")
    b = edit.retire(edit.add(b, Code("gjeld", "Gjeld"), parent="penger"), "bolig")
    assert diff(A, b) == [
        "“Bolig” (bolig) was retired.",
        "In “Bolig” (bolig), the definition changed: “bor og flytter.” became “bor.”; "
        "what to exclude is new: “Strøm.”; the keywords gained “eie” and “lån”; the keywords lost “leie”.",
        "“Sykdom” (sykdom) is now written “sykdom” (it was “helse”), is now called “Sykdom” (it was “Helse”), "
        "now stands under “Bolig” (bolig) and was retired.",
        "“Gjeld” (gjeld) is new under “Penger” (penger).",
    ]
    assert diff(A, b, "nb")[0] == "«Bolig» (bolig) er tatt ut av bruk."
    assert diff(A, b, "nb")[1].startswith(
        "I «Bolig» (bolig): definisjonen er endret: «bor og flytter.» ble til «bor.»; "
    )
    assert diff(b, A)[-1] == "“Gjeld” (gjeld) is gone."


def test_order_and_the_books_name() -> None:
    b = replace(edit.move(A, "helse", before="bolig"), name="HOLF")
    assert diff(A, b) == [
        "The codebook is now called “HOLF” (it was “”).",
        "The codes at the top level have another order.",
    ]


def test_a_text_rewritten_is_shown_whole() -> None:
    b = edit.edit(A, "helse", include="Noe helt annet enn før")
    assert diff(A, b) == ["In “Helse” (helse), what to include changed: “Søvn” became “Noe helt annet enn før”."]
    assert diff(A, edit.edit(A, "helse", include="")) == ["In “Helse” (helse), what to include was removed."]


def test_only_what_a_code_covers_changes_its_meaning() -> None:
    b = edit.edit(A, "bolig", keywords="leie, hus", examples="Fem på to rom.", color="#fff", name="Bo")
    assert changed_meaning(A, b) == set()
    assert changed_meaning(A, edit.edit(A, "bolig", definition="Hvordan  familien bor\nog flytter.")) == set()
    assert changed_meaning(A, edit.edit(A, "bolig", keywords="hus")) == {"1"}
    assert changed_meaning(A, edit.edit(edit.edit(A, "helse", rules="a NEAR b"), "penger", exclude="x")) == {"2", "3"}
    assert changed_meaning(Codebook(), A) == set()
