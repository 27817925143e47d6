"""What the options of commands may be: each list of fixed words once, for whoever offers it and whoever acts on it.

There is nothing to load here, so that the help of every command is quick. The formats of files are in
`render.formats`, the languages of documents in `document`.
"""

from typing import Literal, get_args

Level = Literal["theme", "code"]
"""Whether a table is of themes or of single codes."""
Together = Literal["overlap", "segment", "turn", "transcript"]
"""What counts as two codes standing together."""
Share = Literal["transcripts", "words"]
"""What groups are compared by: the share of transcripts with a theme, or of participants' words in it."""
Design = Literal["paired", "independent"]
"""Whether two groups are compared in pairs."""
CaseCell = Literal["present", "codings", "words"]
"""What stands in a cell of the case matrix."""
Within = Literal["segment", "turn", "transcript"]
"""Where the parts of a search are to meet."""
Extent = Literal["match", "segment", "turn"]
"""How much around a hit is coded."""
AgreementUnit = Literal["character", "segment", "turn", "transcript", "span"]
"""What is counted when coders are compared."""
DisagreementKind = Literal["boundary", "split", "different code", "extra label", "omission"]
"""How two coders can differ on a passage."""
DisagreementOrder = Literal["text", "kind", "code", "overlap"]
"""What comes first in a list of disagreements."""
AdjudicationChoice = Literal["A", "B", "both", "span", "neither", "codebook"]
"""How a disagreement is settled."""
ReviewOrder = Literal["confidence", "uncertainty", "use"]
"""What comes first in a review: the surest, the least sure, or what teaches most."""
ReviewGroup = Literal["code", "transcript"]
"""What is reviewed one after the other."""
Dialect = Literal["standard", "nvivo", "maxqda", "atlasti", "qualcoder"]
"""How a REFI-QDA project counts characters."""
Side = Literal["ours", "theirs"]
"""Whose version counts where two copies of a project both changed something."""
Segmenting = Literal["paragraph", "sentence"]
"""What a segment is, in a project's settings."""
Method = Literal["codebook", "reflexive"]
"""The project's kind of analysis, in its settings."""
ScreenTheme = Literal["light", "dark"]
"""The colours of the full screen."""

LEVELS: tuple[Level, ...] = get_args(Level)
TOGETHER: tuple[Together, ...] = get_args(Together)
SHARES: tuple[Share, ...] = get_args(Share)
DESIGNS: tuple[Design, ...] = get_args(Design)
CASE_CELLS: tuple[CaseCell, ...] = get_args(CaseCell)
WITHIN: tuple[Within, ...] = get_args(Within)
EXTENTS: tuple[Extent, ...] = get_args(Extent)
AGREEMENT_UNITS: tuple[AgreementUnit, ...] = get_args(AgreementUnit)
DISAGREEMENT_KINDS: tuple[DisagreementKind, ...] = get_args(DisagreementKind)
DISAGREEMENT_ORDERS: tuple[DisagreementOrder, ...] = get_args(DisagreementOrder)
ADJUDICATION_CHOICES: tuple[AdjudicationChoice, ...] = get_args(AdjudicationChoice)
REVIEW_ORDERS: tuple[ReviewOrder, ...] = get_args(ReviewOrder)
REVIEW_GROUPS: tuple[ReviewGroup, ...] = get_args(ReviewGroup)
DIALECTS: tuple[Dialect, ...] = get_args(Dialect)
SIDES: tuple[Side, ...] = get_args(Side)
SEGMENTINGS: tuple[Segmenting, ...] = get_args(Segmenting)
METHODS: tuple[Method, ...] = get_args(Method)
SCREEN_THEMES: tuple[ScreenTheme, ...] = get_args(ScreenTheme)
