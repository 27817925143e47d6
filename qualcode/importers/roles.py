"""Who asks and who answers: by what people are called, by what stands above the interview, else by how they behave."""

import re
from collections.abc import Mapping, Sequence
from unicodedata import combining, normalize

from qualcode.model import Role, Turn
from qualcode.text.signs import seen

_INTERVIEWER = frozenset(
    """
    i int intervju intervjuer intervjueren intervjuar intervjuaren interviewer interviewar moderator ordstyrer
    ordstyrar møteleder møteleiar forsker forskeren forskar forskaren researcher fasilitator facilitator q
    question spm spørsmål spørger spørrer prosessleder programleder programleiar host interviewers
    intervjuare intervjuaren forskare frågeställare samtalsledare interviewerin interviewerinnen moderatorin
    befragerin befrager fragestellerin fragesteller forscher forscherin enquêteur enquêtrice enquetrice enqueteur
    intervieweur intervieweuse enq animateur animatrice modérateur modératrice entrevistador entrevistadora
    entrevistadores moderador moderadora investigador investigadora pesquisador pesquisadora interviewster
    vragensteller gespreksleider onderzoeker moderatoren haastattelija tutkija juontaja intervistatore
    intervistatrice moderatore ricercatore interviewere interviewere intervjuande
    интервьюер ведущий ведущая вопрос модератор 问 問 采访者 採訪者 访谈者 訪談者 访问者 主持人 记者 聞き手
    インタビュアー 質問者 司会 面接者 면접자 진행자 인터뷰어 질문 질문자
    المحاور المحاورة الباحث الباحثة סוקר מראיין מראיינת
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
    helsesykepleier guest gjest publikum audience narrator interviewees
    deltagare deltagaren informanterna respondenterna intervjuperson ip respondenterne befragter befragte
    befragten befragte interviewter interviewte teilnehmer teilnehmerin probandin proband experte expertin enquêté
    enquêtée interviewé interviewée répondant répondante participante participantes entrevistado entrevistada
    informante encuestado encuestada geïnterviewde deelnemer haastateltava vastaaja osallistuja intervistato
    intervistata partecipante
    информант респондент участник участница ответ 答 受访者 受訪者 被访者 受访人 嘉宾 話し手 回答者 参加者 対象者
    면담자 인터뷰이 응답자 참여자 피면접자 답 المشارك المشاركة المبحوث المبحوثة מרואיין מרואיינת משתתף משתתפת
    """.split()
)
_SAID = frozenset({"answer", "svar"})
_NUMBER = re.compile(r"[\W_]*\d*[\W_]*$")
_SERIES = re.compile(
    r"(?:person|taler|talar|speaker|deltaker|deltakar|deltager|informant|participant|gjest|voice|stemme|sprecher|"
    r"sprecherin|locuteur|hablante|talare|spreker|puhuja|说话人|發言人|发言人|話者|화자)[ _]?(?:[A-ZÆØÅ]|\d{1,2})",
    re.IGNORECASE,
)
_BRACKET = re.compile(r"[(（]([^()（）]*)[)）]\s*$")
_BY = re.compile(
    r"(?:interview|intervju|conducted|entrev|haastat|befrag)\w*(?:[ \n][\w-]+){0,4}?[ \n]"
    r"(?:by|av|ved|von|par|por|door|with|med)[ \n](?P<names>[^\n.;]{3,90})",
    re.IGNORECASE,
)
_ASKS = re.compile(r"[?？؟;]\s*$|[?？؟]")
_SELDOM = 0.1  # of the turns of who speaks most often, below which nobody leads a conversation
_OFTEN = 0.5  # share of turns with a question above which a second speaker interviews too


def role_of(label: str) -> Role | None:
    """The role that a label names: `Intervjuer 2`, `INT`, `Bjørn (leder)`, `FK1`, `Interviewerin`, `问`.

    An interpreter speaks for a participant and counts as one.
    """
    inside = _BRACKET.search(label)
    forms = [inside.group(1), label[: inside.start()]] if inside else [label]
    forms += [label.rpartition(",")[2]] if "," in label else []
    for form in forms:
        word = _NUMBER.sub("", seen(form)).strip().casefold()
        if word in _INTERVIEWER:
            return "interviewer"
        if word in _PARTICIPANT or _described(form):
            return "participant"
    return None


def _described(label: str) -> bool:
    """Whether a label describes a participant in several words: `Medlem av publikum`, `Mor til tre`."""
    words = label.casefold().split()
    return 1 < len(words) < 5 and label[-1:].islower() and any(w in _PARTICIPANT - _SAID for w in words if len(w) > 2)


def is_series(label: str) -> bool:
    """Whether a label counts persons as machines and transcribers do: `Person A`, `Taler 1`, `SPEAKER_00`."""
    return _SERIES.fullmatch(label.strip()) is not None


def roles(
    text: str,
    turns: Sequence[Turn],
    interviewers: Sequence[str],
    front: Mapping[str, str] | None = None,
    above: str = "",
) -> tuple[Mapping[str, Role | None], str]:
    """The role of every speaker, and a note when something was guessed.

    Labels named in `interviewers` decide alone. Else what the labels mean, then the names in the front matter
    (`INTERVIEWER: Kari Dal`) or in the text `above` (`conducted by Kari Dal`). When nobody is thereby an interviewer,
    the speaker of unknown role who most often asks and speaks less than the others on average.
    """
    speakers = list(dict.fromkeys(t.speaker for t in turns if t.speaker is not None))
    if named := {seen(name).casefold() for name in interviewers}:
        chosen: dict[str, Role | None] = {
            s: "interviewer" if seen(s).casefold() in named or _plain(s) in named else "participant" for s in speakers
        }
        if "interviewer" in chosen.values():
            return chosen, ""
    known: dict[str, Role | None] = {s: role_of(s) for s in speakers}
    _by_front(known, front or {}, above)
    unknown = [s for s in speakers if known[s] is None]
    note = ""
    if unknown and "interviewer" not in known.values() and len(speakers) > 1:
        askers = _askers(text, turns, speakers, unknown)
        if not askers:
            return known, ""
        known |= dict.fromkeys(askers, "interviewer")
        note = "roles: guessed from behaviour (who asks, who speaks less)"
    return {s: known[s] or "participant" for s in speakers}, note


def _by_front(known: dict[str, Role | None], front: Mapping[str, str], above: str) -> None:
    """Set the roles of those whom the front matter names."""
    for key, value in front.items():
        role = role_of(key) or role_of(key.removesuffix("s"))
        for speaker in known:
            if role and known[speaker] is None and _is_named(speaker, value):
                known[speaker] = role
    if "interviewer" not in known.values():
        for found in _BY.finditer(above):
            for speaker in known:
                if known[speaker] is None and len(speaker.split()) > 1 and _plain(speaker) in found["names"].casefold():
                    known[speaker] = "interviewer"


def _is_named(speaker: str, value: str) -> bool:
    """Whether a label is a name in a value, whole, by its last word, or by its initials."""
    plain, names = _bare(_plain(speaker)), _bare(seen(value))
    words = [word for word in re.findall(r"[^\W\d_]+", names) if not word.islower()]
    if not plain or not words:
        return False
    if re.search(rf"(?<!\w){re.escape(plain)}(?!\w)", names.casefold()):
        return True
    last = plain.split()[-1]
    if len(last) > 2 and last in (word.casefold() for word in words):
        return True
    initials = "".join(word[0] for word in words).casefold()
    return 2 <= len(plain) <= 4 and plain in initials


def _bare(name: str) -> str:
    """A name without accents: `Šabanović` may be written `Sabanovic`."""
    return "".join(ch for ch in normalize("NFD", name) if not combining(ch))


def _plain(label: str) -> str:
    return _BRACKET.sub("", seen(label)).strip().casefold()


def _askers(text: str, turns: Sequence[Turn], speakers: Sequence[str], unknown: Sequence[str]) -> list[str]:
    """Those of `unknown` who interview: the one in whose turns a question is most frequent, if that one speaks less

    than the others on average; and others who ask in most of their turns and say little.
    """
    asked, spoke, words = dict.fromkeys(speakers, 0), dict.fromkeys(speakers, 0), dict.fromkeys(speakers, 0)
    for turn in turns:
        if turn.speaker is not None:
            speech = text[turn.start : turn.end]
            asked[turn.speaker] += _ASKS.search(speech) is not None
            spoke[turn.speaker] += 1
            words[turn.speaker] += len(speech.split())
    often = [s for s in unknown if spoke[s] >= _SELDOM * max(spoke.values())] or unknown
    best = max(often, key=lambda s: (asked[s] / spoke[s], asked[s], -words[s]))
    regular = [s for s in speakers if s != best and spoke[s] >= _SELDOM * max(spoke.values())]
    others = (sum(words.values()) - words[best]) / max(1, len(regular))
    if not asked[best] or words[best] > others:
        return []
    also = [
        s
        for s in unknown
        if s != best and len(speakers) > 2 and spoke[s] >= 3 and asked[s] / spoke[s] > _OFTEN and words[s] * 2 <= others
    ]
    return [best, *also]
