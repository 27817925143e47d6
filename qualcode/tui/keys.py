"""Every key, once: a screen's bindings, the line at its foot and its page of keys are all made from these tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType


class Key(NamedTuple):
    """Keys that do the same: `keys` as Textual names them; `shown` and `does` for the help page, `foot` for the last
    line. Without `shown` it is the reverse of the one before and shares its line.
    """

    keys: str
    action: str
    shown: str = ""
    does: str = ""
    foot: str = ""


Keys = Mapping[str, Sequence[Key]]
"""The keys of one screen, in groups."""

KEYS: Keys = {
    "Move": (
        Key("down,j", "move(1)", "↓ ↑  j k", "next, previous segment", "↑↓ move"),
        Key("up,k", "move(-1)"),
        Key("pagedown,space", "page(1)", "PgDn PgUp", "a screen on, back"),
        Key("pageup", "page(-1)"),
        Key("home", "edge(1)", "Home End", "first, last segment"),
        Key("end", "edge(-1)"),
        Key("n", "uncoded(1)", "n N", "next, previous uncoded", "n next uncoded"),
        Key("N", "uncoded(-1)"),
        Key("g", "suggested(1)", "g G", "next, previous suggested"),
        Key("G", "suggested(-1)"),
        Key("/", "search", "/", "search; / Enter: again"),
    ),
    "Select": (
        Key("right,l", "sentence(1)", "→ ←  l h", "one sentence; next, back"),
        Key("left,h", "sentence(-1)"),
        Key("shift+right,L", "extend('sentence',1)", "Shift-→ ← or L H", "a sentence more, less"),
        Key("shift+left,H", "extend('sentence',-1)"),
        Key("shift+down,J", "extend('segment',1)", "Shift-↓ ↑ or J K", "a segment more, less"),
        Key("shift+up,K", "extend('segment',-1)"),
        Key("full_stop", "extend('word',1)", ". ,", "a word more, less"),
        Key("comma", "extend('word',-1)"),
        Key("o", "flip", "o", "move the other end"),
        Key("escape", "whole", "Esc", "the whole segment"),
    ),
    "Code": (
        Key("enter,c", "code", "Enter c", "find a code and give it", "Enter code"),
        Key("r", "again", "r", "the same code again", "r same again"),
        Key("d,delete", "remove", "d Del", "take a code away", "d remove"),
        Key("m", "memo", "m", "write a memo", "m memo"),
        Key("i", "meaning", "i", "what the codes mean", "i meaning"),
        Key("u,ctrl+z", "undo", "u U", "undo, redo", "u undo"),
        Key("U,ctrl+y", "redo"),
    ),
    "Suggestions": (
        Key("a", "accept", "a", "accept (as selected)"),
        Key("x", "reject", "x", "reject"),
        Key("tab", "other", "Tab", "the next one here"),
        Key("s", "suggestions", "s", "show, hide"),
    ),
    "Transcript": (
        Key("f", "finish", "f", "read to the end, or not", "f finished"),
        Key("t", "open", "t", "another transcript"),
        Key("v", "others", "v", "view others' codings, hide"),
        Key("question_mark,f1", "help", "? F1", "this page", "? help"),
        Key("q,ctrl+q", "leave", "q", "leave; you come back here", "q quit"),
    ),
}
SETTLING: Keys = {
    "Move": (
        Key("down,j", "move(1)", "↓ ↑  j k", "next, previous", "↑↓ next"),
        Key("up,k", "move(-1)"),
        Key("pagedown,space", "page(1)", "PgDn PgUp", "a screen on, back"),
        Key("pageup", "page(-1)"),
        Key("home", "edge(1)", "Home End", "first, last"),
        Key("end", "edge(-1)"),
        Key("n", "undecided(1)", "n N", "next, previous undecided", "n skip"),
        Key("N", "undecided(-1)"),
        Key("shift+down,J", "scroll_text(1)", "Shift-↓ ↑ or J K", "scroll the text", "J/K scroll"),
        Key("shift+up,K", "scroll_text(-1)"),
    ),
    "Look": (
        Key("f", "filter", "f", "only a kind, a code, ...", "f filter"),
        Key("p", "pairs", "p", "which code met which", "p pairs"),
        Key("o", "order", "o", "another order", "o order"),
        Key("i", "meaning", "i", "what the codes mean", "i meaning"),
    ),
    "Settle": (
        Key("a", "settle('A')", "a", "what A marked", "a A"),
        Key("b", "settle('B')", "b", "what B marked", "b B"),
        Key("plus", "settle('both')", "+", "both", "+ both"),
        Key("minus,x", "settle('neither')", "- x", "neither", "- neither"),
        Key("e", "span", "e", "other words: edit the span", "e span"),
        Key("c", "codebook", "c", "change the codebook first", "c codebook"),
        Key("w", "why", "w", "why so: before or after", "w why"),
        Key("u,ctrl+z", "undo", "u U", "undo, redo", "u undo"),
        Key("U,ctrl+y", "redo"),
    ),
    "Screen": (
        Key("question_mark,f1", "help", "? F1", "this page", "? help"),
        Key("q,ctrl+q", "leave", "q", "leave; all is kept", "q quit"),
    ),
}
READING: Keys = {group: keys for group, keys in SETTLING.items() if group != "Settle"}
_REVIEW_FOOT = {"accept": "a accept", "reject": "x reject", "suggested(1)": "g leave open"}
REVIEWING: Keys = {
    group: [key._replace(foot=_REVIEW_FOOT.get(key.action, key.foot)) for key in keys] for group, keys in KEYS.items()
}
"""The keys of coding, with those that answer to suggestions at the foot."""
_SPAN_FOOT = {
    "sentence(1)": "→ sentence",
    "extend('sentence',1)": "Shift-→ more",
    "extend('word',1)": "., word",
    "flip": "o other end",
}
SPAN: Keys = {
    "Select": [k._replace(foot=_SPAN_FOOT.get(k.action, "")) for k in KEYS["Select"] if k.action != "whole"],
    "Span": (
        Key("enter", "keep", "Enter", "this is the span", "Enter this span"),
        Key("a", "begin('A')", "a", "begin from A's", "a from A"),
        Key("b", "begin('B')", "b", "begin from B's", "b from B"),
        Key("question_mark,f1", "help", "? F1", "this page", "? help"),
        Key("escape", "dismiss(None)", "Esc", "leave it as it was", "Esc back"),
    ),
}
_FIRST = (
    *("a accept", "x reject", "g leave open"),
    *("Enter code", "↑↓ move", "? help", "q quit", "u undo", "d remove", "n next uncoded", "m memo", "f finished"),
    *(
        "a A",
        "b B",
        "+ both",
        "- neither",
        "e span",
        "c codebook",
        "n skip",
        "w why",
        "f filter",
        "Enter this span",
        "Esc back",
    ),
)
"""What a narrow screen names before it names anything else."""


def bindings(keys: Keys = KEYS) -> list[BindingType]:
    """A table as Textual's bindings."""
    return [Binding(key.keys, key.action, key.does, show=False) for group in keys.values() for key in group]


def foot(width: int, keys: Keys = KEYS) -> list[tuple[str, str]]:
    """The keys named in the last line, `(key, what)`: as many as there is room for, the most needed ones first."""
    named = [key.foot for group in keys.values() for key in group if key.foot]
    wanted = sorted(named, key=lambda f: _FIRST.index(f) if f in _FIRST else len(_FIRST))
    room, chosen = width, set()
    for words in wanted:
        room -= len(words) + 2
        if room < 0:
            break
        chosen.add(words)
    pairs = [words.partition(" ") for words in named if words in chosen]
    return [(key, what) for key, _, what in pairs]
