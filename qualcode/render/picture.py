"""Pictures as files: what an output draws, with its caption and where it comes from in the file's properties."""

from functools import partial

from qualcode.document import Output
from qualcode.errors import WrongUsage


def _picture_bytes(format: str, output: Output) -> bytes:  # noqa: A002  the option's name
    if output.picture is None:
        drawn = "Drawn are themes, contrast, cooccur, saturation, compare and suggest --evaluate"
        raise WrongUsage("this has no picture", hint=f"{drawn}; a table goes into .xlsx, .docx, .html or .csv.")
    picture = output.picture()
    facts = output.provenance.facts(output.lang)
    return picture.save(format, picture.caption, "; ".join(f"{label}: {value}" for label, value in facts))


svg_bytes, png_bytes, pdf_bytes = (partial(_picture_bytes, form) for form in ("svg", "png", "pdf"))
