"""Formats: each turns an `Output` into bytes (see `formats`). `write` puts one into a file, whole or not at all."""

from qualcode.render.files import format_of, write
from qualcode.render.formats import CONTENT_FORMATS, FORMATS, PICTURE_FORMATS, Format

__all__ = ["CONTENT_FORMATS", "FORMATS", "PICTURE_FORMATS", "Format", "format_of", "write"]
