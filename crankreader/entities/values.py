"""Dates, money and counts: what a text says in figures, with its value.

Knows numbers and calendars, but no names of people, places or things.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator

from ..model import Mention

MONTHS = (
    ["january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"]
)
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]

_MONTH = (
    r"(?P<month{n}>January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
)
_ONE = _MONTH.replace("{n}", "")
_TWO = _MONTH.replace("{n}", "2")
_DAY = r"(?P<day{n}>(?:3[01]|[12]\d|0?[1-9]))(?:st|nd|rd|th)?(?![\d%]|[.,]\d{{2,}}\b(?<!\d\d\d\d))"
_D1, _D2 = (
    _DAY.replace("{n}", "").replace("{{2,}}", "{3}"),
    _DAY.replace("{n}", "2").replace("{{2,}}", "{3}"),
)
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?!\d|,\d)"
_TO = r"(?: ?[-–—] ?| to | and | through | until )"
_PART = r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[ -](?:to[ -]late[ -])?)"
_WEEKDAY = r"(?P<weekday>Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_LEAD = rf"(?:{_WEEKDAY},? (?:the )?)?"

_DATES = tuple(
    re.compile(r"(?<![\w/$€£-])" + pattern + r"(?![\w/])")
    for pattern in (
        r"(?P<year>\d{4})-(?P<monthno>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])",
        r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d{2})",
        r"(?P<one>\d{1,2})\.(?P<other>\d{1,2})\.(?P<year>\d{4})",
        rf"{_LEAD}{_D1} {_ONE}{_TO}{_D2} {_TWO}(?:,? {_YEAR})?",
        rf"{_LEAD}{_ONE} {_D1}{_TO}{_TWO} {_D2}(?:,? {_YEAR})?",
        rf"{_LEAD}{_D1}(?:{_TO}{_D2})?(?: of)? {_ONE}(?:,? {_YEAR})?",
        rf"{_LEAD}{_ONE} {_D1}(?:{_TO}{_D2}(?! [A-Z][a-z]+ber| January))?(?:,? {_YEAR})?",
        rf"{_PART}?{_ONE}(?:,? (?:of )?{_YEAR})",
        rf"{_PART}{_ONE}",
        rf"{_ONE}{_TO}{_TWO}(?:,? {_YEAR})?",
        rf"{_ONE}",
        r"(?P<year>(?:1[89]|20)\d\d)[-–/](?P<yearto>(?:1[89]|20)?\d\d)(?![-–]\d)",
        rf"{_PART}?(?:the )?(?P<decade>(?:1[89]|20)\d0)[’']?s",
        r"(?P<quarter>Q[1-4])(?: of)? (?P<year>(?:19|20)\d\d)",
        r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter) (?P<year>(?:19|20)\d\d)",
        rf"{_PART}?{_YEAR}",
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) )?{_WEEKDAY}",
    )
)
_DATE_CUE = re.compile(
    r"(?:in|of|since|by|until|till|before|after|from|during|for|on|between|this|last|next|and|to|through|early|late|mid"
    r"|every|each|each|prior to|around|throughout|,)\s+(?:the )?$|[(|]$|(?:^|\n)\s*$|-$",
    re.IGNORECASE,
)
_COUNTED_LATER = re.compile(r" (?!is|was|has|its|this|plans|as|elections|talks|sanctions)[a-z]+s\b")

_NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)"
_SCALE = {
    "k": 1e3, "thousand": 1e3, "lakh": 1e5, "m": 1e6, "mn": 1e6, "mln": 1e6, "million": 1e6, "crore": 1e7,
    "b": 1e9, "bn": 1e9, "bln": 1e9, "billion": 1e9, "t": 1e12, "tn": 1e12, "trn": 1e12, "trillion": 1e12,
}  # fmt: skip
_SCALE_WORD = r"(?:thousand|million|billion|trillion|mln|bln|mn|bn|tn|trn|crore|lakh)\b"
_SYMBOLS = {
    "$": "USD", "US$": "USD", "A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "HK$": "HKD", "NT$": "TWD",
    "S$": "SGD", "NZ$": "NZD", "R$": "BRL", "€": "EUR", "£": "GBP", "¥": "JPY", "₩": "KRW", "₽": "RUB",
    "₹": "INR", "₺": "TRY", "₪": "ILS", "₦": "NGN", "₴": "UAH", "₫": "VND", "฿": "THB", "₱": "PHP", "₸": "KZT",
}  # fmt: skip
_CODES = ["USD", "EUR", "GBP", "JPY", "CNY", "RMB", "RUB", "INR", "KRW", "AUD", "CAD", "CHF", "SEK", "NOK", "DKK", "PLN", "TRY", "ILS", "BRL", "ZAR", "NGN", "UAH", "IRR", "SAR", "AED", "QAR", "TWD", "HKD", "SGD", "THB", "IDR", "PHP", "MYR", "PKR", "EGP", "KES", "MXN", "ARS"]
_CURRENCIES = {
    "dollar": "USD", "euro": "EUR", "pound sterling": "GBP", "pounds sterling": "GBP", "yuan": "CNY",
    "renminbi": "CNY", "ruble": "RUB", "rouble": "RUB", "rupee": "INR", "rupiah": "IDR", "yen": "JPY",
    "won": "KRW", "hryvnia": "UAH", "hryvnias": "UAH", "rial": "IRR", "toman": "IRR", "lira": "TRY", "shekel": "ILS",
    "naira": "NGN", "franc": "CHF", "zloty": "PLN", "zlotys": "PLN", "peso": "MXN", "real": "BRL", "reais": "BRL",
    "rand": "ZAR", "dirham": "AED", "riyal": "SAR", "dinar": "KWD", "krona": "SEK", "kronor": "SEK", "krone": "NOK",
    "kroner": "NOK", "forint": "HUF", "baht": "THB", "ringgit": "MYR", "tenge": "KZT", "dong": "VND", "crown": "SEK",
}  # fmt: skip
_NATIONS = {
    "U.S.": "USD", "US": "USD", "Canadian": "CAD", "Australian": "AUD", "Hong Kong": "HKD", "Taiwan": "TWD",
    "Singapore": "SGD", "New Zealand": "NZD", "Swiss": "CHF", "Indian": "INR", "Pakistani": "PKR", "Kuwaiti": "KWD",
    "Iraqi": "IQD", "Saudi": "SAR", "Qatari": "QAR", "Mexican": "MXN", "Argentine": "ARS", "Philippine": "PHP",
    "Czech": "CZK", "Danish": "DKK", "Norwegian": "NOK", "Swedish": "SEK", "CFA": "XOF", "South Korean": "KRW",
    "Japanese": "JPY", "Chinese": "CNY", "Russian": "RUB", "Turkish": "TRY", "Iranian": "IRR", "Syrian": "SYP",
    "Egyptian": "EGP", "Lebanese": "LBP", "British": "GBP",
}  # fmt: skip
_MONEY = re.compile(
    rf"(?<![\w$])(?:(?P<sign>US\$|AU\$|CA\$|HK\$|NT\$|NZ\$|[ACSR]\$|[$€£¥₩₽₹₺₪₦₴₫฿₱₸])|(?P<code>{'|'.join(_CODES)})) ?"
    rf"(?P<amount>{_NUMBER})(?:(?:[-–]| to )(?:[$€£]?){_NUMBER}(?= ?-?(?:{_SCALE_WORD}|bn\b|m\b)))?"
    rf"(?:[ -]?(?P<scale>{_SCALE_WORD}|[mbkt]\b|[MBK]\b))?"
    rf"|(?<![\w.,])(?P<amount2>{_NUMBER})(?:[ -](?P<scale2>{_SCALE_WORD}))?[ -]"
    rf"(?:(?P<nation>{'|'.join(map(re.escape, _NATIONS))}) )?"
    rf"(?P<currency>(?:{'|'.join(sorted(_CURRENCIES, key=len, reverse=True))})(?:s|es)?|pounds? (?=\()|{'|'.join(_CODES)}|€)(?!\w)"
)

_MEASURES = (
    "percent|per cent|percentage points?|basis points|%|km²|km2|kms?|kilometers?|kilometres?|miles?|nautical miles?|meters?|metres?"
    "|feet|foot|ft|metric tons?|tons?|tonnes?|kgs?|kilograms?|kilotons?|megatons?|MW|GW|MWh|GWh|TWh|kWh|megawatts?|gigawatts?"
    "|barrels per day|barrels a day|barrels|bpd|hectares|acres|square (?:kilometers|kilometres|miles|meters|metres|feet)|sq km"
    "|cubic (?:meters|metres|feet)|bcm|mph|km/h|knots|liters|litres|gallons|GB|TB|ounces|grams|pounds"
)
_QUANTITY = re.compile(
    rf"(?<![\w$€£#/:+@.,’'])(?<![\w)]-)(?<!\d[–—])(?P<amount>{_NUMBER})(?:(?:[-–]| to )(?P<high>{_NUMBER})(?=[ -]?(?:{_SCALE_WORD}|%|percent)|,|\b))??"
    rf"(?:[ -](?P<scale>{_SCALE_WORD})|(?P<short>[mM]|bn|k)\b)?"
    rf"(?:(?P<measure>[ -]?(?:{_MEASURES}))(?!\w))?(?![\w/:@]|[–-]\d|\.\d|,\d)"
)
_DURATION = re.compile(
    r"[ -](?:(?:to|or|and) \d+[ -])?(?:consecutive |full |straight |calendar |working |more |long |or more )?"
    r"(?:years?|months?|weeks?|days?|hours?|minutes?|seconds?|decades?|centur(?:y|ies)|yrs?|hrs?|nights?)\b"
    r"| ?(?:[ap]\.?m\b|o['’]clock|GMT|UTC|EST|CET)"
)
_LABEL = re.compile(
    r"(?:[Aa]rticle|[Cc]hapter|[Ss]ection|[Pp]age|[Pp]p?\.|[Nn]o\.?|[Nn]umber|[Rr]esolution|[Vv]olume|[Vv]ol\.?|[Ii]ssue|[Ff]igure"
    r"|[Pp]art|[Pp]hase|[Tt]ype|[Ll]evel|[Gg]rade|[Rr]oom|[Ss]uite|[Ss]te|[Bb]ox|[Ff]light|[Rr]oute|[Mm]odel|[Ii]tem|aged?|[Gg]roup"
    r"|[Cc]lass|[Cc]ategory|[Bb]lock|[Bb]uilding|[Uu]nit|[Vv]ersion|[Tt]op|[Gg]eneration)\s$"
)
_STREET = re.compile(
    r"\b(?:Avenue|Ave|Street|Road|Rd|Blvd|Boulevard|Suite|Ste|P\.?O\.? Box|Floor)\b(?! (?:said|told))"
)
_NOT_COUNTED = frozenset(
    ["the", "a", "an", "is", "was", "were", "are", "be", "been", "being", "of", "in", "on", "at", "to", "from", "by", "with", "for", "as", "and", "or", "but", "that", "which", "who", "whose", "when", "while", "this", "its", "his", "her", "their", "our", "has", "have", "had", "will", "would", "could", "may", "might", "about", "more", "less", "than", "least", "most", "other", "others", "such", "also", "only", "just", "still", "already", "over", "under", "up", "down", "into", "after", "before", "since", "during", "so", "said"]
)
_AFTER_COUNT = frozenset(
    ["were", "are", "have", "had", "was", "remain", "remained", "died", "survived", "declared", "arrested", "detained", "missing", "people", "of", "others", "more", "dead", "killed", "wounded", "injured", "in", "out", "by", "and", "or", "to", "new", "additional", "other", "different"]
)
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


def find_values(text: str, period: str | None = None) -> list[Mention]:
    """Dates, money and quantities in order, disjoint; `period` (YYYY, YYYY-MM or a day) dates them."""
    taken = bytearray(len(text))
    found: list[Mention] = []
    for finder in (_money, lambda given: _dates(given, period), _quantities):
        for mention in finder(text):
            if not any(taken[mention.start : mention.end]):
                taken[mention.start : mention.end] = b"\1" * (mention.end - mention.start)
                found.append(mention)
    return sorted(found, key=lambda mention: mention.start)


def _money(text: str) -> Iterator[Mention]:
    for match in _MONEY.finditer(text):
        amount = match["amount"] or match["amount2"]
        value = _number(amount, match["scale"] or match["scale2"])
        if match["sign"]:
            unit = _SYMBOLS[match["sign"]]
        elif match["code"]:
            unit = "CNY" if match["code"] == "RMB" else match["code"]
        else:
            word = match["currency"]
            unit = _NATIONS.get(match["nation"] or "") or _currency(word)
        yield Mention(*match.span(), match.group(), "money", None, None, value, unit, "money")


def _currency(word: str) -> str:
    if word in _CODES:
        return "CNY" if word == "RMB" else word
    if word == "€":
        return "EUR"
    return _CURRENCIES.get(word) or _CURRENCIES.get(word.removesuffix("s"), "GBP")


def _number(digits: str, scale: str | None = None) -> float:
    value = float(digits.replace(",", ""))
    return value * _SCALE.get((scale or "").lower(), 1)


def _dates(text: str, period: str | None) -> Iterator[Mention]:
    day_first = _is_day_first(text)
    taken = bytearray(len(text))
    for number, pattern in enumerate(_DATES):
        for match in pattern.finditer(text):
            if any(taken[match.start() : match.end()]) or not _is_date(text, match):
                continue
            value = _date_value(match, period, day_first)
            if value == "":
                continue
            taken[match.start() : match.end()] = b"\1" * (match.end() - match.start())
            start, end = match.span()
            if match.group().startswith("the "):
                start += 4
            if text[start:end].endswith(".") and match.groupdict().get("month", "").endswith("."):
                end -= text[end - 1 : end] == "." and number == _LONE_MONTH
            yield Mention(start, end, text[start:end], "date", None, None, value, None, "date")


_LONE_MONTH = 10


def _is_date(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    month = groups.get("month")
    around = text[max(0, match.start() - 24) : match.start()]
    if month is not None and match.group() == month:
        if len(month.rstrip(".")) < 4 and month not in ("May", "June", "July"):
            return False
        if month in ("May", "March"):
            return _DATE_CUE.search(around) is not None and not _is_month_of_a_name(text, match)
        return not re.search(r"(?:Ms|Mr|Mrs|President|Minister)\.? $", around)
    if month == "May" and groups.get("day") and not groups.get("year"):
        return not re.search(r"\d,?\d* $", around)
    if set(k for k, v in groups.items() if v) <= {"year"} and match.group().isdigit():
        return _is_year(text, match, around)
    return True


def _is_month_of_a_name(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 14]
    return re.match(r"['’]s (?:gov|cab|min|dec|off)| said| told", after) is not None


def _is_year(text: str, match: re.Match[str], around: str) -> bool:
    after = text[match.end() : match.end() + 40]
    if _LABEL.search(around) or re.match(r"[,.]\d|%|-(?:pound|km|mile|foot|ton|strong)", after):
        return False
    if re.search(rf"^\s?(?:{_MEASURES})\b", after) or re.search(r"[A-Z]{2} $", around):
        return False
    line = text[text.rfind("\n", 0, match.start()) + 1 : match.end() + 60].split("\n")[0]
    if _STREET.search(line):
        return False
    if re.search(r"\b(?:some|about|nearly|almost|over|than|around|roughly|least|up to) $", around):
        return not _COUNTED_LATER.match(after)
    counted = re.match(
        r" (?:troops|soldiers|people|men|tons|tonnes|civilians|fighters|vehicles|drones|missiles)",
        after,
    )
    return counted is None


def _is_day_first(text: str) -> bool:
    """Whether 03/04/2024 is in April: said by the text's other dates, else by how it writes days."""
    pairs = re.findall(r"\b(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}\b", text)
    if any(int(one) > 12 for one, _ in pairs):
        return True
    if any(int(other) > 12 for _, other in pairs):
        return False
    names = "|".join(month.title() for month in MONTHS)
    month_first = len(re.findall(rf"(?:{names}) \d{{1,2}}\b", text))
    return len(re.findall(rf"\b\d{{1,2}} (?:{names})", text)) >= month_first


def _date_value(match: re.Match[str], period: str | None, day_first: bool) -> str | None:
    """The ISO value; None where no year is known; "" where it is no date."""
    groups: dict[str, str | None] = match.groupdict()
    get: Callable[[str], str | None] = groups.get
    if get("one"):
        one, other = int(get("one") or 0), int(get("other") or 0)
        day, month = (one, other) if day_first else (other, one)
        year = get("year") or ""
        return _day(year if len(year) == 4 else "20" + year, month, day) or ""
    if decade := get("decade"):
        return f"{decade}/{int(decade) + 9}"
    if year_to := get("yearto"):
        year = get("year") or ""
        last = year_to if len(year_to) == 4 else year[:2] + year_to
        return f"{year}/{last}" if int(year) < int(last) <= int(year) + 200 else ""
    if quarter := get("quarter"):
        first = int(quarter[1]) * 3 - 2
        return f"{get('year')}-{first:02}/{get('year')}-{first + 2:02}"
    if get("month") or get("monthno"):
        return _month_value(get, period)
    if get("weekday"):
        return _weekday_value(get, period)
    return get("year")


def _month_value(get: Callable[[str], str | None], period: str | None) -> str | None:
    month = int(get("monthno") or 0) or _month_number(get("month") or "")
    year = get("year") or _year_near(period, month)
    if year is None:
        return None if _day("2024", month, int(get("day") or 1)) else ""
    if not get("day"):
        if get("month2"):
            return f"{year}-{month:02}/{year}-{_month_number(get('month2') or ''):02}"
        return f"{year}-{month:02}"
    first = _day(year, month, int(get("day") or 0))
    if first is None:
        return ""
    if not get("day2"):
        return first
    last_month = _month_number(get("month2") or "") or month
    last_year = str(int(year) + 1) if last_month < month and not get("year") else year
    last = _day(last_year, last_month, int(get("day2") or 0))
    return f"{first}/{last}" if last else first


def _month_number(name: str) -> int:
    short = name.lower()[:3]
    return next((i for i, month in enumerate(MONTHS, 1) if name and month.startswith(short)), 0)


def _year_near(period: str | None, month: int) -> str | None:
    """The period's year; December named at the opening of a year is the December before."""
    if not period:
        return None
    year, _, rest = period.partition("-")
    if rest and month - int(rest[:2]) >= 10:
        return str(int(year) - 1)
    return year


def _weekday_value(get: Callable[[str], str | None], period: str | None) -> str | None:
    if not period or len(period) != 10:
        return None
    try:
        today = datetime.date.fromisoformat(period)
    except ValueError:
        return None
    number = WEEKDAYS.index((get("weekday") or "").lower())
    back = (today.weekday() - number) % 7
    if (get("which") or "").lower() == "next":
        return (today + datetime.timedelta(days=7 - back)).isoformat()
    if (get("which") or "").lower() == "last" and back == 0:
        back = 7
    return (today - datetime.timedelta(days=back)).isoformat()


def _day(year: str, month: int, day: int) -> str | None:
    try:
        return datetime.date(int(year), month, day).isoformat()
    except ValueError:
        return None


def _quantities(text: str) -> Iterator[Mention]:
    for match in _QUANTITY.finditer(text):
        if not _is_counted(text, match):
            continue
        scale = match["scale"] or match["short"]
        measure = match["measure"]
        unit = (measure or "").strip(" -") or _counted(text, match.end())
        if unit in ("%", "per cent"):
            unit = "percent"
        yield Mention(
            *match.span(), match.group(), "quantity", None, None,
            _number(match["amount"], scale), unit, "quantity",
        )  # fmt: skip


def _is_counted(text: str, match: re.Match[str]) -> bool:
    if match["measure"]:
        return True
    before = text[max(0, match.start() - 14) : match.start()]
    after = text[match.end() : match.end() + 60]
    if _DURATION.match(after) or _LABEL.search(before):
        return False
    if "," in match["amount"] or match["scale"] or match["short"]:
        return not after.startswith("-year")
    if after[:1] in "-–)" or "." in match["amount"] or match["amount"].startswith("0"):
        return False
    line_start = text.rfind("\n", 0, match.start()) + 1
    line = text[line_start:].split("\n", 1)[0]
    if _STREET.search(line) or (not text[line_start : match.start()].strip() and after[:1] in ".)"):
        return False
    if re.search(r"[A-Z]\w* $", before) and not re.search(
        r"(?:^|[.!?]\s|The |At |Some |About |Nearly |Over |All |Only |Another |Around |And |In |Of )\S* ?$",
        before,
    ):
        return False
    word = _WORD.match(after, 1) if after[:1] == " " else None
    if word is None:
        return False
    if word.group() in _AFTER_COUNT:
        return True
    return _counted(text, match.end()) is not None


def _counted(text: str, start: int) -> str | None:
    """The noun after a number: the first plural, demonyms and adjectives passed over."""
    rest = re.split(r"[,.;:()!?\n—–]", text[start : start + 80], maxsplit=1)[0]
    for number, word in enumerate(_WORD.findall(rest)):
        if number > 4:
            return None
        lower = word.lower()
        if word in (
            "people",
            "personnel",
            "men",
            "women",
            "children",
            "aircraft",
            "police",
            "staff",
        ):
            return lower
        if lower in _NOT_COUNTED:
            if lower in ("of", "more", "other", "additional", "the") and number < 3:
                continue
            return None
        if word.endswith("s") and not lower.endswith(("ss", "us", "is")):
            if word[0].islower() or number == 0:
                return lower
    return None
