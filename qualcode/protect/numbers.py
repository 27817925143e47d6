"""Numbers and addresses that point at one person: national ids, telephones, accounts, vehicles, e-mail.

Whether a national id or an account number is one that could have been given out is asked of python-stdnum, which knows
the check digits. One that fails is shown all the same: a slip of the transcriber's pen still says whose it is.
"""

import re
from collections.abc import Iterator

from stdnum.no import fodselsnummer, kontonr

from qualcode.protect.mentions import Kind, Mention
from qualcode.protect.spoken import runs

_EDGE, _END = r"(?<![\w+])", r"(?!\w|[.,]\d)"
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_SAY, _DOT = r"(?:,?\s)", r"(?:punkt|dot|prikk|strek|understrek|bindestrek|underscore|dash|hyphen)"
_SAID_EMAIL = re.compile(
    rf"[\w.+-]+(?:{_SAY}{_DOT}{_SAY}[\w-]+)*{_SAY}(?:i\sett\sord\s|all\sone\sword\s)?(?:krøll[ -]?alfa"
    rf"|krølla|alfakrøll|snabel-?a|at|\(at\))"
    rf"{_SAY}[\w-]+(?:{_SAY}{_DOT}{_SAY}[\w-]+)*(?:{_SAY}(?:punkt|dot|prikk){_SAY}"
    rf"|\.)[a-z]{{2,10}}\b(?:{_SAY}(?:punkt|dot){_SAY}[a-z]{{2,10}}\b)?",
    re.IGNORECASE,
)
_ELEVEN = re.compile(rf"{_EDGE}(?:\d[ .\u00a0-]?){{10}}\d{_END}")
_DAY_THEN = re.compile(
    r"\d{6}[ .\u00a0-]?\d{5}|\d{2}[ .\u00a0-]?\d{2}[ .\u00a0-]?\d{2}[ .\u00a0-]\d{3}[ .\u00a0-]?\d{2}"
)
_BANK = re.compile(r"\d{4}[ .\u00a0-]\d{2}[ .\u00a0-]\d{5}")
_IBAN = re.compile(rf"{_EDGE}[A-Z]{{2}}\d{{2}}(?:[ \u00a0]?[\dA-Z]{{4}}){{2,7}}(?:[ \u00a0]?[\dA-Z]{{1,3}})?\b")
_SORT_CODE = re.compile(rf"{_EDGE}\d{{2}}-\d{{2}}-\d{{2}}(?:,?\s+(?:and\s+)?\d{{8}})?{_END}")
_PHONE = re.compile(
    rf"(?<![\w+.,/-])(?:(?:\(?(?:\+|00)\d{{1,3}}\)?[ \u00a0-]?(?:\(0\))?(?:\d[ \u00a0-]?){{5,11}}\d)"
    rf"|[2-9]\d(?:[ \u00a0-]?\d{{2}}){{3}}|[489]\d{{2}}[ \u00a0-]\d{{2}}[ \u00a0-]\d{{3}}"
    rf"|0\d{{3,4}}[ \u00a0-]?\d{{3}}[ \u00a0-]?\d{{3,4}}"
    rf"|[489]\d{{2}}[ \u00a0-]\d{{3}}[ \u00a0-]\d{{2}}|[489]\d{{3}}[ \u00a0-]\d{{4}}){_END}"
)
_PLATE = re.compile(r"(?<!\w)(?:[A-Z]{2}[ \u00a0-]?\d{5}|[A-Z]{2}\d{2}[ ]?[A-Z]{3})(?!\w)")
_TRAILER_PLATE = re.compile(r"(?<!\w)[A-Z]{2}[ \u00a0-]?\d{4}(?!\w)")
_SMALL_PLATE = re.compile(r"(?<!\w)[a-z]{2}[ \u00a0-]?\d{4,5}(?!\w)")
_PLATE_WORDS = re.compile(
    r"skilt|regist|reg\.|bilnummer|nummerplate|number plate|plate|bilen|varebil|tilhenger|kjennemerke", re.IGNORECASE
)
_NO_PLATE = frozenset(
    "er på kr av om ca nr de vi du og en et ei is in to of at by i på no nb ns iso is".upper().split()
)
_NOT_PHONE = re.compile(
    r"(?:kr\.?|kroner|sak(?:snummer|snr)?|nr\.?|orgnr|organisasjonsnummer|journal(?:nummer)?|ref\w*"
    r"|faktura\w*|kid|case number|invoice)\s*:?\s*$",
    re.IGNORECASE,
)
_MONEY_AFTER = re.compile(r"\s*(?:kr\b|kroner|,-|nok\b|euro|pund|pounds)", re.IGNORECASE)
_ACCOUNT_WORDS = re.compile(r"konto|account|bank|iban", re.IGNORECASE)
_ID_WORDS = re.compile(
    r"fødselsnummer|fødselsnr|personnummer|personnr|d-nummer|d-nr|national id|id number|identity", re.IGNORECASE
)
_ELEVEN_DIGITS, _EIGHT = 11, 8
_NEAR = 60


def numbers(text: str) -> Iterator[Mention]:
    """The numbers and addresses in a text, by what each is; places may overlap, the first are the surest."""
    for pattern, kind, why in (
        (_EMAIL, "email", "an e-mail address"),
        (_SAID_EMAIL, "email", "an e-mail address, said in words"),
    ):
        for match in pattern.finditer(text):
            yield Mention(*match.span(), "email" if kind == "email" else "account", why)
    for match in _ELEVEN.finditer(text):
        yield _eleven(text, *match.span())
    for match in _IBAN.finditer(text):
        yield Mention(*match.span(), "account", "an account number (IBAN)")
    for match in _SORT_CODE.finditer(text):
        if _ACCOUNT_WORDS.search(text, max(0, match.start() - _NEAR), match.start()) or len(match[0]) > 10:
            yield Mention(*match.span(), "account", "a sort code and account number")
    yield from _phones(text)
    yield from _plates(text)
    yield from _said(text)


def _eleven(text: str, start: int, end: int) -> Mention:
    """A national id or an account: by its blanks, the words before it, then its check digits."""
    written = text[start:end]
    digits = re.sub(r"\D", "", written)
    before = text[max(0, start - _NEAR) : start]
    is_id, is_account = bool(fodselsnummer.is_valid(digits)), bool(kontonr.is_valid(digits))
    bank = _BANK.fullmatch(written) is not None or (
        (_DAY_THEN.fullmatch(written) is None or (is_account and not is_id))
        and _said_last(before, _ACCOUNT_WORDS, _ID_WORDS)
    )
    if bank and not (is_id and not is_account and _BANK.fullmatch(written) is None):
        return Mention(start, end, "account", "an account number" if is_account else "looks like an account number")
    if _said_last(before, _ACCOUNT_WORDS, _ID_WORDS) and not is_id:
        return Mention(start, end, "account", "looks like an account number")
    return Mention(
        start, end, "national_id", _what(digits) if is_id else "looks like a national id, check digits wrong"
    )


def _what(digits: str) -> str:
    return "a D-number" if digits[0] in "4567" else "a national id (fødselsnummer)"


def _said_last(before: str, this: re.Pattern[str], other: re.Pattern[str]) -> bool:
    """Whether the last of these words before a place is one of `this` and not of `other`."""
    last = max((m.end() for m in this.finditer(before)), default=-1)
    return last > max((m.end() for m in other.finditer(before)), default=-1)


def _phones(text: str) -> Iterator[Mention]:
    for match in _PHONE.finditer(text):
        before = text[max(0, match.start() - 25) : match.start()]
        if (_NOT_PHONE.search(before) and "tlf" not in before.casefold()) or _MONEY_AFTER.match(text, match.end()):
            continue
        yield Mention(*match.span(), "phone", "a telephone number")


def _plates(text: str) -> Iterator[Mention]:
    for match in _PLATE.finditer(text):
        if match[0][:2] not in _NO_PLATE:
            yield Mention(*match.span(), "vehicle", "a vehicle's number plate")
    for match in _TRAILER_PLATE.finditer(text):
        if _PLATE_WORDS.search(text, max(0, match.start() - _NEAR), match.end() + _NEAR // 2):
            yield Mention(*match.span(), "vehicle", "a number plate of a trailer or tractor")
    for match in _SMALL_PLATE.finditer(text):
        near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR // 2]
        if match[0][:2].upper() not in _NO_PLATE and (len(match[0]) >= 7 or _PLATE_WORDS.search(near)):
            yield Mention(*match.span(), "vehicle", "looks like a vehicle's number plate")


def _said(text: str) -> Iterator[Mention]:
    """Numbers said digit by digit or in pairs."""
    for start, end, digits in runs(text):
        before = text[max(0, start - _NEAR) : start]
        kind: Kind = "phone"
        if len(digits) == _ELEVEN_DIGITS:
            kind = "account" if _said_last(before, _ACCOUNT_WORDS, _ID_WORDS) else "national_id"
        elif len(digits) < _EIGHT and not re.search(
            r"telefon|tlf|mobil|nummer|ring|phone|number|call", before, re.IGNORECASE
        ):
            continue
        yield Mention(start, end, kind, f"{len(digits)} digits, said in words")
