"""Small libraries for the tests of the index, and queries to ask them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from crankreader.query import Order, Record, State, fold, parse
from crankreader.query.words import places
from crankreader.search import Entry, Index, States

LETTERS = (
    Entry(
        "t1",
        "Troops in Kursk",
        "Russia’s army met them. About 12,000 soldiers, a Fath-360 missile, U.S. reports said.",
        section="Links",
        publication="CRANK Call",
        sources="Moscow Times\nReuters",
        authors="Anna Smith",
        entities=("country/russia", "Russia", "place/kursk", "Kursk"),
        date="2024-10-14",
        outlets=("Moscow Times", "Reuters"),
    ),
    Entry(
        "t2",
        "A summit",
        "The leaders met; Kursk was named once in a long text about trade, gas, grain and ships.",
        section="Highlights",
        publication="CRANK Call",
        entities=("country/russia", "Russia", "country/north-korea", "North Korea"),
        date="2024-10",
    ),
    Entry("t3", "", "Military personnel of the army.", section="Links", date="2023"),
    Entry("t4", "Without a day", "Soldiers of no army at all."),
)


def nothing(kind: str, value: str | None) -> Collection[str]:
    """The states of a library in which nobody has done anything."""
    return ()


def states_of(records: dict[str, Record]) -> States:
    def states(kind: str, value: str | None) -> Collection[str]:
        match kind:
            case "tag":
                return [i for i, r in records.items() if value in [fold(tag) for tag in r.tags]]
            case "note":
                asked = set((value or "").split())
                return [i for i, r in records.items() if asked <= places([r.note]).keys()]
            case _:
                return [i for i, r in records.items() if kind in r.states]

    return states


def record_of(entry: Entry, *states: State, tags: tuple[str, ...] = (), note: str = "") -> Record:
    record = Record(
        entry.title,
        entry.text,
        entry.section,
        entry.publication,
        entry.sources,
        entry.authors,
        entry.entities,
        entry.date,
    )
    return replace(record, states=frozenset(states), tags=tags, note=note)


@contextmanager
def opened(directory: Path) -> Iterator[Index]:
    index = Index.open(directory)
    try:
        yield index
    finally:
        index.close()


def items(
    index: Index,
    query: str,
    *,
    order: Order = "relevance",
    states: States = nothing,
    hidden: Collection[str] = (),
    limit: int | None = None,
    typing: bool = False,
) -> Sequence[str]:
    """The ids that a query finds, in order."""
    tree = parse(query, typing=typing).tree
    found = index.search(tree, order=order, limit=limit, states=states, hidden=hidden)
    return [item for item, _ in found.hits]
