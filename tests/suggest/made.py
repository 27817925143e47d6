"""A small invented project for the tests of suggestions: three codes, and transcripts made of sentences."""

from collections.abc import Sequence

from qualcode.model import Code, Codebook, Coding, Segment, Transcript, Turn

BOOK = Codebook(
    (
        Code("barn", "Barneperspektiv", "Barnas situasjon og behov.", keywords=("barn", "ungdom", "snakke med barn")),
        Code("bolig", "Bolig", "Hvor og hvordan familien bor.", keywords=("leilighet", "husleie", "flytte")),
        Code("penger", "Økonomi", "Inntekt og gjeld.", keywords=("gjeld", "regning", "sosialhjelp")),
        Code("gammel", "Ute av bruk", keywords=("barn",), retired=True),
    ),
    language="nb",
)
SAID = {
    "barn": (
        "Barna savner noen å leke med etter skoletid",
        "Ungdommen trenger at noen hører på ham",
        "Vi snakker med barna hver gang vi er på hjemmebesøk",
    ),
    "bolig": (
        "Leiligheten er trang og fuktig om vinteren",
        "De måtte flytte tre ganger samme høst",
        "Husleia spiser opp alt, og veggene er kalde",
    ),
    "penger": (
        "Gjelda vokser fordi regningene blir liggende",
        "Sosialhjelpen rekker ikke ut måneden",
        "Regningen fra kemneren kom igjen før jul",
    ),
    "": ("Det var en grå tirsdag da vi møttes", "Kaffen på kontoret er som den er"),
}


def transcript(name: str, sentences: Sequence[str], roles: Sequence[str] = (), **attributes: str) -> Transcript:
    """One segment and one turn per sentence."""
    text, turns, segments = "", [], []
    for n, sentence in enumerate(sentences, start=1):
        role = roles[n - 1] if roles else "participant"
        turns.append(Turn(n, len(text), len(text) + len(sentence), role.title(), role))  # type: ignore[arg-type]
        segments.append(Segment(n, n, len(text), len(text) + len(sentence)))
        text += sentence + "\n"
    return Transcript(name, text, tuple(turns), tuple(segments), attributes)


def project(n: int = 6) -> tuple[list[Transcript], list[Coding]]:
    """`n` transcripts in two offices that each say something on every code, and Anna's codings of all of them."""
    made, codings = [], []
    for i in range(n):
        said = [(code, sentences[(i + k) % len(sentences)]) for code, sentences in SAID.items() for k in range(2)]
        t = transcript(f"t{i}", [f"{s}, sa nummer {i}." for _, s in said], office=f"kontor {i % 2}")
        made.append(t)
        codings += [coding(t, s.n, code) for s, (code, _) in zip(t.segments, said, strict=True) if code]
    return made, codings


def coding(t: Transcript, segment: int, code: str, coder: str = "Anna") -> Coding:
    """A coding of a whole segment."""
    s = t.segments[segment - 1]
    return Coding(f"{t.name}-{segment}-{code}-{coder}", t.name, code, coder, s.start, s.end, t.quote(s))


def finished(transcripts: Sequence[Transcript], coder: str = "Anna") -> set[tuple[str, str]]:
    """Everything read by one coder."""
    return {(t.name, coder) for t in transcripts}
