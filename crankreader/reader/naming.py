"""Who and what the texts name: looked up, corrected by a person, and tagged again.

A correction is a line of the person's own list and an act like any other; the texts that it
concerns are tagged anew, the one being read first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

from crankreader import __version__
from crankreader.model import Act, Entity, EntityType
from crankreader.reader.acting import Acting
from crankreader.safety import one_line

if TYPE_CHECKING:
    from crankreader.analysis import Appearance, Dossier
    from crankreader.entities.ownfile import Edit
    from crankreader.library.values import Values

CALLED: dict[EntityType, str] = {
    "person": "a person",
    "country": "a country",
    "org": "an organisation",
    "outlet": "an outlet",
    "place": "a place",
    "weapon": "a weapon",
    "event": "an event",
    "date": "a date",
    "money": "an amount of money",
    "quantity": "a quantity",
}
COMPANIONS = 24
"""Entities that a dossier names beside its own."""
_TAGGED_BY = "library.tagged_by"
"""The release and the person's list by which all texts are known to be tagged."""
_SEEN = 12
"""How many of the texts that name somebody unknown are taken for names."""


class NameProblem(Exception):
    """A correction that would mean nothing; says why."""


class Naming(Acting):
    """The verbs about entities."""

    # Asking.

    def entity(self, id: str) -> Entity | None:
        """The entity of that id, be it known or only seen in a text of this library."""
        found = self._names.known.find(id)
        return found or self._seen(id)

    def entities_named(self, name: str) -> tuple[Entity, ...]:
        """The entities of that id, name or alias; the often named ones first."""
        found = {each.id: each for each in self._names.known.lookup(name)}
        if not found:
            for id in self._library.entities.tally([name.strip(), *_ids_of(name)]):
                if (entity := self.entity(id)) is not None:
                    found[entity.id] = entity
        counts = self._library.entities.tally(found)
        return tuple(sorted(found.values(), key=lambda each: -counts.get(each.id, 0)))

    def names_beginning(self, begun: str, limit: int = 8) -> tuple[Entity, ...]:
        """Entities of this library with a name or alias that begins so, the often named first."""
        there = self._library.entities
        found = {each.id: each for each in self._names.known.beginning(begun)}
        counts = there.tally(found)
        for id in there.beginning(_ids_of(begun), limit):
            if id not in counts and (entity := self.entity(id)) is not None:
                found[entity.id] = entity
                counts |= there.tally([entity.id])
        ids = sorted(counts, key=lambda id: (-counts[id], found[id].name))
        return tuple(found[id] for id in ids[:limit])

    def values_beginning(self, name: str, begun: str, limit: int = 8) -> tuple[str, ...]:
        """Values of a field of the query language that begin so and find something, the frequent
        ones first, months newest first. Takes up to half a second: for another thread.
        """
        from crankreader.reader.completing import values_beginning

        return values_beginning(name, begun, limit, self._values, self.names_beginning, self._finds)

    @cached_property
    def _values(self) -> Values:
        from crankreader.library.values import Values

        return Values(self._library, self._shelves, self._state)

    def dossier(self, id: str, *, sentences: int = -1) -> Dossier | None:
        """All there is about an entity, with the sentences of so many of its newest items (-1:
        of all); None where nobody knows it and no text names it.
        """
        from crankreader.analysis import Dossier, said_of

        entity = self.entity(id)
        if entity is None:
            return None
        counted = self._shelves.counted
        named = self._library.entities.items(entity.id, counted)
        read = [item for item, _, _ in named][: sentences if sentences >= 0 else None]
        items = self._library.items(read)
        others = self._library.entities.companions(
            [item for item, _, _ in named], entity.id, COMPANIONS
        )
        known = ((self.entity(other), times) for other, times in others)
        issue_of = {item: issue for item, issue, _ in named}
        marked = (
            (item, issue_of[item.id], self._library.marked(item.id)) for item in items.values()
        )
        return Dossier(
            entity,
            mentions=sum(times for _, _, times in named),
            items=len(named),
            issues=self._appearances(named),
            seen=tuple(self._library.entities.seen(entity.id, counted, _SEEN)),
            companions=tuple((other, times) for other, times in known if other is not None),
            said=tuple(said_of(entity.id, marked)),
            said_of=len(read),
        )

    def _appearances(self, named: Sequence[tuple[str, str, int]]) -> tuple[Appearance, ...]:
        from crankreader.analysis import Appearance

        first: dict[str, str] = {}
        counts: dict[str, int] = {}
        for item, issue, times in named:
            first.setdefault(issue, item)
            counts[issue] = counts.get(issue, 0) + times
        return tuple(
            Appearance(
                row.id, row.display_title, row.date or row.period, counts[row.id], first[row.id]
            )
            for row in self._shelves.issue_rows(first)
        )

    def _seen(self, id: str) -> Entity | None:
        called = self._library.entities.called(id)
        if not called:
            return None
        kind: Any = id.partition("/")[0]
        name, *texts = called
        others = [text for text in texts if text != name]
        return Entity(id, kind, name, tuple(others[:_SEEN]))

    @property
    def name_problems(self) -> tuple[str, ...]:
        """What in a person's own list does not count."""
        return self._names.problems

    @property
    def names_stamp(self) -> object:
        """Another value whenever the person's list is another file."""
        return self._names.stamp

    # Correcting. Each raises NameProblem, and ReaderError where the file cannot be written.

    def name_also(self, entity: str, alias: str) -> Act:
        """Another name of an entity; nobody else has it from now on."""
        alias = str(one_line(alias)).strip()
        known = self._names.known
        key = known.key(alias)
        if not key:
            raise NameProblem("A name needs a word.")
        if key in known.words["stop"] or key in known.words["small"]:
            raise NameProblem(f"“{alias}” stands in every text; a name needs more than that.")
        called = self._called(entity)
        others = [known.name(n) for _, n in known.named(key) if known.id(n) != entity]
        said = f"gave {called} the name “{alias}”"
        if others:
            said += f", which was {' and '.join(dict.fromkeys(others))}’s"
        edits = [*self._given_up(alias, entity), *self._introduced(entity), ["put", entity, alias]]
        return self._correct(said, edits)

    def make(self, entity: str, kind: EntityType) -> Act:
        """Another kind of an entity."""
        edits: list[Edit] = []
        for id in self._origins(entity):
            own = None if id.startswith(f"{kind}/") else kind
            edits += [*self._introduced(id), ["set", id, "kind", own]]
        return self._correct(f"made {self._called(entity)} {CALLED[kind]}", edits)

    def merge(self, entity: str, into: str) -> Act:
        """One entity is another name of another."""
        from crankreader.entities.corrected import settled

        own = self._names.known.own
        other = self.entity(into)
        if other is None:
            raise NameProblem(f"Nobody and nothing here is called “{into}”.")
        if other.id == entity or settled(other.id, own) == entity:
            raise NameProblem(f"{other.name} is that already.")
        edits: list[Edit] = self._introduced(other.id)
        for id in self._origins(entity):
            edits += [*self._introduced(id), ["set", id, "same_as", other.id]]
        return self._correct(f"took {self._called(entity)} for {other.name}", edits)

    def ignore(
        self, texts: Sequence[str], entity: str | None = None, near: Sequence[str] = ()
    ) -> Act:
        """Words that are no name: of this entity, or none at all; beside these words, or ever."""
        rules: list[dict[str, Any]] = [{"text": str(one_line(text)).strip()} for text in texts]
        if not all(self._names.known.key(rule["text"]) for rule in rules):
            raise NameProblem("What is no name needs a word.")
        rules = rules or [{}]
        said = " and ".join(f"“{rule['text']}”" for rule in rules if "text" in rule)
        for rule in rules:
            if entity is not None:
                rule["as"] = entity
            if near:
                rule["near"] = [str(one_line(word)) for word in near]
        if entity is not None:
            called = self._called(entity)
            said = f"{said} as {called}" if said else called
        if near:
            said += f" beside {' or '.join(f'“{word}”' for word in near)}"
        return self._correct(f"left out {said}", [["put", rule] for rule in rules])

    def add_name(self, name: str, kind: EntityType) -> Act:
        """A name that the program does not know, or takes for somebody else's."""
        from crankreader.entities.own import KINDS
        from crankreader.entities.tokens import slug

        name = str(one_line(name)).strip()
        if not self._names.known.key(name):
            raise NameProblem("A name needs a word.")
        id = f"{kind}/{slug(name)}"
        own = self._names.known.own.names
        for other in KINDS:
            # The same name is there as something else: it changes its kind.
            if other != kind and (there := own.get(f"{other}/{slug(name)}")) is not None:
                return self.make(there.id, kind)
        edits = [*self._given_up(name, id), ["set", id, "name", name]]
        return self._correct(f"added “{name}” as {CALLED[kind]}", edits)

    def choose(self, text: str, entity: str) -> Act:
        """Of those that a text may stand for, this one is meant, here and everywhere."""
        return self.name_also(entity, text)

    def _called(self, entity: str) -> str:
        found = self.entity(entity)
        return str(one_line(found.name)) if found else entity

    def _origins(self, entity: str) -> list[str]:
        """The ids under which a person's list speaks of this entity."""
        from crankreader.entities.corrected import settled

        own = self._names.known.own
        told = [
            id
            for id, name in own.names.items()
            if name.kind and not name.same_as and settled(id, own) == entity
        ]
        return told or [entity]

    def _introduced(self, entity: str) -> list[Edit]:
        """The list has to say what somebody is called whom the program does not know."""
        from crankreader.entities import dictionary

        own = self._names.known.own
        if dictionary().number(entity) is not None or (
            entity in own.names and own.names[entity].name
        ):
            return []
        return [["set", entity, "name", self._called(entity)]]

    def _given_up(self, alias: str, to: str) -> list[Edit]:
        """The last correction counts: who else has the alias by the person's list loses it."""
        known = self._names.known
        key = known.key(alias)
        return [
            ["drop", name.id, each]
            for name in known.own.names.values()
            for each in name.aliases
            if name.id != to and known.key(each) == key
        ]

    def _correct(self, said: str, edits: Sequence[Edit]) -> Act:
        return self._state.correct(edits, said)

    # Tagging again.

    def retag_issue(self, issue: str) -> bool:
        """Tag one issue by the names there are now; whether that changed anything."""
        from crankreader import entities

        names, tagging = self._names, self._library.tagging
        marked = entities.recognise_issue(self._library.issue(issue), names.known)
        return tagging.retag(issue, marked, names.tagger)

    def retag(self) -> Iterator[tuple[int, int]]:
        """Tag anew what other names were known to; (issues done, issues to do)."""
        from crankreader.entities import dictionary
        from crankreader.entities.own import from_body
        from crankreader.entities.touched import touched

        if self._names.is_broken:
            return
        known, tagger = self._names.known, self._names.tagger
        tagging = self._library.tagging
        stale = tagging.stale(tagger)
        concerned = {issue for issue, by in stale.items() if by.rules != tagger.rules}
        for before in {by for by in stale.values() if by.rules == tagger.rules}:
            what = touched(from_body(before.body), known.own, dictionary())
            issues = [issue for issue, by in stale.items() if by == before]
            concerned |= tagging.naming(what.entities) & {*issues}
            concerned |= {issue for issue, text in tagging.words(issues) if what.concerns(text)}
        tagging.keep(stale.keys() - concerned, tagger)
        left = [issue for issue in stale if issue in concerned]
        for done, issue in enumerate(left, 1):
            try:
                self.retag_issue(issue)
            except KeyError:
                continue  # removed by another program meanwhile
            yield done, len(left)
        tagging.forget_lists()
        self.keep_preference(_TAGGED_BY, self._tagged_by)

    @property
    def is_tagged(self) -> bool:
        """Whether all texts are known to be tagged by the names there are; costs no dictionary."""
        return bool(self.preference(_TAGGED_BY) == self._tagged_by)

    @property
    def _tagged_by(self) -> list[Any]:
        return [__version__, *(self._names.stamp or ())]


def _ids_of(name: str) -> list[str]:
    """The ids that something of this name would have, were it of each kind."""
    from crankreader.entities.own import KINDS
    from crankreader.entities.tokens import slug, tokens_of

    return [f"{kind}/{slug(name)}" for kind in KINDS] if tokens_of(name, {}) else []
