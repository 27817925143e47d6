"""Who asks and who answers: by what people are called, else by how they behave."""

import re
from collections.abc import Mapping, Sequence

from qualcode.model import Role, Turn

_INTERVIEWER = frozenset(
    """
    i int intervju intervjuer intervjueren intervjuar intervjuaren interviewer interviewar moderator ordstyrer
    ordstyrar møteleder møteleiar forsker forskeren forskar forskaren researcher fasilitator facilitator q
    question spm spørsmål spørger spørrer prosessleder
    """.split()
)
_PARTICIPANT = frozenset(
    """
    inf informant informanten intervjuobjekt resp respondent respondenten r p a answer svar deltaker deltakeren
    deltakar deltakaren deltager participant interviewee fk ik koordinator koordinatoren familiekoordinator
    leder lederen leiar leiaren enhetsleder avdelingsleder teamleder teamleiar mellomleder mor moren moderen far
    faren mora forelder foreldre foresatt bruker brukar brukeren ansatt tilsett medarbeider medarbeidar veileder
    rettleiar saksbehandler saksbehandlar sakshandsamar rådgiver rådgivar barn barnet ungdom ungdommen tolk
    tolken interpreter mother father parent leader manager coordinator advisor counsellor employee lærer
    helsesykepleier
    """.split()
)
_NUMBER = re.compile(r"[\W_]*\d*[\W_]*$")
_SERIES = re.compile(
    r"(?:person|taler|talar|speaker|deltaker|deltakar|deltager|informant|participant|gjest|voice|stemme)[ _]?"
    r"(?:[A-ZÆØÅ]|\d{1,2})",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"\(([^()]*)\)\s*$")


def role_of(label: str) -> Role | None:
    """The role that a label names, in Norwegian or English: `Intervjuer 2`, `INT`, `Bjørn (leder)`, `FK1`.

    An interpreter speaks for a participant and counts as one.
    """
    inside = _BRACKET.search(label)
    forms = [inside.group(1), label[: inside.start()]] if inside else [label]
    for form in forms:
        word = _NUMBER.sub("", form).strip().casefold()
        if word in _INTERVIEWER:
            return "interviewer"
        if word in _PARTICIPANT:
            return "participant"
    return None


def is_series(label: str) -> bool:
    """Whether a label counts persons as machines and transcribers do: `Person A`, `Taler 1`, `SPEAKER_00`."""
    return _SERIES.fullmatch(label.strip()) is not None


def roles(text: str, turns: Sequence[Turn], interviewers: Sequence[str]) -> tuple[Mapping[str, Role | None], str]:
    """The role of every speaker, and a note when behaviour decided.

    Labels named in `interviewers` decide alone. Else what the labels mean; when nobody is thereby an interviewer, the
    speaker of unknown role who most often asks and speaks less than the others on average.
    """
    speakers = list(dict.fromkeys(t.speaker for t in turns if t.speaker is not None))
    if named := {name.casefold() for name in interviewers}:
        chosen: dict[str, Role | None] = {
            s: "interviewer" if s.casefold() in named or _plain(s) in named else "participant" for s in speakers
        }
        if "interviewer" in chosen.values():
            return chosen, ""
    known: dict[str, Role | None] = {s: role_of(s) for s in speakers}
    unknown = [s for s in speakers if known[s] is None]
    if unknown and "interviewer" not in known.values() and len(speakers) > 1:
        asker = _asker(text, turns, speakers, unknown)
        if asker is None:
            return known, ""
        known[asker] = "interviewer"
        return {
            s: known[s] or "participant" for s in speakers
        }, "roles: guessed from behaviour (who asks, who speaks less)"
    return {s: known[s] or "participant" for s in speakers}, ""


def _plain(label: str) -> str:
    return _BRACKET.sub("", label).strip().casefold()


def _asker(text: str, turns: Sequence[Turn], speakers: Sequence[str], unknown: Sequence[str]) -> str | None:
    """The one of `unknown` in whose turns a question mark is most frequent, if that one speaks less than the others."""
    asked, spoke, words = dict.fromkeys(speakers, 0), dict.fromkeys(speakers, 0), dict.fromkeys(speakers, 0)
    for turn in turns:
        if turn.speaker is not None:
            speech = text[turn.start : turn.end]
            asked[turn.speaker] += "?" in speech
            spoke[turn.speaker] += 1
            words[turn.speaker] += len(speech.split())
    best = max(unknown, key=lambda s: (asked[s] / spoke[s], asked[s], -words[s]))
    others = (sum(words.values()) - words[best]) / (len(speakers) - 1)
    return best if asked[best] and words[best] <= others else None
