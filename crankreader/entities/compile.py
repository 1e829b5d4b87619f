"""Turns the readable names of data/*.toml into the one file that is loaded.

Run as `python -m crankreader.entities.compile`. Knows how names are written down, not how they
are found; fails loudly when one alias is claimed twice.
"""

from __future__ import annotations

import collections
import hashlib
import re
import tomllib
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Any

from .aliases import ORDINARY, SHY, looser, pattern_of, surname_of
from .packed import Bucket, Claim, packed
from .tokens import slug, tokens_of

DATA = Path(__file__).parent / "data"
COMPILED = DATA / "names.txt"

LISTED = {"people": "person", "orgs": "org", "outlets": "outlet", "places": "place"} | {
    "weapons": "weapon",
    "events": "event",
}
_ROW = re.compile(r"(?P<names>.*?)(?: @ (?P<country>[^:]+))?(?:: (?P<about>.+))?$", re.DOTALL)


class BadNames(Exception):
    """The data contradicts itself; says where."""


class Row:
    """One entity as the data gives it."""

    def __init__(
        self, kind: str, names: list[str], country: str | None = None, about: str | None = None
    ) -> None:
        self.kind = kind
        self.shy = {name.removesuffix(SHY) for name in names if name.endswith(SHY)}
        """Aliases that are ordinary words, or somebody else's, too."""
        self.aliases = list(dict.fromkeys(name.removesuffix(SHY) for name in names))
        self.name = self.aliases[0]
        self.country = country
        self.about = about
        self.family_first = False
        self.is_city = False
        """Known by its size alone."""

    @property
    def id(self) -> str:
        return f"{self.kind}/{slug(self.name)}"


def compiled() -> str:
    """The text of the compiled file."""
    words = _toml("words")
    spellings = {v: k for k, vs in words.pop("spellings").items() for v in vs.split()}
    listed = [*_countries(), *_listed()]
    check_ids(listed)
    there = {row.id for row in listed}
    towns = {row.id: row for row in _cities() if row.id not in there}
    rows = sorted([*listed, *towns.values()], key=lambda row: row.id)
    ordinary = {word for kind in ORDINARY for word in words[kind].split()}
    names, possessive = index_of(rows, spellings, set(_lines(words["ambiguous"])), ordinary)
    number = {row.id: at for at, row in enumerate(rows)}
    meant = {
        _key(surname, spellings): number[f"person/{slug(name)}"]
        for surname, name in _toml("people")["meant"].items()
    }
    head = {
        "possessive": sorted(possessive),
        "punctuated": _punctuated(rows, spellings),
        "capitals": {str(city): country for city, country in _capitals(number)},
        "spellings": spellings,
        "words": {
            kind: sorted({spellings.get(word, word) for word in listed.split()})
            for kind, listed in words.items()
            if kind != "ambiguous"
        },
    }
    facts = [(r.id, r.name, r.country, r.about, tuple(r.aliases)) for r in rows]
    cities = {
        key: at
        for at, row in enumerate(rows)
        if row.is_city and (key := _key(row.name, spellings)) not in names
    }
    buckets = _buckets(names, _surnames(rows, spellings, words), meant, cities)
    body = packed(head, facts, buckets)
    stamp = hashlib.blake2b(body.encode(), digest_size=6).hexdigest()
    return packed({**head, "version": stamp}, facts, buckets)


def _punctuated(rows: list[Row], spellings: dict[str, str]) -> list[str]:
    """Aliases with commas or brackets inside, which stand in no other name."""
    every = (tokens_of(alias, spellings) for row in rows for alias in row.aliases)
    return sorted(
        {
            " ".join(token.key for token in tokens)
            for tokens in every
            if any(token.link == 2 and not token.joined for token in tokens)
        }
    )


def _buckets(
    names: dict[str, list[Claim]],
    surnames: dict[str, list[int]],
    meant: dict[str, int],
    cities: dict[str, int],
) -> dict[str, Bucket]:
    """Aliases, surnames and cities by their first words."""
    towns: dict[str, dict[str, int]] = {}
    for key, city in cities.items():
        first, _, rest = key.partition(" ")
        towns.setdefault(first, {})[rest] = city
    rests: dict[str, dict[str, list[Claim]]] = {}
    for key, claims in names.items():
        first, _, rest = key.partition(" ")
        rests.setdefault(first, {})[rest] = claims
    return {
        word: Bucket(
            max((len(rest.split()) + 1 for rest in rests.get(word, ())), default=0),
            rests.get(word, {}),
            tuple(surnames.get(word, ())),
            meant.get(word),
            towns.get(word, {}),
        )
        for word in {*rests, *surnames, *meant, *towns}
    }


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def _lines(listed: str) -> list[str]:
    return [line.strip() for line in listed.strip().splitlines() if line.strip()]


def _countries() -> Iterator[Row]:
    for name, facts in _toml("countries").items():
        yield Row(
            "country", [name, *facts.get("also", ()), *facts.get("people", ())], None, "state"
        )


def _listed() -> Iterator[Row]:
    for file, kind in LISTED.items():
        for group, entries in _toml(file).items():
            if group == "meant":
                continue
            for line in _lines(entries["names"]):
                match = _ROW.match(line)
                assert match is not None
                names = [name.strip() for name in match["names"].split(" / ")]
                country = match["country"] or entries.get("country")
                about = match["about"] or entries.get("about")
                row = Row(kind, names, f"country/{slug(country)}" if country else None, about)
                row.family_first = bool(entries.get("family_first"))
                yield row
    for name, facts in _toml("countries").items():
        capital = [part.strip() for part in facts.get("capital", "").split(" / ") if part.strip()]
        if capital:
            yield Row("place", capital, f"country/{slug(name)}", "capital")


def _cities() -> Iterator[Row]:
    """Cities by their size alone, from cities.tsv."""
    for line in (DATA / "cities.tsv").read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            name, country, _ = line.split("\t")
            row = Row("place", [name], f"country/{slug(country)}", "city")
            row.is_city = True
            yield row


def _capitals(number: dict[str, int]) -> Iterator[tuple[int, int]]:
    for name, facts in _toml("countries").items():
        for capital in facts.get("capital", "").split(" / ")[:1]:
            if capital and not facts.get("place_only"):
                yield number[f"place/{slug(capital)}"], number[f"country/{slug(name)}"]


def check_ids(rows: list[Row]) -> None:
    counts = collections.Counter(row.id for row in rows)
    twice = [id_ for id_, count in counts.items() if count > 1]
    if twice:
        raise BadNames("standing twice: " + ", ".join(twice))


def _key(alias: str, spellings: dict[str, str]) -> str:
    return " ".join(token.key for token in tokens_of(alias, spellings))


def index_of(
    rows: list[Row],
    spellings: dict[str, str],
    ambiguous: set[str],
    words: Collection[str] = (),
) -> tuple[dict[str, list[Claim]], set[str]]:
    index: dict[str, dict[int, str]] = {}
    possessive: set[str] = set()
    for number, row in enumerate(rows):
        for alias in () if row.is_city else row.aliases:
            tokens = tokens_of(alias, spellings)
            if not tokens:
                raise BadNames(f"{row.id}: empty alias")
            key = " ".join(token.key for token in tokens)
            if any(token.possessive for token in tokens):
                possessive.add(key)
            pattern = pattern_of(tokens, words)
            pattern += SHY * (alias in row.shy)
            claims = index.setdefault(key, {})
            claims[number] = looser(pattern, claims.get(number, pattern))
    twice = [
        f"{key!r} names {', '.join(rows[number].id for number in claims)}"
        for key, claims in index.items()
        if len(claims) > 1 and key not in ambiguous
    ]
    if twice:
        raise BadNames("\n".join(twice))
    return {
        key: sorted(
            ((pattern, number) for number, pattern in claims.items()), key=lambda claim: claim[0]
        )
        for key, claims in index.items()
    }, possessive


def _surnames(
    rows: list[Row], spellings: dict[str, str], words: dict[str, str]
) -> dict[str, list[int]]:
    family, given = ({spellings.get(w, w) for w in words[k].split()} for k in ("family", "given"))
    surnames: dict[str, list[int]] = {}
    for number, row in enumerate(rows):
        if row.kind != "person":
            continue
        whole = _key(row.name, spellings).split()
        for alias in row.aliases:
            keys = _key(alias, spellings).split()
            if len(keys) < 2 or (keys != whole and keys == whole[::-1]):
                continue
            surname = surname_of(keys, row.family_first, family, given)
            if surname is None:
                continue
            bearers = surnames.setdefault(surname, [])
            if number not in bearers:
                bearers.append(number)
    return surnames


def main() -> None:
    """Write the compiled file."""
    COMPILED.write_text(compiled(), "utf-8")


if __name__ == "__main__":
    main()
