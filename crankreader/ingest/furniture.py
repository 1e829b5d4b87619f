"""What belongs to the page and not to its text: buttons, mailing tails, credits, repeats.

Scores single blocks by features and finds where the tail of a document begins. Knows nothing
of sections or items.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import cache, lru_cache

from crankreader.ingest.blocks import (
    Block,
    ends_sentence,
    is_address,
    is_prose,
    is_wordless,
    word_count,
    word_list,
)
from crankreader.ingest.mailings import speaks_of_itself
from crankreader.ingest.people import is_office
from crankreader.ingest.words import fold, listed, table, weights

_COPYRIGHT = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)\s*(?:©|\(c\))?\s*(?:\d{4}|by\b|copyright)|\ball rights reserved\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(
    r"\b[A-Z]{2}\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b|\b(?!(?:19|20)\d\d\s)\d{4,5}\s+[A-Z][a-zäöü]{2,}$"
)
_HOLDER = re.compile(
    r"(?:©|\(c\)|\bcopyright\b)(?:\s|©|\(c\))*(?:(?:19|20)\d\d(?:\s?[-–]\s?\d{2,4})?,?)?\s*(?:by\s+)?"
    r"([^\W\d_][^.|©]{2,70})",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"[,.;\s]+all rights.*$|,?\s*(?:19|20)\d\d.*$|\s\(\w+\).*$", re.IGNORECASE)
_POSTED = re.compile(
    r"(?:[A-Z]{1,3}-?)?(?!(?:19|20)\d\d\s)\d{2,4}[- ]?\d{2,3}\s+"
    r"[A-ZÀ-Þ][\w'’-]+(?:\s[\w'’-]+)?,\s+[A-ZÀ-Þ][\w ]+$"
)
_STREET = re.compile(
    r"[^\W\d_]*(?:gate|gata|gatan|straße|strasse|vej|vägen|veien|straat|laan|katu|gasse|allee|kade)"
    r"\s+\d{1,4}\s?[a-z]?(?:,|$)",
)
_READ_TIME = re.compile(
    r"\d{1,3}\s?-?(?:min|mins|minutes?|minuten|minutos)\.?"
    r"(?:\s(?:read|de lecture|lesezeit|de lectura|lesen))?"
    r"(?:\s?[|·•].{0,40})?"
)
_RIGHTS = ("©", "(c)", "copyright", "rights reserved")
"""One of them stands in every line that _COPYRIGHT finds."""
_BARS = re.compile(r"\s[|·•»>/]\s")
_BETWEEN = re.compile(r"\s*[|·•,/]\s*|\s{2,}|\s+and\s+")
_OWNERS = re.compile(r"\s*[/|]\s*|\s+via\s+|\s+-\s+")
_MINUTES = re.compile(
    r"\d\s?[-–]?\d{0,3}\s?-?min(?:ute)?s?\.?\s(?:read|de lecture|lesezeit|de lectura|lesen)$"
)
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_BECAUSE = re.compile(
    r"\byou(?:'re|'ve| are| have)?\s(?:\w+\s)?(?:get|got|receiv|subscrib|sign)\w*\b"
    r".{0,90}?\bbecause\b"
    r"|\bon (?:this|the|our) (?:mailing )?list\b.{0,60}?\bbecause\b"
    r"|\bbecause you(?:'ve| have)?\s(?:signed|subscribed|asked|opted|registered)\b"
    r"|\bthis (?:letter|e-?mail|newsletter|message|mail) (?:was|is) sent\b"
)
_LEAVES = re.compile(
    r"unsub|opt-?out|optout|list-manage\.com/(?:profile|vcard|about|unsub|subscribe)|[/.?&=]preferences|email-settings|desinscri|abmeld|uitschrijv"
    r"|/forward|viewinbrowser|view-in-browser",
    re.IGNORECASE,
)
"""Addresses by which a mailing is left, forwarded or looked at elsewhere."""
_PAGE = re.compile(
    r"(?:page|seite|pagina|página|strona|sida|side|стр\.?|p\.)\s?\d{1,3}(?:\s?(?:of|/|von|de|sur|di|van|z"
    r"|av|af|из)\s?\d{1,3})?|[-–—]\s?\d{1,3}\s?[-–—]"
)
_CREDIT = re.compile(r"(?:©|\(c\)\s)", re.IGNORECASE)
_CREDITED = re.compile(r"[.!?”\"»)]\s+([^\W\d_][^:.!?]{1,20}?)\s?:\s+\S[^:]{0,60}$")
"""A caption's last words: "… on Tuesday. Photo: A B/Agency"."""
_DIGITS = re.compile(r"\d+")
_DESCRIBED = re.compile(r".{2,60}?\s(?:is|ist|est|es)\s(?:an?|the|our|your|ein|eine|une?|una?)\s")
_NUMBERED = re.compile(r"^(?:p\.?\s?o\.?\s|\d)|\s\d{1,4}\s?[a-z]?$")
_LONGEST = 1000
_LABEL = re.compile(r"([^:]{3,24}):\s*\S")


@lru_cache(maxsize=2048)
def score(block: Block) -> float:
    """How much a block looks like furniture wherever it stands; 0 when nothing speaks for it."""
    if is_wordless(block.text):
        return 9.0
    if len(block.text) > _LONGEST:
        return 0.0
    text, weight = fold(block.text), weights("furniture")
    count = word_count(text)
    total = 0.0
    bare = text.strip(" :.!»>›→|-*[]()")
    if bare in listed("furniture", "buttons") or is_read_time(text) or _is_page_number(text):
        total += weight["button"]
    if _is_button(block, count):
        total += weight["button"]
    if _is_bar(block) or _holds_buttons(block, count):
        total += weight["button"]
    if _is_networks(text):
        total += weight["network"]
    if block.mark != "table" and _is_navigation(block.text):
        total += weight["button"]
    total += _verb_score(text, count)
    if count <= 60 and (_is_mailing(text) or leaves(block)):
        total += weight["mailing_word"]
    if count <= 40 and has_rights(block.text, text):
        total += weight["copyright"]
    if count <= 14 and not ends_sentence(block.text):
        total += weight["postal"] * _is_postal(block.text, text)
        total += weight["contact"] * _is_contact(block.text)
    if is_address(block.text):
        total += weight["address_only"]
    label = _LABEL.match(text)
    if label and _is_picture_label(label[1]) and count <= 30:
        total += weight["picture_label"]
    if is_office(block.text):
        total += weight["role"]
    if count <= 40 and _describes_itself(text):
        total += weight["described"]
    if total:
        total += weight["short"] if count <= 8 else weight["long"] if count > 45 else 0.0
    return total


def has_rights(text: str, folded: str) -> bool:
    """A copyright line; given folded as well."""
    return any(sign in folded for sign in _RIGHTS) and _COPYRIGHT.search(text) is not None


def _is_page_number(folded: str) -> bool:
    """ "Page 2 of 7", "- 2 -": where a printer began another sheet."""
    return len(folded) <= 24 and _PAGE.fullmatch(folded) is not None


def is_pointer(text: str) -> bool:
    """ "Read more", "Continue reading →": where the whole of a text is to be read."""
    bare = fold(text[:80]).strip(" :.…!»>›→⟶➜↗|-–—*[]()")
    if bare in listed("furniture", "pointers"):
        return True
    return word_count(bare) <= 6 and any(
        bare.startswith(f"{pointer} ") for pointer in table("furniture")["long_pointers"]
    )


def is_read_time(folded: str) -> bool:
    """ "3 min read", with or without a date beside it."""
    if folded[:1].isdigit():
        return _READ_TIME.fullmatch(folded) is not None
    return len(folded) <= 60 and "min" in folded and _MINUTES.search(folded) is not None


def leaves(block: Block) -> bool:
    """A link in it leads to where a mailing is left, or looked at elsewhere."""
    return any(link.url and _LEAVES.search(link.url) for link in block.links)


def _is_mailing(text: str) -> bool:
    """Says why it was sent, or how not to get it again."""
    if any(word in text for word in listed("furniture", "mailing_words")):
        return True
    return "you" in text and _BECAUSE.search(text) is not None


def _is_contact(text: str) -> bool:
    """A label over an address: "Where we are: …" in the first person."""
    words = word_list(text)
    return text.rstrip().endswith(":") and len(words) <= 6 and "us" in words


def _is_picture_label(label: str) -> bool:
    """ "photo", or where it stands before it: "cover photo"."""
    pictures = listed("furniture", "picture_labels")
    first, _, last = label.partition(" ")
    return label in pictures or (
        first in listed("furniture", "picture_places") and last in pictures
    )


def holder(text: str) -> str:
    """Who holds the rights by a copyright line; "" when it is none."""
    is_dated = text[:1] == "©" and _YEAR.search(text) is not None
    if not (is_dated or has_rights(text, fold(text))) or word_count(text) > 40:
        return ""
    found = _HOLDER.search(text)
    return _RESERVED.sub("", found[1]).strip(" ,;:-–—") if found else ""


def _describes_itself(text: str) -> bool:
    """ "… is a monthly review of …": a publication speaks of itself."""
    match = _DESCRIBED.match(text)
    if match is None:
        return False
    what = set(word_list(text[match.end() :])[:4])
    return bool(
        what & listed("publications", "frequency_words")
        and what & listed("publications", "description_words")
    )


def _is_navigation(text: str) -> bool:
    """A bar of buttons: three short labels or more between bars or dots."""
    if len(text) > 160 or _BARS.search(text) is None or ends_sentence(text):
        return False
    parts = [part.strip() for part in _BARS.split(text)]
    short = all(
        part and word_count(part) <= 3 and not any(c.isdigit() for c in part) for part in parts
    )
    return len(parts) >= 3 and short


def _is_button(block: Block, count: int) -> bool:
    """A link of a few words that asks to do something, and nothing beside it."""
    if count > 4 or len(block.links) != 1 or block.kind == "item":
        return False
    first = word_list(fold(block.links[0].text))[:1]
    is_whole = len(block.links[0].text) >= 0.9 * len(block.text)
    return is_whole and bool(first) and first[0] in listed("furniture", "verbs")


def _holds_buttons(block: Block, count: int) -> bool:
    """A line whose links all ask to do something: "Every Thursday. Read online · Subscribe"."""
    if not 2 <= len(block.links) <= 4 or count > 24 or block.kind != "paragraph":
        return False
    verbs = listed("furniture", "verbs")
    return all(
        word_count(link.text) <= 4
        and word_list(fold(link.text))[:1]
        and word_list(fold(link.text))[0] in verbs
        for link in block.links
    )


def _is_bar(block: Block) -> bool:
    """Nothing but three short links or more, side by side."""
    spans = [link.span for link in block.links if link.span is not None]
    if len(spans) < 3 or block.kind == "item" or len(block.text) > 200:
        return False
    covered = sum(span.end - span.start for span in spans)
    is_short = all(word_count(span.of(block.text)) <= 3 for span in spans)
    return is_short and covered >= 0.8 * len(block.text)


def _is_networks(text: str) -> bool:
    parts = [part for part in _BETWEEN.split(text) if part] if len(text) <= 400 else []
    if not parts or len(parts) > 12:
        return False
    networks = _networks()
    words = text.split()
    if 1 < len(words) <= 4 and all(word in networks for word in words):
        return True  # an icon's words and its own
    named = sum(1 for part in parts if part.strip(" :@") in networks)
    return named == len(parts) or (len(parts) > 2 and named >= len(parts) - 1)


@cache
def _networks() -> frozenset[str]:
    return listed("furniture", "networks") | {"website", "email", "web", "blog"}


def _verb_score(text: str, count: int) -> float:
    """Asks its reader to do something: a verb first, and what of the page it is done to."""
    words = word_list(text) if count <= 16 else []
    if not words:
        return 0.0
    weight = weights("furniture")
    if words[0].strip(".'’") not in listed("furniture", "verbs"):
        return 0.0
    objects = listed("furniture", "objects")
    if any(word.strip(".'’") in objects for word in words[1:]):
        return weight["verb_object"] if count <= 10 else weight["verb"]
    return weight["verb"] if count <= 4 else 0.0


def _is_postal(text: str, folded: str) -> bool:
    if _DIGITS.search(folded) is None and folded[:1] != "p":
        return False
    if _POSTCODE.search(text) or _POSTED.match(text) or _STREET.search(folded):
        return True
    words = [word.strip(".,") for word in folded.split()]
    streets = words if len(words) > 2 and words[-1][:1].isdigit() else words[1:]
    has_street = any(word in listed("furniture", "street_words") for word in streets)
    return has_street and bool(_NUMBERED.search(folded)) and len(words) <= 10


def is_furniture(block: Block) -> bool:
    """By itself, in the middle of a text."""
    if word_count(block.text) > 30 and is_prose(block.text):
        return False
    return score(block) >= weights("furniture")["threshold"]


def goes_on(block: Block, above: Block | None) -> bool:
    """Right below a line of the page, with signs of one that would not do by themselves."""
    if above is None or block.before or ends_sentence(block.text) or not score(block):
        return False
    return is_furniture(above) and not is_office(above.text)


def tail_start(blocks: Sequence[Block], start: int = 0) -> int:
    """The block from which on all is furniture: colophon, address, unsubscribe line."""
    limit = weights("furniture")["tail_threshold"]
    first = _last_rights(blocks, start)
    holders = {fold(holder(block.text)) for block in blocks[max(start, len(blocks) - 40) :]} - {""}
    neutral = words = 0
    for at in range(first - 1, start - 1, -1):
        block = blocks[at]
        if block.links and is_pointer(block.text):
            break  # it belongs to the text above
        is_page = score(block) >= limit or fold(block.text) in holders
        if is_page or speaks_of_itself(block.text):
            first, neutral, words = at, 0, 0
            continue
        neutral += 1
        words += word_count(block.text)
        if first == len(blocks):
            if neutral > 3 or words > 16:
                break
        elif neutral > 3 or words > 45 or _is_text(block, neutral):
            break
    return _below_rule(blocks, first, start)


def _last_rights(blocks: Sequence[Block], start: int) -> int:
    """A copyright line with a few lines below it and no text; the end when there is none."""
    words = 0
    for at in range(len(blocks) - 1, max(start, len(blocks) - 14) - 1, -1):
        block = blocks[at]
        if _COPYRIGHT.search(block.text) and word_count(block.text) <= 40:
            return at
        words += word_count(block.text)
        is_text = is_prose(block.text) and not score(block)
        if is_text or words > 120 or block.kind == "heading":
            break
    return len(blocks)


def _below_rule(blocks: Sequence[Block], first: int, start: int) -> int:
    """A rule a few lines above the tail opens it: what stands between is the page's too."""
    if first == len(blocks):
        return first
    words = 0
    for at in range(first - 1, max(start, first - 5) - 1, -1):
        block = blocks[at]
        if block.kind == "rule" and (len(block.text) >= 20 or block.text == "--"):
            return at
        words += word_count(block.text)
        if words > 60 or block.kind in ("heading", "item"):
            break
    return first


def _is_text(block: Block, neutral: int) -> bool:
    """A sentence or a quoted title that nothing of a page speaks for."""
    ends = block.text.rstrip()[-1:] in ".!?"
    if block.text[0] in '"“«„' and word_count(block.text) > 4:
        return True
    return is_prose(block.text) and (neutral > 1 or ends)


@lru_cache(maxsize=2048)
def is_credit(text: str) -> bool:
    """A line that only says whose a picture is: "© A/AGENCY", "Photo: Agency"."""
    if word_count(text) > 14 or len(text) > 120:
        return False
    stripped = text.strip()
    if _CREDIT.match(stripped):
        return True
    label = _LABEL.match(fold(stripped) + " x")
    if label and _is_picture_label(label[1]):
        return True
    inner = stripped.strip("()[]")
    parts = [part.strip() for part in _OWNERS.split(fold(inner)) if part.strip()]
    agencies = listed("furniture", "agencies")
    return (
        bool(parts)
        and not ends_sentence(inner)
        and parts[-1] in agencies
        and (len(parts) > 1 or inner != stripped)
    )


def has_credit(text: str) -> bool:
    """A caption with its credit in the same line: "… © Agency", "… (Photo: AP)"."""
    credit = _CREDITED.search(text[-120:])
    if credit and _is_picture_label(fold(credit[1])) and word_count(text) <= 80:
        return True
    at = max(text.rfind("©"), text.casefold().rfind("(photo"), text.casefold().rfind("(c) "))
    if at <= 0 or _COPYRIGHT.match(text):
        return False
    return word_count(text[at:]) <= 14 and word_count(text) <= 80


def repeated(blocks: Sequence[Block]) -> dict[int, str]:
    """Block number → what it repeats, for short lines that come again; digits are all alike."""
    keys = {}
    for number, block in enumerate(blocks):
        # A list of contents names its headings too, a catalogue or a table its columns.
        is_listed = block.kind in ("item", "heading") or block.text[0] == "["
        is_counted = block.text[0].isdigit() and word_count(block.text) > 2
        is_counted = is_counted and not is_read_time(fold(block.text[:80]))
        if is_listed or is_counted or is_address(block.text):
            continue
        if word_count(block.text) <= 6 and len(block.text) <= 60 and not is_wordless(block.text):
            keys[number] = _DIGITS.sub("0", fold(block.text).strip(" :.…»>›→|"))
    counts = Counter(keys.values())
    return {number: key for number, key in keys.items() if counts[key] > 1}
