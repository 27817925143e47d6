"""What a person saw when they decided: a verb that writes refuses where the text is another one by now.

A screen that stands open while a colleague replaces the transcript would otherwise code other words than those seen. On
the command line what was seen is what is written (a quote, a sheet's hash); a bare place means the text as it is.
"""

from dataclasses import dataclass

from qualcode.errors import QualcodeError
from qualcode.model import Span, Transcript


class Outdated(QualcodeError):
    """What somebody saw when they decided is not what stands there now."""


@dataclass(frozen=True)
class Seen:
    """The text that was shown, by its SHA-256, or the words of the place; either may be empty where it is not known."""

    sha256: str = ""
    quote: str = ""

    @classmethod
    def of(cls, transcript: Transcript, place: Span | None = None) -> "Seen":
        """What somebody sees who has this transcript before them, and this place in it."""
        return cls(transcript.sha256, transcript.quote(place) if place else "")

    def check(self, now: Transcript, place: Span | None = None) -> None:
        """Refuse if a transcript, or the place in it, is not what was seen. The same words at the place are enough."""
        if place and self.quote:
            same = now.quote(place) == self.quote
        else:
            same = self.sha256 in ("", now.sha256)
        if not same:
            raise Outdated(
                f"the text of {now.name} was replaced since you saw it",
                hint="Nothing was changed. Look at it as it is now, and do it again there.",
            )


def check(seen: Seen | None, now: Transcript, place: Span | None = None) -> None:
    """Refuse what was decided on another text; `None` means the text as it is."""
    if seen:
        seen.check(now, place)
