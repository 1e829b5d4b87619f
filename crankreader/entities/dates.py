"""Dates in a text and the days, months and years they mean.

Knows the calendar and English months and weekdays; a date without a year asks the period.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from itertools import chain

from ..model import Mention
from .amounts import LABEL, MEASURES, STREET, line_around

_MONTH_NAMES = (
    "January|February|March|April|May|June|July|August|September|October|November|December"
)
_WEEKDAY_NAMES = "Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday"
_MONTHS = _MONTH_NAMES.lower().split("|")
_WEEKDAYS = _WEEKDAY_NAMES.lower().split("|")


def _month(number: str = "") -> str:
    short = r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?"
    return rf"(?P<month{number}>{_MONTH_NAMES}|{short})"


def _day_of_month(number: str = "") -> str:
    """1 to 31, not the beginning of 12,000 or of 20%."""
    return rf"(?P<day{number}>3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?(?![\d%]|[.,]\d{{3}})"


_ONE, _TWO = _month(), _month("2")
_D1, _D2 = _day_of_month(), _day_of_month("2")
_YEAR = r"(?P<year>(?:1[89]|20)\d\d)(?!\d|,\d)"
_TO = r"(?: ?[-–—] ?| to | and | through | until )"
_UNTIL = r"(?: ?[-–—] ?| to | through | until )"
"""Between months and whole dates "and" joins two of them."""
_PART = r"(?:(?P<part>[Ee]arly|[Mm]id|[Ll]ate)[ -](?:to[ -]late[ -])?)"
_WEEKDAY = rf"(?P<weekday>{_WEEKDAY_NAMES})"
_LEAD = rf"(?:{_WEEKDAY},? (?:the )?)?"

_DATES = tuple(
    re.compile(r"(?<![\w/$€£-])" + pattern + r"(?![\w/])")
    for pattern in (
        r"(?P<year>\d{4})-(?P<monthno>0[1-9]|1[0-2])-(?P<day>0[1-9]|[12]\d|3[01])",
        r"(?P<one>\d{1,2})/(?P<other>\d{1,2})/(?P<year>\d{4}|\d{2})",
        r"(?P<one>\d{1,2})\.(?P<other>\d{1,2})\.(?P<year>\d{4})",
        rf"{_LEAD}{_D1} {_ONE}{_UNTIL}{_D2} {_TWO}(?:,? {_YEAR})?",
        rf"{_LEAD}{_ONE} {_D1}{_UNTIL}{_TWO} {_D2}(?:,? {_YEAR})?",
        rf"{_LEAD}{_D1}(?:{_TO}{_D2})?(?: of)? {_ONE}(?:,? {_YEAR})?",
        rf"{_LEAD}{_ONE} {_D1}(?:{_TO}{_D2}(?! [A-Z][a-z]+ber| January))?(?:,? {_YEAR})?",
        rf"{_PART}?{_ONE}(?:,? (?:of )?{_YEAR})",
        rf"{_PART}{_ONE}",
        rf"{_ONE}{_UNTIL}{_TWO}(?:,? {_YEAR})?",
        rf"{_ONE}",
        r"(?P<year>(?:1[89]|20)\d\d)[-–/](?P<yearto>(?:1[89]|20)?\d\d)(?![-–]\d)",
        rf"{_PART}?(?:the )?(?P<decade>(?:1[89]|20)\d0)[’']?s",
        r"(?P<quarter>Q[1-4])(?: of)? (?P<year>(?:19|20)\d\d)",
        r"(?:[Ss]pring|[Ss]ummer|[Aa]utumn|[Ff]all|[Ww]inter) (?P<year>(?:19|20)\d\d)",
        rf"{_PART}?{_YEAR}",
        rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his) )?{_WEEKDAY}",
    )
)
_LINE = re.compile(r"[^\n]+")
_SIGN = re.compile(
    r"\d|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed|Thu|Fri|Sat|Sun"
)
"""One of them stands in every date, and no date goes over the end of a line."""
_LONE_MONTH = 10
"""The pattern that finds a month by itself."""
_DATE_CUE = re.compile(
    r"\b(?:in|of|since|by|until|till|before|after|from|during|for|on|between|this|last|next|and|to"
    r"|through|early|late|mid|every|each|prior to|around|throughout)\s+(?:the )?$"
    r"|,\s+$|[(|]$|-$",
    re.IGNORECASE,
)
_HEADS_A_LINE = re.compile(r"\s{0,2}(?:$|[\r\n:–—])| [A-Z][a-z]+s?[ \t]*(?:$|[\r\n])")
_HEDGE = re.compile(r"\b(?:some|about|nearly|almost|over|than|around|roughly|least|up to) $")
_COUNTED_LATER = re.compile(r" (?!is|was|has|its|this|plans|as|elections|talks|sanctions)[a-z]+s\b")

_COUNTED = re.compile(
    r" (?:troops|soldiers|people|men|tons|tonnes|civilians|fighters|vehicles|drones|missiles)\b"
)


def dates(text: str, period: str | None) -> Iterator[Mention]:
    """Calendar expressions with a month, a year or a weekday, the most telling pattern first."""
    day_first = _is_day_first(text)
    taken = bytearray(len(text))
    lines = [line.span() for line in _LINE.finditer(text) if _SIGN.search(line.group())]
    for number, pattern in enumerate(_DATES):
        for match in chain.from_iterable(pattern.finditer(text, *line) for line in lines):
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


def _is_date(text: str, match: re.Match[str]) -> bool:
    groups = match.groupdict()
    month = groups.get("month")
    around = text[max(0, match.start() - 24) : match.start()]
    if month is not None and match.group() == month:
        if len(month.rstrip(".")) < 4 and month not in ("May", "June", "July"):
            return False
        if month in ("May", "March"):
            if not around.rpartition("\n")[2].strip():
                return _HEADS_A_LINE.match(text, match.end()) is not None
            return _DATE_CUE.search(around) is not None and not _is_month_of_a_name(text, match)
        return not re.search(r"(?:Ms|Mr|Mrs|President|Minister)\.? $", around)
    if month == "May" and groups.get("day") and not groups.get("year"):
        return not re.search(r"\d,?\d* $", around)
    if {name for name, value in groups.items() if value} <= {"year"} and match.group().isdigit():
        return _is_year(text, match, around)
    return True


def _is_month_of_a_name(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + 14]
    return re.match(r"['’]s (?:gov|cab|min|dec|off)| said| told", after) is not None


def _is_year(text: str, match: re.Match[str], around: str) -> bool:
    after = text[match.end() : match.end() + 40]
    if LABEL.search(around) or re.match(r"[,.]\d|%|-(?:pound|km|mile|foot|ton|strong)", after):
        return False
    if re.search(rf"^\s?(?:{MEASURES})\b", after) or re.search(r"[A-Z]{2} $", around):
        return False
    if STREET.search(line_around(text, match.start())):
        return False
    if _HEDGE.search(around):
        return not _COUNTED_LATER.match(after)
    return _COUNTED.match(after) is None


def _is_day_first(text: str) -> bool:
    """Whether 03/04/2024 is in April: its other dates say so, else how the text writes days."""
    pairs = re.findall(r"\b(\d{1,2})[/.](\d{1,2})[/.]\d{2,4}\b", text)
    if any(int(one) > 12 for one, _ in pairs):
        return True
    if any(int(other) > 12 for _, other in pairs):
        return False
    month_first = len(re.findall(rf"(?:{_MONTH_NAMES}) \d{{1,2}}\b", text))
    return len(re.findall(rf"\b\d{{1,2}} (?:{_MONTH_NAMES})", text)) >= month_first


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
    return next((i for i, month in enumerate(_MONTHS, 1) if name and month.startswith(short)), 0)


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
    number = _WEEKDAYS.index((get("weekday") or "").lower())
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
