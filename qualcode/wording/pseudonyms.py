"""What stands in a text instead of what identified somebody, in bokmål, nynorsk and English."""

from collections.abc import Mapping

CATEGORIES: Mapping[str, tuple[str, str, str]] = {
    "person": ("[navn]", "[namn]", "[name]"),
    "initials": ("[initialer]", "[initialar]", "[initials]"),
    "place": ("[sted]", "[stad]", "[place]"),
    "address": ("[adresse]", "[adresse]", "[address]"),
    "school": ("[skole]", "[skule]", "[school]"),
    "employer": ("[arbeidsgiver]", "[arbeidsgjevar]", "[employer]"),
    "office": ("[kontor]", "[kontor]", "[office]"),
    "age": ("[alder]", "[alder]", "[age]"),
    "date": ("[dato]", "[dato]", "[date]"),
    "phone": ("[telefonnummer]", "[telefonnummer]", "[telephone number]"),
    "email": ("[e-postadresse]", "[e-postadresse]", "[e-mail address]"),
    "national_id": ("[fødselsnummer]", "[fødselsnummer]", "[national id]"),
    "account": ("[kontonummer]", "[kontonummer]", "[account number]"),
    "vehicle": ("[registreringsnummer]", "[registreringsnummer]", "[number plate]"),
    "detail": ("[detalj]", "[detalj]", "[detail]"),
}
"""By kind of what stood there."""
ERASED = ("[slettet]", "[sletta]", "[erased]")
YEARS = ("år", "år", "years")
