"""What stands above the text: publication, date, issue number, editors.

Takes blocks from the head of a document until its text begins. Knows nothing of sections.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from crankreader.ingest import furniture, periods
from crankreader.ingest.blocks import (
    Block,
    capital_share,
    ends_sentence,
    has_address,
    is_address,
    is_capitals,
    is_prose,
    is_wordless,
    word_count,
    word_list,
)
from crankreader.ingest.colophon import editors_in, read_people
from crankreader.ingest.drafts import Draft
from crankreader.ingest.introductions import as_written, described
from crankreader.ingest.people import byline, is_office, names
from crankreader.ingest.signatures import dated_byline
from crankreader.ingest.words import fold, listed, table, weights

_ISSUE_NUMBER = re.compile(
    r"(?:\b(?:issue|no|nr|number|vol|volume|edition|episode|week|ausgabe|nummer|número|numéro|numero"
    r"|édition|edición|folge)\b\.?\s*#?\s*|[#№]\s?|n[°º]\s?|\bč\.\s?)\d+(?:[-/.]\d+)?"
    r"|第\s*\d+\s*[期号回辑]",
    re.IGNORECASE,
)
_BARS = re.compile(r"\s+[|·•–—]\s+")
_LONGEST_MOTTO = 23
_SEPARATORS = " \t-–—|:,·•/*=~.#([<>{"


def take_masthead(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads publication, number and date off the head; returns the blocks of the text."""
    rest = list(among)
    while rest and _is_page_line(draft.blocks[rest[0]]):
        if byline(draft.blocks[rest[0]].text):
            _read_line(draft, rest[0], is_day_first)
        draft.put_aside(rest.pop(0))
    sentence = described(draft, rest)
    if sentence is not None:
        draft.put_aside(sentence)
        rest.remove(sentence)
    named = _named(draft, rest, is_day_first) if draft.publication is None else None
    if named is None and draft.publication is not None:
        named = next(
            (at for at in rest[:3] if _is_named(draft.blocks[at].text, draft.publication)), None
        )
    if named is not None:
        place = rest.index(named)
        for at in rest[: place + 1]:
            _read_line(draft, at, is_day_first)
            draft.put_aside(at)
        rest = rest[place + 1 :]
    if draft.publication is None:
        return rest
    return _below_name(draft, rest, is_day_first)


def take_head_lines(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads dates, numbers and people off the lines below a title; returns the other blocks."""
    rest = list(among)
    while rest and _is_told_below(draft, rest, is_day_first):
        text = draft.blocks[rest[0]].text
        if draft.publication is None and has_number(text) and _is_name(draft.title or ""):
            draft.publication = draft.title
            draft.because("publication", "the title, with a number below it", 0.8)
        _read_line(draft, rest[0], is_day_first)
        draft.put_aside(rest.pop(0))
    return rest


def _is_told_below(draft: Draft, rest: Sequence[int], is_day_first: bool) -> bool:
    block = draft.blocks[rest[0]]
    is_line = block.kind == "paragraph" or block.mark == "*"
    if not is_line or is_wordless(block.text):
        return False
    if is_office(block.text) or _says_who_made_it(block.text):
        return True
    if is_prose(block.text):
        return False
    if block.links or block.text.rstrip()[-1:] in (")", "]"):
        return False
    return _is_head_line(draft, rest, 0, is_day_first)


def _says_who_made_it(text: str) -> bool:
    return word_count(text) <= _LONGEST_MOTTO and bool(editors_in(text))


def _is_name(title: str) -> bool:
    return 0 < word_count(title) <= 6 and capital_share(title) >= 0.7


def _is_page_line(block: Block) -> bool:
    return is_wordless(block.text) or (furniture.is_furniture(block) and not is_prose(block.text))


def _is_named(text: str, name: str) -> bool:
    """The name by itself, or with a date or a number behind it."""
    return _same_name(text, name) or (len(text) <= 120 and _same_name(name_in(text, True), name))


def _same_name(text: str, name: str) -> bool:
    return fold(text).strip(" :|-—–") == fold(name)


def _named(draft: Draft, rest: Sequence[int], is_day_first: bool) -> int | None:
    """The line of the head that names the publication."""
    weight = weights("publications")
    if wrapped := _wrapped(draft, rest, is_day_first):
        return wrapped
    best: tuple[float, int, str] | None = None
    for place, at in enumerate(rest[:3]):
        text = draft.blocks[at].text
        if (
            len(text) > 200
            or is_prose(text)
            or is_address(text)
            or draft.blocks[at].kind in ("item", "quote")
            or byline(text)
        ):
            break
        name = name_in(text, is_day_first)
        if not name or word_count(name) > 12:
            continue
        total = _name_score(draft, rest, place, name, is_day_first)
        if best is None or total > best[0]:
            best = (total, at, name)
    if best is None or best[0] < weight["threshold"]:
        return None
    draft.publication = as_written(draft, best[2])
    draft.because(
        "publication", "the line at the head that is shaped like a name", min(0.9, best[0] / 5)
    )
    return best[1]


def _name_score(
    draft: Draft, rest: Sequence[int], place: int, name: str, is_day_first: bool
) -> float:
    weight, blocks = weights("publications"), draft.blocks
    text = blocks[rest[place]].text
    near = [
        text,
        *(blocks[at].text for at in rest[place + 1 : place + 4] if not is_prose(blocks[at].text)),
    ]
    words = {fold(word) for word in word_list(name)}
    total = weight["first"] if place == 0 else 0.0
    if words & listed("publications", "name_words") or any(map(_ends_as_name, words)):
        total += weight["name_word"]
    if any(_ISSUE_NUMBER.search(line) for line in near):
        total += weight["issue_number"]
    if any(_is_dated(line, is_day_first) for line in near):
        total += weight["dated"]
    if word_count(name) > 6:
        total += weight["long"]
    if capital_share(name) < 0.7:
        total += weight["sentence_case"]
    is_repeated = _is_repeated(draft, rest[place], name)
    if is_repeated:
        total += weight["repeated"]
    following = rest[place + 1 : place + 2]
    if following and blocks[following[0]].before == 0 and _is_page_line(blocks[following[0]]):
        total += weight["over_buttons"]
    below = [blocks[at] for at in rest[place + 1 : place + 2]]
    if below and is_prose(below[0].text) and near == [text] and not _is_dated(text, is_day_first):
        total += weight["over_prose"]
    if _is_bylined(near[1:]) and not is_repeated:
        total += weight["bylined"]
    return total


def _wrapped(draft: Draft, rest: Sequence[int], is_day_first: bool) -> int | None:
    """A name in capitals that goes on in the line below: the foot has it whole, or both do."""
    if len(rest) < 2:
        return None
    upper, lower = (draft.blocks[at] for at in rest[:2])
    name = " ".join(f"{upper.text} {lower.text}".split())
    is_open = lower.before == 0 and is_capitals(upper.text) and word_count(name) <= 10
    if not is_open or _is_dated(lower.text, is_day_first) or name_in(name, is_day_first) != name:
        return None
    bare = fold(name).removeprefix("the ")
    is_named = any(
        bare in fold(block.text) for block in draft.blocks[rest[1] + 1 :] if len(block.text) <= 400
    )
    goes_on = fold(upper.text.split()[-1]) in listed("headings", "small_words") or upper.text[
        -1:
    ] in ("&", "-")
    ends = is_capitals(lower.text) and fold(lower.text.split()[-1]) in listed(
        "publications", "name_words"
    )
    is_whole = is_capitals(upper.text) and fold(upper.text.split()[-1]) in listed(
        "publications", "name_words"
    )
    if not (is_named or goes_on or (ends and not is_whole)):
        return None
    draft.publication = as_written(draft, name)
    draft.because("publication", "two lines at the head that are one name", 0.8)
    return rest[1]


def _ends_as_name(word: str) -> bool:
    endings = table("publications")["name_endings"]
    return any(word.endswith(ending) and len(word) > len(ending) + 2 for ending in endings)


def _is_repeated(draft: Draft, at: int, name: str) -> bool:
    """The page's own lines name it again, or an address is made of it."""
    bare = fold(name)
    if len(bare) <= 3:
        return False
    squeezed = "".join(c for c in bare if c.isalnum()).removeprefix("the")
    for number, block in enumerate(draft.blocks):
        if number == at or len(block.text) > 400:
            continue
        if len(squeezed) >= 6 and squeezed.isascii() and has_address(block.text):
            address = re.sub(r"[^a-z0-9]", "", block.text.casefold())
            if squeezed in address and (number in draft.furniture or furniture.score(block) > 0):
                return True
        if len(block.text) < 200 and bare in fold(block.text):
            is_page = number in draft.furniture or furniture.score(block) > 0
            if is_page:
                return True
    return False


def _is_bylined(lines: Sequence[str]) -> bool:
    return any(byline(line) for line in lines)


def _is_dated(text: str, is_day_first: bool) -> bool:
    if periods.only_day(text, is_day_first) is not None:
        return True
    year, month = periods.period(text)
    if year is not None and month is not None and word_count(text) <= 12:
        return True
    return word_count(text) <= 8 and periods.season(text) is not None


def name_in(text: str, is_day_first: bool) -> str:
    """The name in "Name — Issue 14, 3 March 2026": what stands before number and date."""
    cuts = [day.start for day in periods.days(text, is_day_first)]
    number = _ISSUE_NUMBER.search(text)
    if number:
        cuts.append(number.start())
    year, month = periods.period(text)
    if year is not None and month is not None and not cuts:
        found = re.search(r"[^\W\d_]+\.?,?\s+(?:19|20)\d\d", text)
        if found:
            cuts.append(found.start())
    name = _closed_up(text[: min(cuts)] if cuts else text)
    words = name.strip(_SEPARATORS).split()
    while (
        cuts
        and words
        and fold(words[-1]).strip(_SEPARATORS)
        in listed("publications", "joining_words") | listed("periods", "weekdays") | {""}
    ):
        words.pop()
    return " ".join(words).strip(_SEPARATORS)


def has_number(text: str) -> bool:
    """The number of an issue stands in it."""
    return _ISSUE_NUMBER.search(text) is not None


def _opens_text(draft: Draft, rest: Sequence[int], at: int) -> bool:
    """A month's heading that other headings or prose follow belongs to the text."""
    text = draft.blocks[rest[at]].text
    return (
        periods.only_day(text, True) is None
        and not _ISSUE_NUMBER.search(text)
        and word_count(text) > 2
    )


def _read_line(draft: Draft, at: int, is_day_first: bool) -> None:
    text = draft.blocks[at].text
    read_people(draft, text)
    dated = dated_byline(text, is_day_first)
    authors = dated[0] if dated is not None else byline(text) or _signed(draft, at)
    draft.authors += [
        name for name in authors if name not in draft.authors and name not in draft.editors
    ]
    found = periods.days(text, is_day_first)
    if len(found) == 1 and draft.date is None and found[0].iso():
        draft.date = found[0].iso()
        draft.because("date", f"the mast-head's “{text[:80]}”", 0.9)
    year, month = periods.period(text)
    if draft.period is None and year and month:
        draft.period = f"{year}-{month:02}"
        draft.because("period", f"the mast-head's “{text[:80]}”", 0.9)
    season = periods.season(text) if draft.period is None and not found else None
    if season is not None:
        draft.period = str(season)
        draft.because("period", f"the year of the mast-head's “{text[:80]}”", 0.8)


def _signed(draft: Draft, at: int) -> tuple[str, ...]:
    """Names by themselves right above a date."""
    blocks = draft.blocks
    below = blocks[at + 1] if at + 1 < len(blocks) else None
    text = blocks[at].text
    if at == 0 or below is None or below.before > 1 or len(text) > 120:
        return ()
    if draft.publication is not None and fold(draft.publication) in fold(text):
        return ()
    return names(text) if periods.only_day(below.text, True) is not None else ()


def _closed_up(text: str) -> str:
    """ "T H E   P O S T" → "THE POST"."""
    letters = text.split()
    if len(letters) < 5 or sum(1 for letter in letters if len(letter) == 1) < 0.8 * len(letters):
        return text
    return " ".join(word.replace(" ", "") for word in re.split(r"\s{2,}", text.strip()))


def _below_name(draft: Draft, rest: list[int], is_day_first: bool) -> list[int]:
    """Dates, numbers, slogans and offices below the name are mast-head too."""
    at = _slogans(draft, rest, is_day_first)
    if at == 0 and _is_motto(draft, rest, is_day_first):
        at = 1
    while at < len(rest) and at < 8 and _is_head_line(draft, rest, at, is_day_first):
        at += 1
    for number in rest[:at]:
        _read_line(draft, number, is_day_first)
        draft.put_aside(number)
    return rest[at:]


def _is_motto(draft: Draft, rest: Sequence[int], is_day_first: bool) -> bool:
    """A line between the name and the date or number of an issue."""
    if len(rest) < 2:
        return False
    block = draft.blocks[rest[0]]
    is_line = block.kind == "paragraph" and word_count(block.text) <= _LONGEST_MOTTO
    if not is_line or ends_sentence(block.text) or is_address(block.text):
        return False
    below = draft.blocks[rest[1]].text
    is_line = word_count(below) <= 8 and not _opens_text(draft, rest, 1)
    return is_line and _is_dated(below, is_day_first)


def _is_head_line(draft: Draft, rest: Sequence[int], at: int, is_day_first: bool) -> bool:
    block = draft.blocks[rest[at]]
    text = block.text
    if is_wordless(text) or _is_page_line(block) or is_office(text):
        return True
    if byline(text) or _signed(draft, rest[at]):
        return True
    if not is_prose(text) and _ends_in_date(text, is_day_first):
        return True
    if is_prose(text) or _opens_text(draft, rest, at):
        return False
    return _is_dated(text, is_day_first) or (
        bool(_ISSUE_NUMBER.search(text)) and word_count(text) <= 10
    )


def _ends_in_date(text: str, is_day_first: bool) -> bool:
    """ "What it is about | Issue 9 | Autumn 2025": a motto with number and date behind bars."""
    parts = _BARS.split(text) if word_count(text) <= _LONGEST_MOTTO else []
    return len(parts) > 1 and all(
        word_count(part) <= 5
        and (_is_dated(part, is_day_first) or _ISSUE_NUMBER.search(part) is not None)
        for part in parts[1:]
    )


def _slogans(draft: Draft, rest: Sequence[int], is_day_first: bool) -> int:
    """How many lines hang on the name without a gap and are set off from the text below."""
    count = last_dated = 0
    while count < min(4, len(rest)):
        block = draft.blocks[rest[count]]
        if block.before or is_prose(block.text) or block.kind != "paragraph" or rest[count] == 0:
            break
        count += 1
        if _is_dated(block.text, is_day_first) or _ISSUE_NUMBER.search(block.text):
            last_dated = count
    if count == len(rest):
        return last_dated
    below = draft.blocks[rest[count]]
    return count if below.before > 0 or is_wordless(below.text) else last_dated
