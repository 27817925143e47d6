"""What is known of a project when codes are suggested: its texts, its codebook, and what people have made of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

from qualcode.errors import QualcodeError
from qualcode.model import Code, Codebook, Coding, Transcript
from qualcode.suggest.engine.segments import Decisions
from qualcode.suggest.options import Options, Rejection


@dataclass(frozen=True)
class Known:
    """Everything that suggestions may learn from.

    `finished` are pairs of transcript and coder who has read all of it; `transcripts` may be gone through many times.
    """

    transcripts: Sequence[Transcript]
    codebook: Codebook
    codings: Sequence[Coding] = ()
    finished: Collection[tuple[str, str]] = ()
    rejections: Sequence[Rejection] = ()

    @cached_property
    def codes(self) -> tuple[Code, ...]:
        """The codes that can be suggested: all that are not retired."""
        codes = tuple(code for code in self.codebook.walk() if not code.retired)
        if not codes:
            raise QualcodeError("the codebook has no codes to suggest", hint="Add codes with `qualcode codebook add`.")
        return codes

    def options(self, given: Options | None) -> Options:
        """The options given, or the usual ones in the codebook's language."""
        return given or Options(language=self.codebook.language)

    def decisions(self, options: Options) -> Decisions:
        """What those coders whose codings teach have decided about the codes that can be suggested."""
        ids = [code.id for code in self.codes]
        return Decisions(ids, self.codings, self.finished, self.rejections, options.coders)
