"""Numbers and lists as a language writes them: its signs and rules are those of CLDR, by Babel."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from babel import Locale

Lang = Literal["nb", "nn", "en"]
"""The language of what people read: bokmål, nynorsk or English."""
LANGS: tuple[Lang, ...] = get_args(Lang)
TAGS: Mapping[Lang, str] = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
"""What other programs call the languages: BCP 47."""
ABSENT = "–"
"""What stands where there is no number."""
_GROUPED = 10_000
"""Numbers of four digits stay together, in Norwegian and in English."""


def number(value: float | None, lang: Lang, digits: int | None = 2) -> str:
    """A number with so many decimals, or as many as it has; `ABSENT` where it is None or not a number."""
    if value is None or value != value:
        return ABSENT
    text = f"{value:z.6g}" if digits is None else f"{value:z.{digits}f}"
    return text if text.isdecimal() else _signed(text, lang)


def whole(value: float, lang: Lang) -> str:
    """A number without decimals, with its thousands apart."""
    if value != value or abs(value) < _GROUPED:
        return number(value, lang, 0)
    return _signed(f"{value:,.0f}", lang)


def _signed(text: str, lang: Lang) -> str:
    """A number as Python writes it, with the language's signs."""
    from babel.numbers import get_decimal_symbol, get_group_symbol, get_minus_sign_symbol

    locale = _locale(lang)
    signs = {"-": get_minus_sign_symbol(locale), ".": get_decimal_symbol(locale), ",": get_group_symbol(locale)}
    return "".join(signs.get(sign, sign) for sign in text)


def percent(share: float | None, lang: Lang, digits: int = 0) -> str:
    """A share of 1 in per cent."""
    if share is None or share != share:
        return ABSENT
    sign: str = _locale(lang).percent_formats[None].suffix[0]
    return number(100 * share, lang, digits) + sign


def listed(items: Sequence[str], lang: Lang) -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(items) < 2:
        return "".join(items)
    from babel.lists import format_list

    return format_list(items, locale=_locale(lang))


@cache
def _locale(lang: Lang) -> "Locale":
    from babel import Locale

    return Locale.parse(TAGS[lang], sep="-")
