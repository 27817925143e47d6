"""Files that a passphrase opens, in the format of age."""

from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError

AGE = b"age-encryption.org/"
"""How such a file begins."""


def sealed(data: bytes, passphrase: str) -> bytes:
    """The data, encrypted."""
    encrypted: bytes = _pyrage().passphrase.encrypt(data, passphrase)
    return encrypted


def opened(data: bytes, passphrase: str, where: Path) -> bytes:
    """What was encrypted; a wrong passphrase, or a file that is none, is an error that names the file."""
    pyrage = _pyrage()
    try:
        plain: bytes = pyrage.passphrase.decrypt(data, passphrase)
    except pyrage.DecryptError:
        what = "the passphrase does not open it" if data.startswith(AGE) else "it is not encrypted with a passphrase"
        raise QualcodeError(what, where=str(where)) from None
    return plain


def _pyrage() -> Any:
    try:
        import pyrage
        import pyrage.passphrase
    except ImportError:
        hint = 'Install it with: pip install "qualcode[encrypt]"'
        raise QualcodeError("a passphrase needs the package pyrage, which is not installed", hint=hint) from None
    return pyrage
