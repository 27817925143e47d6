"""Files that a passphrase opens, in the format of age."""

from pathlib import Path
from typing import Any

from qualcode.errors import QualcodeError

AGE = b"age-encryption.org/"
"""How such a file begins."""
_TRIES = 8
"""age refuses files that took much more work to encrypt than this machine seems to manage in a second. How much that
is, it measures anew each time, and a machine that is busy for a moment measures far too little."""


def sealed(data: bytes, passphrase: str) -> bytes:
    """The data, encrypted."""
    encrypted: bytes = _pyrage().passphrase.encrypt(data, passphrase)
    return encrypted


def opened(data: bytes, passphrase: str, where: Path) -> bytes:
    """What was encrypted; a wrong passphrase, or a file that is none, is an error that names the file."""
    pyrage = _pyrage()
    for _ in range(_TRIES):
        try:
            plain: bytes = pyrage.passphrase.decrypt(data, passphrase)
        except pyrage.DecryptError as error:
            if "work" in str(error):
                continue
            what = (
                "the passphrase does not open it" if data.startswith(AGE) else "it is not encrypted with a passphrase"
            )
            raise QualcodeError(what, where=str(where)) from None
        return plain
    hint = "Try again when it is at rest, or on another machine."
    raise QualcodeError("the machine is too slow now to try the passphrase", where=str(where), hint=hint)


def _pyrage() -> Any:
    try:
        import pyrage
        import pyrage.passphrase
    except ImportError:
        hint = 'Install it with: pip install "qualcode[encrypt]"'
        raise QualcodeError("a passphrase needs the package pyrage, which is not installed", hint=hint) from None
    return pyrage
