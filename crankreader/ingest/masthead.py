"""What stands above and below the text: publication, date, issue number, editors.

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
    is_prose,
    is_wordless,
    word_count,
    word_list,
)
from crankreader.ingest.drafts import Draft
from crankreader.ingest.people import byline, editors, is_office, names
from crankreader.ingest.words import fold, listed, table, weights

_DESCRIBED = re.compile(
    r"(.{2,60}?)\s+(?:is|was|brings|provides|offers)\s+(?:a|an|the|our|your|you)\s+", re.IGNORECASE
)
_ISSUE_NUMBER = re.compile(
    r"(?:\b(?:issue|no|nr|number|vol|volume|edition|episode|week|ausgabe|nummer|número|numéro|numero"
    r"|édition|edición|folge)\b\.?\s*#?\s*|[#№]\s?|n[°º]\s?)\d+(?:[-/.]\d+)?",
    re.IGNORECASE,
)
_SENTENCES = re.compile(r"(?<=[^\W\d_]{3})\.\s+|\s\|\s")
_SEPARATORS = " \t-–—|:,·•/*=~.#([<>{"


def take_tail(draft: Draft, among: Sequence[int]) -> list[int]:
    """Puts colophon, address and mailing lines aside; editors are read off them."""
    first = furniture.tail_start([draft.blocks[at] for at in among])
    if first == 0:
        return list(among)
    first -= _signature(draft, among, first)
    for at in among[first:]:
        _read_people(draft, draft.blocks[at].text)
        draft.put_aside(at)
    return list(among[:first])


def _is_farewell(block: Block, place: int) -> bool:
    """A few words of their own between the text and the page's tail."""
    is_closing = ends_sentence(block.text) or block.text.endswith(",")
    is_apart = place > 2 and block.before > 0 and block.kind == "paragraph"
    return is_apart and is_closing and word_count(block.text) <= 5


def _signature(draft: Draft, among: Sequence[int], first: int) -> int:
    """How many blocks above the tail are a farewell, with or without who says it."""
    if first >= len(among) or first < 3:
        return 0
    last, above = draft.blocks[among[first - 1]], draft.blocks[among[first - 2]]
    if above.text.endswith(",") and _is_farewell(above, first - 2) and word_count(last.text) <= 6:
        return 2
    return 1 if _is_farewell(last, first - 1) else 0


def _read_people(draft: Draft, text: str) -> None:
    for part in _SENTENCES.split(text) if len(text) <= 300 else ():
        for name in editors(part):
            if name not in draft.editors:
                draft.editors.append(name)
                draft.because("editors", f"the line “{text[:80]}”", 0.9)


def take_signature(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Puts the lines at the end aside that say who made the whole: "Prepared by A B, 3 May"."""
    kept = list(among)
    while len(kept) > 3:
        text = draft.blocks[kept[-1]].text
        parts = _SENTENCES.split(text)
        people = [name for part in parts for name in byline(part)]
        is_signed = bool(people) or any(editors(part) for part in parts)
        if not is_signed or len(text) > 200 or draft.blocks[kept[-1]].kind == "item":
            break
        draft.authors += [name for name in people if name not in draft.authors]
        draft.because("authors", f"the last lines: “{text[:80]}”", 0.85)
        _read_people(draft, text)
        found = periods.days(text, is_day_first)
        if found and draft.date is None and found[0].iso():
            draft.date = found[0].iso()
            draft.because("date", f"the last lines: “{text[:80]}”", 0.85)
        draft.put_aside(kept.pop())
    return kept


def take_masthead(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads publication, number and date off the head; returns the blocks of the text."""
    rest = list(among)
    while rest and _is_page_line(draft.blocks[rest[0]]):
        draft.put_aside(rest.pop(0))
    described = _described(draft, rest)
    if described is not None:
        draft.put_aside(described)
        rest.remove(described)
    named = _named(draft, rest, is_day_first) if draft.publication is None else None
    if named is None and draft.publication is not None:
        named = next(
            (at for at in rest[:3] if _same_name(draft.blocks[at].text, draft.publication)), None
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


def _is_page_line(block: Block) -> bool:
    return is_wordless(block.text) or (furniture.is_furniture(block) and not is_prose(block.text))


def _same_name(text: str, name: str) -> bool:
    return fold(text).strip(" :|-—–") == fold(name)


def _described(draft: Draft, rest: Sequence[int]) -> int | None:
    """The sentence that says what the publication is; its subject is its name."""
    for at in rest[:5]:
        text = draft.blocks[at].text
        match = _DESCRIBED.match(text)
        if match is None or word_count(text) > 60:
            continue
        name, words = match[1].strip(), [fold(w) for w in word_list(text[match.end() :])[:9]]
        if (
            word_count(name) > 7
            or capital_share(name) < 0.8
            or name.casefold() in ("this", "it", "here")
        ):
            continue
        what = set(words) & (
            listed("publications", "description_words") | listed("publications", "frequency_words")
        )
        if what:
            draft.publication = name
            draft.because(
                "publication",
                f"a sentence at the head says what it is: {', '.join(sorted(what))}",
                0.95,
            )
            return at
    return None


def _named(draft: Draft, rest: Sequence[int], is_day_first: bool) -> int | None:
    """The line of the head that names the publication."""
    weight = weights("publications")
    best: tuple[float, int, str] | None = None
    for place, at in enumerate(rest[:3]):
        text = draft.blocks[at].text
        if (
            len(text) > 200
            or is_prose(text)
            or is_address(text)
            or draft.blocks[at].kind in ("item", "quote")
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
    draft.publication = best[2]
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
        if bare in fold(block.text) and len(block.text) < 200:
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
    return year is not None and month is not None and word_count(text) <= 12


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
    while words and fold(words[-1]).strip(_SEPARATORS) in listed(
        "publications", "joining_words"
    ) | listed("periods", "weekdays") | {""}:
        words.pop()
    return " ".join(words).strip(_SEPARATORS)


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
    _read_people(draft, text)
    authors = byline(text) or _signed(draft, at)
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
    while at < len(rest) and at < 8 and _is_head_line(draft, rest, at, is_day_first):
        at += 1
    for number in rest[:at]:
        _read_line(draft, number, is_day_first)
        draft.put_aside(number)
    return rest[at:]


def _is_head_line(draft: Draft, rest: Sequence[int], at: int, is_day_first: bool) -> bool:
    block = draft.blocks[rest[at]]
    text = block.text
    if is_wordless(text) or _is_page_line(block) or is_office(text):
        return True
    if byline(text) or _signed(draft, rest[at]):
        return True
    if is_prose(text) or _opens_text(draft, rest, at):
        return False
    return _is_dated(text, is_day_first) or (
        bool(_ISSUE_NUMBER.search(text)) and word_count(text) <= 10
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
