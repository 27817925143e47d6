"""What a person writes in a comment: code words, with or without `#`, and words about them."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from qualcode.model import Codebook

_TAG = re.compile(r"#(?=\w)")
_WORD = re.compile(r"[\w-]+")
_BETWEEN = re.compile(r"\s*[,;/+&\n]\s*|\s+(?:og|and)\s+")
_HEAD = re.compile(r"([^:\n–—]+?)\s*(?::|\n|\s[–—-]\s)\s*")
_FEW = 3  # a piece of at most so many words can be a misspelt code


@dataclass(frozen=True)
class Remark:
    """A comment taken apart: ids of codes, words that look like codes but are none, and the rest."""

    codes: tuple[str, ...]
    unknown: tuple[str, ...]
    memo: str


class Vocabulary:
    """The code words of a codebook: ids and names, in upper or lower case, with space, `_` or `-`."""

    def __init__(self, codebook: Codebook) -> None:
        self._codes: dict[str, str] = {}
        self._shared: dict[str, tuple[str, ...]] = {}
        for code in codebook.walk():
            word = _folded(code.name)
            self._shared[word] = (*self._shared.get(word, ()), code.id)
        standing = {code.id for code in codebook.walk() if not code.retired}
        for word, ids in self._shared.items():
            meant = [id_ for id_ in ids if id_ in standing] if len(ids) > 1 else ids
            self._shared[word] = tuple(meant)
            if word and len(meant) == 1:  # a name that several codes have means none of them
                self._codes[word] = meant[0]
        self._codes |= {_folded(code.id): code.id for code in codebook.walk()}  # an id wins over another code's name
        self._longest = max(
            (len(_WORD.findall(word.replace("_", " "))) for word in self._codes | self._shared), default=1
        )

    def find(self, word: str) -> str | None:
        """The id of the code that a word names."""
        return self._codes.get(_folded(word))

    def near(self, word: str) -> tuple[str, ...]:
        """The ids of the codes whose id or name is nearest to a word, at most three; of all whose name it is."""
        if len(shared := self._shared.get(_folded(word), ())) > 1:
            return shared
        found = get_close_matches(_folded(word), self._codes, n=6, cutoff=0.6)
        return tuple(dict.fromkeys(self._codes[w] for w in found))[:3]

    def read(self, text: str) -> Remark:
        """Take a comment apart.

        With `#`: every tag is a code (the longest name that fits), the rest is the memo. Without: the comment is one
        code or several with commas between, or begins so before `:`, a dash or a new line. Other words are a memo.
        """
        text = text.strip()
        return self._tagged(text) if _TAG.search(text) else self._plain(text)

    def _tagged(self, text: str) -> Remark:
        codes, unknown, spans = [], [], []
        for mark in _TAG.finditer(text):
            code, end = self._longest_at(text, mark.end())
            codes += [code] if code else []
            unknown += [] if code else [text[mark.end() : end]]
            spans.append((mark.start(), end))
        return Remark(_once(codes), _once(unknown), _rest(text, spans))

    def _longest_at(self, text: str, at: int) -> tuple[str | None, int]:
        """The code of a tag and where the tag ends."""
        words = list(_WORD.finditer(text, at))[: self._longest]
        for word in reversed(words):
            said = text[at : word.end()].rstrip("-")
            code = self.find(said)
            if code or len(self._shared.get(_folded(said), ())) > 1:
                return code, word.end()
        return None, words[0].end()

    def _plain(self, text: str) -> Remark:
        if whole := self._listed(text):
            return whole
        head = _HEAD.match(text)
        if head and (found := self._listed(head[1])) and found.codes:
            return Remark(found.codes, found.unknown, text[head.end() :].strip())
        return Remark((), (), text)

    def _listed(self, text: str) -> Remark | None:
        """A list of code words and nothing else; at least short enough to be one."""
        if code := self.find(text.strip(" .!?")):
            return Remark((code,), (), "")
        pieces = [piece.strip(" .!?") for piece in _BETWEEN.split(text)]
        pieces = [piece for piece in pieces if piece]
        found = {piece: self.find(piece) for piece in pieces}
        unknown = [piece for piece, code in found.items() if code is None]
        known = [code for code in found.values() if code]
        if not pieces or any(len(piece.split()) > _FEW for piece in unknown):
            return None
        if not known and not any(self.near(piece) for piece in unknown) and len(text.split()) > 1:
            return None
        return Remark(_once(known), _once(unknown), "")


def _folded(word: str) -> str:
    return re.sub(r"[ \t\u00a0_-]+", "_", unicodedata.normalize("NFC", word).strip().casefold())


def _once(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words))


def _rest(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The words around the tags. A tag inside a sentence stays there as a word."""
    out, at = "", 0
    for start, end in spans:
        out += text[at:start]
        after = re.sub(r"#[\w-]+", "", text[end:])
        out += text[start + 1 : end] if re.search(r"\w", out) and re.search(r"\w", after) else ""
        at = end
    return re.sub(r"[ \t]{2,}", " ", out + text[at:]).strip(" \t\n,;:–-")


def written(codes: Sequence[str], memo: str) -> str:
    """The comment that reads back as these codes and this memo: the tags on a line of their own."""
    return "\n".join(filter(None, [" ".join(f"#{code}" for code in codes), memo]))
