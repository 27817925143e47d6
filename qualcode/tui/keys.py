"""Every key, once: a screen's bindings, the line at its foot and its page of keys are all made from these tables."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from textual.binding import Binding, BindingType

from qualcode.wording import Lang, later, phrase


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
    later("Move"): (
        Key("down,j", "move(1)", "↓ ↑  j k", later("next, previous segment"), later("↑↓ move")),
        Key("up,k", "move(-1)"),
        Key("pagedown,space", "page(1)", "PgDn PgUp", later("a screen on, back")),
        Key("pageup", "page(-1)"),
        Key("home", "edge(1)", "Home End", later("first, last segment")),
        Key("end", "edge(-1)"),
        Key("n", "uncoded(1)", "n N", later("next, previous uncoded"), later("n next uncoded")),
        Key("N", "uncoded(-1)"),
        Key("g", "suggested(1)", "g G", later("next, previous suggested")),
        Key("G", "suggested(-1)"),
        Key("/", "search", "/", later("search; / Enter: again")),
    ),
    later("Select"): (
        Key("right,l", "sentence(1)", "→ ←  l h", later("one sentence; next, back")),
        Key("left,h", "sentence(-1)"),
        Key("shift+right,L", "extend('sentence',1)", "Shift-→ ← or L H", later("a sentence more, less")),
        Key("shift+left,H", "extend('sentence',-1)"),
        Key("shift+down,J", "extend('segment',1)", "Shift-↓ ↑ or J K", later("a segment more, less")),
        Key("shift+up,K", "extend('segment',-1)"),
        Key("full_stop", "extend('word',1)", ". ,", later("a word more, less")),
        Key("comma", "extend('word',-1)"),
        Key("o", "flip", "o", later("move the other end")),
        Key("escape", "whole", "Esc", later("the whole segment")),
    ),
    later("Code"): (
        Key("enter,c", "code", "Enter c", later("find a code and give it"), later("Enter code")),
        Key("r", "again", "r", later("the same code again"), later("r same again")),
        Key("d,delete", "remove", "d Del", later("take a code away"), later("d remove")),
        Key("m", "memo", "m", later("write a memo"), later("m memo")),
        Key("i", "meaning", "i", later("what the codes mean"), later("i meaning")),
        Key("u,ctrl+z", "undo", "u U", later("undo, redo"), later("u undo")),
        Key("U,ctrl+y", "redo"),
    ),
    later("Suggestions"): (
        Key("a", "accept", "a", later("accept (as selected)")),
        Key("x", "reject", "x", later("reject")),
        Key("tab", "other", "Tab", later("the next one here")),
        Key("s", "suggestions", "s", later("show, hide")),
    ),
    later("Transcript"): (
        Key("f", "finish", "f", later("read to the end, or not"), later("f finished")),
        Key("t", "open", "t", later("another transcript")),
        Key("v", "others", "v", later("view others' codings, hide")),
        Key("question_mark,f1", "help", "? F1", later("this page"), later("? help")),
        Key("q,ctrl+q", "leave", "q", later("leave; you come back here"), later("q quit")),
    ),
}
SETTLING: Keys = {
    later("Move"): (
        Key("down,j", "move(1)", "↓ ↑  j k", later("next, previous"), later("↑↓ next")),
        Key("up,k", "move(-1)"),
        Key("pagedown,space", "page(1)", "PgDn PgUp", later("a screen on, back")),
        Key("pageup", "page(-1)"),
        Key("home", "edge(1)", "Home End", later("first, last")),
        Key("end", "edge(-1)"),
        Key("n", "undecided(1)", "n N", later("next, previous undecided"), later("n skip")),
        Key("N", "undecided(-1)"),
        Key("shift+down,J", "scroll_text(1)", "Shift-↓ ↑ or J K", later("scroll the text"), later("J/K scroll")),
        Key("shift+up,K", "scroll_text(-1)"),
    ),
    later("Look"): (
        Key("f", "filter", "f", later("only a kind, a code, ..."), later("f filter")),
        Key("p", "pairs", "p", later("which code met which"), later("p pairs")),
        Key("o", "order", "o", later("another order"), later("o order")),
        Key("i", "meaning", "i", later("what the codes mean"), later("i meaning")),
    ),
    later("Settle"): (
        Key("a", "settle('A')", "a", later("what A marked"), later("a A")),
        Key("b", "settle('B')", "b", later("what B marked"), later("b B")),
        Key("plus", "settle('both')", "+", later("both"), later("+ both")),
        Key("minus,x", "settle('neither')", "- x", later("neither"), later("- neither")),
        Key("e", "span", "e", later("other words: edit the span"), later("e span")),
        Key("c", "codebook", "c", later("change the codebook first"), later("c codebook")),
        Key("w", "why", "w", later("why so: before or after"), later("w why")),
        Key("u,ctrl+z", "undo", "u U", later("undo, redo"), later("u undo")),
        Key("U,ctrl+y", "redo"),
    ),
    later("Screen"): (
        Key("question_mark,f1", "help", "? F1", later("this page"), later("? help")),
        Key("q,ctrl+q", "leave", "q", later("leave; all is kept"), later("q quit")),
    ),
}
READING: Keys = {group: keys for group, keys in SETTLING.items() if group != "Settle"}
_REVIEW_FOOT = {"accept": later("a accept"), "reject": later("x reject"), "suggested(1)": later("g leave open")}
REVIEWING: Keys = {
    group: [key._replace(foot=_REVIEW_FOOT.get(key.action, key.foot)) for key in keys] for group, keys in KEYS.items()
}
"""The keys of coding, with those that answer to suggestions at the foot."""
_SPAN_FOOT = {
    "sentence(1)": later("→ sentence"),
    "extend('sentence',1)": later("Shift-→ more"),
    "extend('word',1)": later("., word"),
    "flip": later("o other end"),
}
SPAN: Keys = {
    later("Select"): [k._replace(foot=_SPAN_FOOT.get(k.action, "")) for k in KEYS["Select"] if k.action != "whole"],
    later("Span"): (
        Key("enter", "keep", "Enter", later("this is the span"), later("Enter this span")),
        Key("a", "begin('A')", "a", later("begin from A's"), later("a from A")),
        Key("b", "begin('B')", "b", later("begin from B's"), later("b from B")),
        Key("question_mark,f1", "help", "? F1", later("this page"), later("? help")),
        Key("escape", "dismiss(None)", "Esc", later("leave it as it was"), later("Esc back")),
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


def foot(width: int, keys: Keys = KEYS, lang: Lang = "en") -> list[tuple[str, str]]:
    """The keys named in the last line, `(key, what)`: as many as there is room for, the most needed ones first."""
    named = [key.foot for group in keys.values() for key in group if key.foot]
    wanted = sorted(named, key=lambda f: _FIRST.index(f) if f in _FIRST else len(_FIRST))
    room, chosen = width, set()
    for words in wanted:
        room -= len(phrase(words, lang)) + 2
        if room < 0:
            break
        chosen.add(words)
    pairs = [phrase(words, lang).partition(" ") for words in named if words in chosen]
    return [(key, what) for key, _, what in pairs]
