"""Cutting turns into segments: paragraphs or sentences."""

from qualcode.segment.cut import segments
from qualcode.segment.sentences import sentences

__all__ = ["segments", "sentences"]
