"""What stands above and below the text: publication, date, issue number, fields, editors.

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
    is_address,
    is_prose,
    is_wordless,
    word_count,
    word_list,
)
from crankreader.ingest.drafts import Draft
from crankreader.ingest.people import byline, editors, is_office
from crankreader.ingest.words import fold, listed, weights

_FIELD = re.compile(r"([^\W\d_][\w'’ /&-]{0,38}?)\s*:(?:\s+(\S.*))?$", re.DOTALL)
_DESCRIBED = re.compile(
    r"(.{2,60}?)\s+(?:is|was|brings|provides|offers)\s+(?:a|an|the|our|your|you)\s+", re.IGNORECASE
)
_ISSUE_NUMBER = re.compile(
    r"(?:\b(issue|no|nr|number|vol|volume|edition|episode|week)\b\.?\s*#?\s*|[#№]\s?|n°\s?)\d+(?:[-/.]\d+)?",
    re.IGNORECASE,
)
_SEPARATORS = " \t-–—|:,·•/*=~.#([<>{"
_TITLE_LABELS = frozenset(("subject", "title", "headline", "re", "betreff", "objet", "asunto"))
_LETTER_LABELS = frozenset(("from", "to", "subject", "message-id", "reply-to", "sender", "cc"))


def take_fields(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads the key/value head; returns the blocks that are left, all of them when there is none."""
    start = _first_field(draft.blocks, among)
    if start is None:
        return list(among)
    found: list[tuple[str, str, list[int]]] = []
    at = start
    while at < len(among):
        taken = _field_at(draft.blocks, among, at)
        if taken is None:
            break
        found.append(taken)
        at += len(taken[2])
    if len(found) < 2:
        return list(among)
    for label, value, places in found:
        _keep_field(draft, label, value, places, is_day_first)
    draft.because("fields", f"{len(found)} labelled lines stand at the head", 0.9)
    return [*among[:start], *among[at:]]


def _first_field(blocks: Sequence[Block], among: Sequence[int]) -> int | None:
    """At the very head, or below a line or two of title."""
    for at in range(min(3, len(among))):
        if _field_at(blocks, among, at) is not None:
            return at
        if is_prose(blocks[among[at]].text):
            return None
    return None


def _field_at(
    blocks: Sequence[Block], among: Sequence[int], at: int
) -> tuple[str, str, list[int]] | None:
    """Label, value and the blocks of the field that begins at a place."""
    block = blocks[among[at]]
    match = (
        _FIELD.match(block.text)
        if len(block.text) <= 300 and block.kind in ("paragraph", "item")
        else None
    )
    if match is None or word_count(match[1]) > 4 or "//" in block.text[: len(match[1]) + 3]:
        return None
    label, value = match[1], (match[2] or "").strip()
    if value:
        return (
            (label, value, [among[at]]) if not is_prose(value) and word_count(value) <= 24 else None
        )
    if at + 1 >= len(among):
        return None
    below = blocks[among[at + 1]]
    if (
        is_prose(below.text)
        or word_count(below.text) > 20
        or below.text.rstrip().endswith((":", "?"))
    ):
        return None
    if below.before > 1 or is_wordless(below.text):
        return None
    return label, below.text, [among[at], among[at + 1]]


def _keep_field(
    draft: Draft, label: str, value: str, places: list[int], is_day_first: bool
) -> None:
    name = fold(label)
    whole = f"{label}: {value}"
    if name in listed("periods", "date_labels"):
        day = periods.only_day(value, is_day_first)
        draft.date = draft.date or (day.iso() if day else None)
        if draft.date:
            draft.because("date", f"the field {label}", 0.95)
    if name in _TITLE_LABELS and draft.title is None:
        draft.title = value
        draft.because("title", f"the field {label}", 0.9)
    people = byline(whole)
    if people:
        draft.authors += [person for person in people if person not in draft.authors]
        draft.because("authors", f"the field {label}", 0.9)
    offices = editors(whole)
    if offices:
        draft.editors += [person for person in offices if person not in draft.editors]
        draft.because("editors", f"the field {label}", 0.9)
    if people or offices:
        for place in places:
            draft.put_aside(place)
        return
    draft.fields.append((label, value))


def is_letter(draft: Draft) -> bool:
    """Its fields are those of a mail that was saved as text."""
    return sum(1 for label, _ in draft.fields if fold(label) in _LETTER_LABELS) >= 2


def take_tail(draft: Draft, among: Sequence[int]) -> list[int]:
    """Puts colophon, address and mailing lines aside; editors are read off them."""
    first = furniture.tail_start([draft.blocks[at] for at in among])
    if first == 0:
        return list(among)
    for at in among[first:]:
        _read_people(draft, draft.blocks[at].text)
        draft.put_aside(at)
    return list(among[:first])


def _read_people(draft: Draft, text: str) -> None:
    for name in editors(text):
        if name not in draft.editors:
            draft.editors.append(name)
            draft.because("editors", f"the line “{text[:80]}”", 0.9)


def take_masthead(draft: Draft, among: Sequence[int], is_day_first: bool) -> list[int]:
    """Reads publication, number and date off the head; returns the blocks of the text."""
    rest = [at for at in among]
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
        if is_prose(text) or is_address(text) or draft.blocks[at].kind in ("item", "quote"):
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
    if words & listed("publications", "name_words"):
        total += weight["name_word"]
    if any(_ISSUE_NUMBER.search(line) for line in near):
        total += weight["issue_number"]
    if any(_is_dated(line, is_day_first) for line in near):
        total += weight["dated"]
    if word_count(name) > 6:
        total += weight["long"]
    if capital_share(name) < 0.7:
        total += weight["sentence_case"]
    bare = fold(name)
    if len(bare) > 3 and any(
        bare in fold(block.text) and len(block.text) < 200
        for number, block in enumerate(blocks)
        if number in draft.furniture
    ):
        total += weight["repeated"]
    below = [blocks[at] for at in rest[place + 1 : place + 2]]
    if below and is_prose(below[0].text) and near == [text] and not _is_dated(text, is_day_first):
        total += weight["over_prose"]
    if _is_bylined(near[1:]):
        total -= 2.0
    return total


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
    name = text[: min(cuts)] if cuts else text
    words = name.strip(_SEPARATORS).split()
    while words and fold(words[-1]).strip(_SEPARATORS) in listed(
        "publications", "joining_words"
    ) | listed("periods", "weekdays") | {""}:
        words.pop()
    return " ".join(words).strip(_SEPARATORS)


def _below_name(draft: Draft, rest: list[int], is_day_first: bool) -> list[int]:
    """Dates, numbers, slogans and offices below the name are mast-head too."""
    at = 0
    while at < len(rest) and at < 8:
        number = rest[at]
        block = draft.blocks[number]
        text = block.text
        is_line = (
            is_wordless(text)
            or _is_page_line(block)
            or is_office(text)
            or (
                not is_prose(text)
                and (
                    _is_dated(text, is_day_first)
                    or (_ISSUE_NUMBER.search(text) and word_count(text) <= 10)
                )
                and not _opens_text(draft, rest, at)
            )
        )
        slogan = (
            block.before == 0
            and at == 0
            and number > 0
            and block.after > 0
            and not is_prose(text)
            and block.kind == "paragraph"
        )
        if not (is_line or slogan):
            break
        _read_line(draft, number, is_day_first)
        draft.put_aside(number)
        at += 1
    return rest[at:]


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
    authors = byline(text)
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


def is_contents(draft: Draft, among: Sequence[int], at: int) -> int:
    """How many blocks from `at` on are a list of what comes later; 0 when they are none."""
    text = fold(draft.blocks[among[at]].text).strip(" :*-")
    if text not in listed("headings", "contents_labels"):
        return 0
    later = {fold(draft.blocks[number].text).strip(" :*.") for number in among[at + 1 :]}
    count = hits = 0
    for number in among[at + 1 : at + 60]:
        block = draft.blocks[number]
        name = fold(block.text).strip(" :*.")
        if (
            is_wordless(block.text)
            or is_prose(block.text)
            or word_count(block.text) > 14
            or ends_sentence(block.text)
        ):
            break
        repeats = sum(
            1 for other in among[at + 1 :] if fold(draft.blocks[other].text).strip(" :*.") == name
        )
        if count and repeats < 2 and block.kind != "item" and block.before:
            break
        hits += repeats > 1
        count += 1
    return (
        count + 1
        if count >= 2 and (hits * 2 >= count or text.endswith("contents")) and later
        else 0
    )
