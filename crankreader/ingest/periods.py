"""Days, months and years that a text gives: ISO, numbers and month names.

Takes nothing from the clock: what is not written is None. Whether 03/04 is a day or a month
first is decided once for a whole document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date as Date
from functools import cache, lru_cache

from crankreader.ingest.words import fold, listed, table

_ISO = re.compile(r"((?:19|20)(?<![\d/-]..)\d\d)[-/.](\d{1,2})[-/.](\d{1,2})(?![\d])")
_ISO_MONTH = re.compile(r"(?<![\d/-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])")
_NUMERIC = re.compile(r"(\d(?<![\d/.-].)\d?)([/.-])(\d{1,2})\2((?:19|20)\d\d|\d\d)(?![\d/-])")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NUMBERED = re.compile(
    r"(?:\b(?:no|nr|num|vol|issue|number|ausgabe)\b\.?|[#№°])\s*$", re.IGNORECASE
)
_DIGIT = re.compile(r"\d")
_JOINED_DIGITS = re.compile(r"\d[-/.]\d")
_WORD = re.compile(r"[^\W\d]+")
_NAMED_DAYS = (
    re.compile(r"(?<!\d)((?:19|20)\d\d)([-_. ]?)(0[1-9]|1[0-2])\2(0[1-9]|[12]\d|3[01])(?!\d)"),
    re.compile(r"(?<!\d)((?:19|20)\d\d)([-_. ])(\d{1,2})\2(\d{1,2})(?!\d)"),
)
_NAMED_NUMBERS = re.compile(r"(?<!\d)(\d{1,2})([-_.])(\d{1,2})\2((?:19|20)\d\d)(?!\d)")
_NAMED_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?(0[1-9]|1[0-2])(?![-_.]?\d)")
_NAMED_WEEK = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_. ]?[wW](\d{1,2})(?!\d)")
_SIGNS = re.compile(r"[\W_]+")
_EDGES = re.compile(r"(?<=[^\W\d_]{3})(?=\d)|(?<=\d)(?=[^\W\d_]{3})")
_SUFFIXES = re.compile(r"(?:\.[a-z][a-z0-9]{1,8}){1,2}$", re.IGNORECASE)
_LONGEST_LINE = 160
_LONGEST_WEEKDAY = 40
"""With the blanks behind it."""
_ORDINAL = r"(\d(?<!\d\d)\d?)(?:st|nd|rd|th|\.|º|er)?"


@dataclass(frozen=True, slots=True)
class Day:
    """A date in a text; year None when the text leaves it out."""

    start: int
    end: int
    year: int | None
    month: int
    day: int

    def iso(self, year: int | None = None) -> str | None:
        """ISO 8601, with `year` where the text gives none; None without either."""
        known = self.year or year
        return None if known is None else f"{known:04}-{self.month:02}-{self.day:02}"


@cache
def _months() -> dict[str, int]:
    return {
        name: number for number, names in enumerate(table("periods")["months"], 1) for name in names
    }


def is_month(text: str) -> bool:
    """Whether a text begins with the name of a month."""
    first = text.split(None, 1)[:1]
    return bool(first) and first[0].rstrip(".,:").casefold() in _months()


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    names = "|".join(sorted(_months(), key=len, reverse=True))
    month = rf"({names})\b\.?"
    year = r"(?:,?\s+(?:de\s+)?((?:19|20)\d\d))?(?!\d)"
    return (
        re.compile(
            rf"{_ORDINAL}(?:\s?[-–—]\s?(\d{{1,2}}))?(?:\s+of|\s+de)?\s+{month}{year}",
            re.IGNORECASE,
        ),
        re.compile(
            rf"\b{month}\s+{_ORDINAL}(?!\d)(?:\s?[-–—]\s?\d{{1,2}}(?!\d))?{year}",
            re.IGNORECASE,
        ),
        re.compile(rf"\b({names})\b\.?(?:,?\s+(?:de\s+)?((?:19|20)\d\d)\b)?", re.IGNORECASE),
    )


@cache
def _weekday() -> re.Pattern[str]:
    """The day of the week right before a date."""
    days = "|".join(sorted(listed("periods", "weekdays"), key=len, reverse=True))
    return re.compile(rf"\b(?:{days})\.?,?\s+$", re.IGNORECASE)


def day_first(text: str) -> bool:
    """Whether the numeric dates of a document put the day first; one proof decides for all."""
    firsts = seconds = dotted = 0
    for match in _NUMERIC.finditer(text):
        first, second = int(match[1]), int(match[3])
        firsts += first > 12
        seconds += second > 12
        dotted += match[2] == "."
    if firsts != seconds:
        return firsts > seconds
    return dotted > 0


def days(text: str, is_day_first: bool) -> Sequence[Day]:
    """The dates in a text, in order, without overlap."""
    if not _DIGIT.search(text):
        return ()
    return _short_days(text, is_day_first) if len(text) <= 200 else _days(text, is_day_first)


@lru_cache(maxsize=4096)
def _short_days(text: str, is_day_first: bool) -> tuple[Day, ...]:
    """Lines are asked for their dates again and again; texts only once."""
    return _days(text, is_day_first)


def _days(text: str, is_day_first: bool) -> tuple[Day, ...]:
    found: list[Day] = []
    if _JOINED_DIGITS.search(text):
        found += _numeric_days(text, is_day_first)
    if not _months().keys().isdisjoint(_WORD.findall(text.casefold())):
        found += _named_days(text)
    found.sort(key=lambda day: (day.start, day.start - day.end))
    kept: list[Day] = []
    for one in found:
        if not kept or one.start >= kept[-1].end:
            kept.append(one)
    return tuple(kept)


def _numeric_days(text: str, is_day_first: bool) -> Iterator[Day]:
    """ "2024-05-03", "3/5/2024"."""
    for match in _ISO.finditer(text):
        yield from _day(match, int(match[1]), int(match[2]), int(match[3]))
    for match in _NUMERIC.finditer(text):
        first, second, year = int(match[1]), int(match[3]), int(match[4])
        number, month = (first, second) if is_day_first else (second, first)
        yield from _day(match, year + (2000 if year < 100 else 0), month, number)


def _named_days(text: str) -> Iterator[Day]:
    """ "3 May 2024", "May 3"."""
    by_day, by_month, _ = _patterns()
    end = 0
    for match in by_day.finditer(text):
        # A range goes up; in "No. 18 - 2 May" the first number is none of a day.
        first, last = int(match[1]), int(match[2] or 99)
        month = _months()[match[3].casefold()]
        is_numbered = bool(_NUMBERED.search(text[max(0, match.start() - 12) : match.start()]))
        first = last if last <= first or (match[2] and is_numbered) else first
        yield from _from_weekday(text, end, _day(match, _number(match[4]), month, first))
        end = match.end()
    end = 0
    for word in _WORD.finditer(text):
        month = _months().get(word.group().casefold(), 0)
        named = by_month.match(text, word.start()) if month and word.start() >= end else None
        if named is not None:
            found = _day(named, _number(named[3]), month, int(named[2]))
            yield from _from_weekday(text, end, found)
            end = named.end()


def _from_weekday(text: str, end: int, found: list[Day]) -> Iterator[Day]:
    """The same dates, each with the day of the week before it; not before `end`."""
    for day in found:
        weekday = _weekday().search(text, max(end, day.start - _LONGEST_WEEKDAY), day.start)
        yield day if weekday is None else replace(day, start=weekday.start())


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _day(match: re.Match[str], year: int | None, month: int, day: int) -> list[Day]:
    longest = 29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31
    if not (1 <= month <= 12 and 1 <= day <= longest):
        return []
    return [Day(match.start(), match.end(), year, month, day)]


def only_day(text: str, is_day_first: bool) -> Day | None:
    """The date of a line that says little else: "Tuesday, 3 March 2026 | Issue 14"."""
    found = days(text, is_day_first) if len(text) <= _LONGEST_LINE else []
    if not found:
        return None
    rest = len(text) - sum(day.end - day.start for day in found)
    return found[0] if rest <= 48 else None


def period(text: str) -> tuple[int | None, int | None]:
    """Year and month of a heading such as "October 2024"; None for what is not there."""
    iso = _ISO_MONTH.search(text) or _ISO.search(text)
    if iso:
        return int(iso[1]), int(iso[2])
    *_, month = _patterns()
    for match in month.finditer(text):
        name = match[1]
        if not name[0].isupper() or (
            len(name) <= 3 and match[2] is None and name.casefold() != "may"
        ):
            continue
        if fold(name) == "may" and match[2] is None and match.start() > 0:
            continue  # the verb
        year = match[2] or (_YEAR.search(text) or [None, None])[1]
        return (int(year) if year else None), _months()[name.casefold()]
    year_only = _YEAR.search(text)
    return (int(year_only[1]) if year_only else None), None


@lru_cache(maxsize=1024)
def season(text: str) -> int | None:
    """The year of "Autumn 2025", "Q3 2025", "Second Quarter of 2025"; the first of "2024/25"."""
    if len(text) > _LONGEST_LINE or _YEAR.search(text) is None:
        return None
    match = _seasons().search(text)
    return int(match[1] or match[2]) if match else None


@cache
def _seasons() -> re.Pattern[str]:
    names = "|".join(sorted(listed("periods", "seasons"), key=len, reverse=True))
    parts = "|".join(sorted(listed("periods", "parts_of_year"), key=len, reverse=True))
    year = r"((?:19|20)\d\d)(?!\d)"
    part = (
        rf"(?:{names}|[QTH][1-4]|[1-4][QTH]|(?:\w{{2,12}}|[1-4I]{{1,3}}\.?\w{{0,2}})\s(?:{parts}))"
    )
    return re.compile(
        rf"\b{part}\b[\s,/’'-]+(?:of\s|de\s)?{year}|(?<!\d){year}[\s-]?Q[1-4]\b", re.I
    )


def from_name(name: str) -> tuple[str | None, str | None]:
    """(date, period) that a file's name gives: "2024-10-14-name.txt", "issue_2024_10.md".

    The period is the month, or the year when the name tells no more.
    """
    stem = _SUFFIXES.sub("", name.replace("\\", "/").rsplit("/", 1)[-1])
    date = _named_day(stem)
    if date is not None:
        return date, date[:7]
    month = _NAMED_MONTH.search(stem)
    if month:
        return None, f"{month[1]}-{month[2]}"
    week = _NAMED_WEEK.search(stem)
    if week and 1 <= int(week[2]) <= 52:
        # The month in which most of its days lie: that of its Thursday.
        return None, Date.fromisocalendar(int(week[1]), int(week[2]), 4).isoformat()[:7]
    words = _in_words(stem)
    year, number = period(words.title())
    if year is None:
        return None, None
    if number is not None:
        return None, f"{year}-{number:02}"
    is_number = _NUMBERED.search(words[: words.index(str(year))].rstrip())
    return None, None if is_number else str(year)


def _in_words(stem: str) -> str:
    """A name as a line would have it: "2024-oct_14" → "oct 14 2024"."""
    words = _SIGNS.sub(" ", _EDGES.sub(" ", stem)).strip()
    first, _, rest = words.partition(" ")
    return f"{rest} {first}" if _YEAR.fullmatch(first) and is_month(rest) else words


def _named_day(stem: str) -> str | None:
    """The one day that a name gives, in numbers or words; None where its order is not told."""
    for pattern in _NAMED_DAYS:
        for match in pattern.finditer(stem):
            for day in _day(match, int(match[1]), int(match[3]), int(match[4])):
                return day.iso()
    for match in _NAMED_NUMBERS.finditer(stem):
        first, second = int(match[1]), int(match[3])
        if first <= 12 and second <= 12 and first != second and match[2] != ".":
            return None
        number, month = (second, first) if second > 12 else (first, second)
        for day in _day(match, int(match[4]), month, number):
            return day.iso()
    found = [day for day in days(_in_words(stem), True) if day.year is not None]
    return found[0].iso() if len(found) == 1 else None


def copyright_year(lines: list[str]) -> int | None:
    """The year of the first copyright line; the later one of a range."""
    for line in lines:
        folded = fold(line)
        if ("©" in line or "copyright" in folded or "(c)" in folded) and (
            years := _YEAR.findall(line)
        ):
            return max(int(year) for year in years)
    return None


def lead(text: str, is_day_first: bool, *, among: bool = False) -> Day | None:
    """The date that opens a dated entry: "On 3 May, …", "3 May – …", "2024-05-03: …".

    `among` says that it stands in a chronicle: "On 3 May they …" opens an entry there.
    """
    head = text[:60].lstrip("[(*")
    shift = len(text[:60]) - len(head)
    for day in days(head, is_day_first)[:1]:
        before = fold(head[: day.start]).strip("[(* ")
        after = head[day.end : day.end + 3].lstrip("*)]")
        opens = (
            before == ""
            or before in listed("periods", "leads")
            or before in listed("periods", "weekdays")
        )
        goes_on = among and after[:1] == " " and before in listed("periods", "leads")
        is_stopped = head[day.end - 1 : day.end + 1] == ". " or after[:2] == ". "
        if opens and (
            goes_on
            or is_stopped
            or after[:1] in (",", "")
            or after.lstrip()[:1] in (":", "–", "—", "-", "|")
        ):
            return Day(day.start + shift, day.end + shift, day.year, day.month, day.day)
    return None


def opens_range(text: str) -> bool:
    """Begins with the first day of several: "Between 3 and 9 May", "From 3 May to …"."""
    return fold(text[:12]).split(" ", 1)[0] in listed("periods", "range_leads")


@cache
def _hours() -> re.Pattern[str]:
    names = "|".join(sorted(listed("periods", "weekdays"), key=len, reverse=True))
    hour = r"(?:[01]?\d|2[0-4])(?:[:.h][0-5]\d\b|(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\b\.?|uhr\b|h\b))"
    return re.compile(rf"(?:(?:{names})\b\.?[^:–—\n]{{0,30}}?\s*[:–—]|{hour})\s*\S", re.IGNORECASE)


@lru_cache(maxsize=4096)
def opens_entry(text: str) -> bool:
    """A line of a calendar: "18 March: …", "8.30 a.m. – …", "Sunday: …"."""
    if len(text) > 400:
        return False
    found = lead(text, True) or (lead(text, False) if "/" in text[:40] else None)
    if found is not None:
        return len(text) > found.end + 3
    return bool(_hours().match(text)) or _opens_row(text)


def _opens_row(text: str) -> bool:
    """ "13 May   Comments close": a day and, without a sign between, what happens on it."""
    first = next(iter(days(text[:60], True)), None)
    behind = text[first.end :].lstrip() if first is not None and first.start == 0 else ""
    return behind[:1].isupper() and len(text) <= _LONGEST_LINE
