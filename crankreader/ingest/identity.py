"""Who a document is: stable ids, and whether it is a copy or a part of another.

Pure functions over texts and items. Knows no database: ids are assigned once and stored by others.
"""

from __future__ import annotations

import base64
import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate
from struct import unpack
from typing import Literal

from crankreader.ingest.words import tokens
from crankreader.model import Issue, Item

Relation = Literal["duplicate", "subset", "superset", "possible"]

_SHINGLE = 5
_SAMPLED = 16
_FEW = 64
_SAME = 0.95
_ALIKE = 0.8
_TRACKING = re.compile(
    r"(?:utm_\w+|fbclid|gclid|mc_cid|mc_eid|igshid|ref|cmpid)=[^&#]*&?", re.IGNORECASE
)


def issue_id(key: bytes | str) -> str:
    """`i` and 16 characters for an identity key: a Message-ID, an address, a text's key."""
    return "i" + _code(b"issue", _bytes(key))


def text_key(text: str) -> bytes:
    """The identity key of a document that has no other: its words, whatever the blanks."""
    return blake2b(" ".join(text.split()).encode("utf-8", "surrogatepass"), digest_size=32).digest()


def item_ids(issue: str, contents: Sequence[tuple[str | None, str]]) -> list[str]:
    """An id for each (title, text) of an issue; equal ones are told apart by their order."""
    seen: Counter[bytes] = Counter()
    found = []
    for title, text in contents:
        content = " ".join(tokens(title or "")) + "\n" + " ".join(tokens(text))
        key = content.encode("utf-8", "surrogatepass")
        found.append("t" + _code(b"item", issue.encode(), key, str(seen[key]).encode()))
        seen[key] += 1
    return found


def _bytes(key: bytes | str) -> bytes:
    return key.encode("utf-8", "surrogatepass") if isinstance(key, str) else key


def _code(*parts: bytes) -> str:
    digest = blake2b(digest_size=10)
    for part in parts:
        digest.update(len(part).to_bytes(8, "big") + part)
    return base64.b32encode(digest.digest()).decode("ascii").lower()


def whole_text(issue: Issue) -> str:
    """All titles and texts: what copies are told by."""
    parts: list[str] = []
    for item in issue.items:
        parts += [item.title or "", *item.paragraphs]
    return "\n".join(part for part in parts if part)


@lru_cache(maxsize=32)
def _shingles(text: str) -> frozenset[int]:
    words = [word.encode("utf-8", "surrogatepass") for word in tokens(text)]
    if not words:
        return frozenset()
    line = b" ".join(words)
    ends = [end - 1 for end in accumulate(len(word) + 1 for word in words)]
    starts = [0, *(end + 1 for end in ends)]
    last = ends[_SHINGLE - 1 :] or ends[-1:]
    digests = (
        blake2b(line[start:end], digest_size=8).digest()
        for start, end in zip(starts, last, strict=False)
    )
    return frozenset(unpack(f">{len(last)}Q", b"".join(digests)))


def sketch(text: str) -> frozenset[int]:
    """64-bit hashes of 5-word shingles: one in 16, the same in every text; all of a short one."""
    hashes = _shingles(text)
    return hashes if len(hashes) < _FEW else frozenset(h for h in hashes if h % _SAMPLED == 0)


def relation(one: str, other: str) -> Relation | None:
    """What `one` is to `other`: a duplicate, a subset, a superset, a possible copy, or None."""
    ours, theirs = _shingles(one), _shingles(other)
    if not ours or not theirs:
        return None
    shared = len(ours & theirs)
    in_other, in_one = shared / len(ours), shared / len(theirs)
    sizes = sorted((len(ours), len(theirs)))
    if max(in_other, in_one) >= _SAME:
        if sizes[0] / sizes[1] >= _ALIKE:
            return "duplicate"
        return "subset" if in_other >= in_one else "superset"
    return "possible" if max(in_other, in_one) >= _ALIKE else None


def matched(old: Sequence[Item], new: Sequence[Item]) -> tuple[Item, ...]:
    """The new items, each with the id of the old item it is; never one id twice.

    First by address, then by containment of text of at least 0.8, then by title.
    """
    given: dict[int, str] = {}
    free = {item.id: item for item in old}
    for finder in (_by_id, _by_address, _by_text, _by_title):
        finder(free, new, given)
    used = set(given.values())
    found = []
    for number, item in enumerate(new):
        identity = given.get(number, item.id)
        if number not in given:
            count = 0
            while identity in used:
                count += 1
                identity = "t" + _code(b"again", item.id.encode(), str(count).encode())
            used.add(identity)
        found.append(item._replace(id=identity))
    return tuple(found)


def _give(free: dict[str, Item], given: dict[int, str], number: int, identity: str) -> None:
    given[number] = identity
    del free[identity]


def _by_id(free: dict[str, Item], new: Sequence[Item], given: dict[int, str]) -> None:
    for number, item in enumerate(new):
        if item.id in free:
            _give(free, given, number, item.id)


def _by_address(free: dict[str, Item], new: Sequence[Item], given: dict[int, str]) -> None:
    known: dict[str, list[str]] = {}
    for item in free.values():
        address = _address(item)
        if address:
            known.setdefault(address, []).append(item.id)
    for number, item in enumerate(new):
        address = _address(item)
        if number not in given and address and known.get(address):
            _give(free, given, number, known[address].pop(0))


def _address(item: Item) -> str | None:
    """The one address an item is about; None with none or several."""
    found = {source.url for source in item.sources if source.url}
    if not found:
        found = {link.url for link in item.links if link.url}
    if len(found) != 1:
        return None
    url = _TRACKING.sub("", found.pop()).rstrip("?&/#")
    return re.sub(r"^https?://(?:www\.)?", "", url, flags=re.IGNORECASE)


def _by_text(free: dict[str, Item], new: Sequence[Item], given: dict[int, str]) -> None:
    """Candidates through shared shingles, best first, so that no pair is looked at in vain."""
    holders: dict[int, list[str]] = {}
    for item in free.values():
        for shingle in _shingles(item.text):
            holders.setdefault(shingle, []).append(item.id)
    pairs: list[tuple[float, int, str]] = []
    for number, item in enumerate(new):
        ours = _shingles(item.text)
        if number in given or not ours:
            continue
        shared: Counter[str] = Counter()
        for shingle in ours:
            shared.update(holders.get(shingle, ())[:20])
        for identity, count in shared.items():
            part = count / min(len(ours), len(_shingles(free[identity].text)))
            if part >= _ALIKE:
                pairs.append((-part, number, identity))
    for _, number, identity in sorted(pairs):
        if number not in given and identity in free:
            _give(free, given, number, identity)


def _by_title(free: dict[str, Item], new: Sequence[Item], given: dict[int, str]) -> None:
    known: dict[str, list[str]] = {}
    for item in free.values():
        if item.title:
            known.setdefault(" ".join(tokens(item.title)), []).append(item.id)
    for number, item in enumerate(new):
        if number not in given and item.title:
            same = known.get(" ".join(tokens(item.title)))
            if same:
                _give(free, given, number, same.pop(0))
