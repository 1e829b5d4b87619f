"""Money, quantities and percentages in a text, with their numbers and units.

Knows currencies, measures and what is no count: ages, durations, addresses, articles of law.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ..model import Mention


def _table(lines: str) -> dict[str, str]:
    """The code of each name that a line lists behind it."""
    rows = (line.split(": ") for line in lines.strip().splitlines())
    return {name: code for code, names in rows for name in names.split(", ")}


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = {
    word: factor
    for words, factor in (
        ("k thousand", 1e3),
        ("lakh", 1e5),
        ("m mn mln million", 1e6),
        ("crore", 1e7),
        ("b bn bln billion", 1e9),
        ("t tn trn trillion", 1e12),
    )
    for word in words.split()
}
_SCALE_WORD = (
    r"(?:thousand|million|billion|trillion|mln|bln|mn|bn|tn|trn|crore|lakh"
    r"|Thousand|Million|Billion|Trillion)\b"
)
_SYMBOLS = _table("""
USD: $, US$
AUD: A$, AU$
CAD: C$, CA$
HKD: HK$
TWD: NT$
SGD: S$
NZD: NZ$
BRL: R$
EUR: €
GBP: £
JPY: ¥
KRW: ₩
RUB: ₽
INR: ₹, Rs, Rs.
TRY: ₺
ILS: ₪
NGN: ₦
UAH: ₴
VND: ₫
THB: ฿
PHP: ₱
KZT: ₸
KES: KSh, Ksh
UGX: USh
TZS: TSh
GHS: GH₵, GH¢
IDR: Rp
MYR: RM
BDT: Tk
XOF: CFA, FCFA
""")
_LETTERS = {"R": "ZAR", "P": "PHP"}
"""Signs that are letters: only before millions."""
_CODES = _words(
    """
USD EUR GBP JPY CNY RMB RUB INR KRW AUD CAD CHF SEK NOK DKK PLN TRY ILS BRL ZAR NGN UAH IRR
SAR AED QAR TWD HKD SGD THB IDR PHP MYR PKR EGP KES MXN ARS SDG SSP TZS UGX ETB GHS XOF XAF MAD
DZD TND LYD IQD JOD LBP SYP YER OMR BHD KWD AZN GEL AMD KGS TJS UZS TMT MNT MMK LAK KHR VND BDT LKR
NPR AFN MDL BYN RSD BAM MKD ISK HUF CZK RON BGN COP PEN CLP UYU PYG BOB VES CUP DOP KZT RWF ZMW MZN
"""
)
_CURRENCIES = _table("""
USD: dollar
EUR: euro
GBP: pound sterling, pounds sterling
CNY: yuan, renminbi
RUB: ruble, rouble
INR: rupee
IDR: rupiah
JPY: yen
KRW: won
UAH: hryvnia, hryvnias
IRR: rial, toman
TRY: lira
ILS: shekel
NGN: naira
CHF: franc
PLN: zloty, zlotys
MXN: peso
BRL: real, reais
ZAR: rand
AED: dirham
SAR: riyal
KWD: dinar
SEK: krona, kronor, crown
NOK: krone, kroner
HUF: forint
THB: baht
MYR: ringgit
KZT: tenge
KGS: som, soms
UZS: sum, sums, soum, soums
TJS: somoni, somonis
TMT: manat, manats
GEL: lari, laris
AMD: dram, drams
MMK: kyat, kyats
PHP: piso
LKR: Sri Lankan rupee
ETB: birr
KES: shilling
GHS: cedi, cedis
XAF: CFA franc
PLN: złoty
CZK: koruna, korunas
RSD: Serbian dinar
BGN: lev, leva
RON: leu, lei
MNT: tugrik, tugriks
VND: dong
""")
_NATIONS = _table("""
USD: U.S., US
CAD: Canadian
AUD: Australian
HKD: Hong Kong
TWD: Taiwan
SGD: Singapore
NZD: New Zealand
CHF: Swiss
INR: Indian
PKR: Pakistani
KWD: Kuwaiti
IQD: Iraqi
SAR: Saudi
QAR: Qatari
MXN: Mexican
ARS: Argentine
PHP: Philippine
CZK: Czech
DKK: Danish
NOK: Norwegian
SEK: Swedish
XOF: CFA
KRW: South Korean
JPY: Japanese
CNY: Chinese
RUB: Russian
TRY: Turkish
IRR: Iranian
SYP: Syrian
EGP: Egyptian
LBP: Lebanese
GBP: British
""")

_LETTER_SIGN = rf"[RP](?=\d[\d.,]*[ -]?(?:{_SCALE_WORD}))"
_MONEY = re.compile(
    rf"(?<![\w$])(?:(?P<sign>{_any(_SYMBOLS)}|{_LETTER_SIGN}) ?"
    rf"|(?P<code>{_any(_CODES)})(?: |(?=\d{{3}}|\d+[.,]\d|\d+ ?(?:{_SCALE_WORD}))))"
    rf"(?P<amount>{_NUMBER})"
    rf"(?:(?:[-–]| to )[$€£]?{_NUMBER}(?= ?-?(?:{_SCALE_WORD}|bn\b|m\b)))?"
    rf"(?:[ -]?(?P<scale>{_SCALE_WORD}|[mbkt]\b|[MBK]\b))?"
    rf"|(?<![\w.,])(?P<amount2>{_NUMBER})(?:[ -](?P<scale2>{_SCALE_WORD}))?[ -]"
    rf"(?:(?P<nation>{_any(_NATIONS)}) )?"
    rf"(?P<currency>(?:{_any(_CURRENCIES)})(?:s|es)?|pounds? (?=\()|{_any(_CODES)}|€)(?!\w)"
)

MEASURES = (
    r"percent|per cent|percentage points?|basis points|%|km²|km2|kms?|kilomet(?:er|re)s?|miles?"
    r"|nautical miles?|met(?:er|re)s?|feet|foot|ft|metric tons?|tons?|tonnes?|kgs?|kilograms?"
    r"|kilotons?|megatons?|MW|GW|MWh|GWh|TWh|kWh|megawatts?|gigawatts?|barrels per day"
    r"|barrels a day|barrels|bpd|hectares|acres"
    r"|square (?:kilomet(?:er|re)s|miles|met(?:er|re)s|feet)"
    r"|sq km|cubic (?:met(?:er|re)s|feet)|bcm|mph|km/h|knots|lit(?:er|re)s|gallons|GB|TB|ounces"
    r"|grams|pounds"
)
_QUANTITY = re.compile(
    rf"(?<![\w$€£#/:+@.,’'])(?<![\w)]-)(?<!\d[–—])(?P<amount>{_NUMBER})"
    rf"(?:(?:[-–]| to )(?P<high>{_NUMBER})(?=[ -]?(?:{_SCALE_WORD}|%|percent)|,|\b))??"
    rf"(?:[ -](?P<scale>{_SCALE_WORD})|(?P<short>[mM]|bn|k)\b)?"
    rf"(?:(?P<measure>[ -]?(?:{MEASURES}))(?!\w))?(?![\w/:@]|[–-]\d|\.\d|,\d)"
)
_DURATION = re.compile(
    r"[ -](?:(?:to|or|and) \d+[ -])?"
    r"(?:consecutive |full |straight |calendar |working |more |long |or more )?"
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|yrs?|hrs?"
    r"|nights?)\b| ?(?:[ap]\.?m\b|o['’]clock|GMT|UTC|EST|CET)"
)
LABEL = re.compile(
    r"\b(?:article|chapter|section|page|pp?\.|no\.?|number|resolution|volume|vol\.?|issue|figure"
    r"|part|phase|type|level|grade|room|suite|ste|box|flight|route|model|item|aged?|group|class"
    r"|category|block|building|unit|version|top|generation)\s$",
    re.IGNORECASE,
)
STREET = re.compile(
    r"\b(?:Avenue|Ave|Street|Road|Rd|Blvd|Boulevard|Suite|Ste|P\.?O\.? Box|Floor)\b(?! said| told)"
)
_SENTENCE_START = re.compile(
    r"(?:^|[.!?]\s|\b(?:The|At|Some|About|Nearly|Over|All|Only|Another|Around|And|In|Of) )\S* ?$"
)
_NOT_COUNTED = _words(
    """
the a an is was were are be been being of in on at to from by with for as and or but that
which who whose when while this its his her their our has have had will would could may might
about more less than least most other others such also only just still already over under up
down into after before since during so said
"""
)
_AFTER_COUNT = _words(
    """
were are have had was remain remained died survived declared arrested detained missing people
of others more dead killed wounded injured in out by and or to new additional other different
"""
)
_COUNTED_AS_IT_IS = _words("people personnel men women children aircraft police staff")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_LINE_REACH = 120


def line_around(text: str, at: int) -> str:
    """The line a character stands in, as far as it may be an address."""
    start = max(text.rfind("\n", max(0, at - _LINE_REACH), at) + 1, at - _LINE_REACH, 0)
    return text[start : at + _LINE_REACH].split("\n", 1)[0]


def money(text: str) -> Iterator[Mention]:
    """Amounts with a currency; the unit is its code."""
    for match in _MONEY.finditer(text):
        value = _number(match["amount"] or match["amount2"], match["scale"] or match["scale2"])
        if match["sign"]:
            unit = _SYMBOLS.get(match["sign"]) or _LETTERS[match["sign"]]
        elif match["code"]:
            unit = _code(match["code"])
        else:
            unit = _NATIONS.get(match["nation"] or "") or _currency(match["currency"])
        yield Mention(*match.span(), match.group(), "money", None, None, value, unit, "money")


def quantities(text: str) -> Iterator[Mention]:
    """Figures that count something; the unit is what is counted, or the measure."""
    for match in _QUANTITY.finditer(text):
        if not _is_counted(text, match):
            continue
        value = _number(match["amount"], match["scale"] or match["short"])
        unit = (match["measure"] or "").strip(" -") or _counted(text, match.end())
        if unit in ("%", "per cent"):
            unit = "percent"
        yield Mention(*match.span(), match.group(), "quantity", None, None, value, unit, "quantity")


def _code(code: str) -> str:
    return "CNY" if code == "RMB" else code


def _currency(word: str) -> str:
    if word in _CODES:
        return _code(word)
    if word == "€":
        return "EUR"
    return _CURRENCIES.get(word) or _CURRENCIES.get(word.removesuffix("s"), "GBP")


def _number(digits: str, scale: str | None = None) -> float:
    return float(digits.replace(",", "")) * _SCALE.get((scale or "").lower(), 1)


def _is_counted(text: str, match: re.Match[str]) -> bool:
    if match["measure"]:
        return True
    before = text[max(0, match.start() - 24) : match.start()]
    after = text[match.end() : match.end() + 60]
    if _DURATION.match(after) or LABEL.search(before):
        return False
    if "," in match["amount"] or match["scale"] or match["short"]:
        return not after.startswith("-year")
    if after[:1] in "-–)" or "." in match["amount"] or match["amount"].startswith("0"):
        return False
    if _is_address_or_list(text, match, after):
        return False
    if re.search(r"[A-Z]\w* $", before) and not _SENTENCE_START.search(before):
        return False
    if _TOLL.search(before) and not after.startswith("-"):
        return True
    if _POLL.search(before) and after[:1] in ",.;":
        return True
    word = _WORD.match(after, 1) if after[:1] == " " else None
    if word is None:
        return False
    if _COUNTED_NATIONS.match(after):
        return True
    return word.group() in _AFTER_COUNT or _counted(text, match.end()) is not None


_TOLL = re.compile(
    r"(?:kill(?:ed|ing)|injur(?:ed|ing)|wound(?:ed|ing)|arrest(?:ed|ing)|detain(?:ed|ing))"
    r"(?: (?:at least|more than|over|some|about|nearly|up to))? $"
)
_POLL = re.compile(r"(?:\bwon|votes to|\bhad|\bhas|\blost|\bfrom \d{1,3} to) $")
_COUNTED_NATIONS = re.compile(
    r" [A-Z][a-z]+(?:an|ese|ish|i|ch|ian)(?: and (?:\d+ )?[A-Z][a-z]+)? [a-z]+s?\b"
)


def _is_address_or_list(text: str, match: re.Match[str], after: str) -> bool:
    opening = text[max(0, match.start() - 8) : match.start()].rpartition("\n")[2]
    is_listed = after[:1] in ".)" and not opening.strip()
    return is_listed or STREET.search(line_around(text, match.start())) is not None


def _counted(text: str, start: int) -> str | None:
    """The noun after a number: the first plural, demonyms and adjectives passed over."""
    rest = re.split(r"[,.;:()!?\n—–]", text[start : start + 80], maxsplit=1)[0]
    for number, word in enumerate(_WORD.findall(rest)):
        lower = word.lower()
        if number > 4:
            return None
        if lower in _COUNTED_AS_IT_IS:
            return str(lower)
        if lower in _NOT_COUNTED:
            if lower in ("of", "more", "other", "additional", "the") and number < 3:
                continue
            return None
        is_plural = word.endswith("s") and not lower.endswith(("ss", "us", "is"))
        if is_plural and (word[0].islower() or number == 0):
            return str(lower)
    return None
