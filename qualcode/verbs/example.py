"""The worked example's files: invented interviews from six offices, a codebook and two coders' codings."""

from importlib.resources import files
from pathlib import Path
from shutil import copyfile

from qualcode.errors import QualcodeError

PARTS = ("codebooks", "transcripts")


def shipped() -> Path:
    """The folder that holds the example: in the installed package, or beside it in a checkout."""
    package = Path(str(files("qualcode")))
    for folder in (package / "example", package.parent):
        if (folder / "codebooks" / "holf.yaml").is_file():
            return folder
    raise QualcodeError("the worked example's files are not there", hint="Install qualcode again.")


def lay_out(folder: Path) -> None:
    """Copy the example's files into `folder`. What is there already is left as it is."""
    source = shipped()
    for file in sorted(f for part in PARTS for f in (source / part).rglob("*") if f.is_file()):
        target = folder / file.relative_to(source)
        if not target.exists():
            try:
                target.parent.mkdir(parents=True, exist_ok=True)
                copyfile(file, target)
            except OSError as error:
                raise QualcodeError(f"cannot be written: {error.strerror}", where=str(target)) from None
