"""Correcting a name: the menu behind `x`, on whatever screen the name stands.

Knows what is pointed at and what is asked; the reader writes it down, the screen shows it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

from textual.app import App

from crankreader.model import VALUE_TYPES, Act, Entity, EntityType, Mention
from crankreader.reader import NameProblem, Reader, ReaderError
from crankreader.safety import one_line
from crankreader.tui.widgets.entity_list import Named

NOTHING = "No name is under the cursor: ) goes to the next in the text, E to their pane."
NO_NAME = "Dates, sums and counts have no other names and kinds; x x leaves one out."


class Pointed(NamedTuple):
    """The name that a correction is about."""

    type: EntityType
    name: str
    entity: str | None
    texts: tuple[str, ...] = ()
    """The words that stand for it here; none where it is meant wherever it is named."""

    @classmethod
    def in_text(cls, mention: Mention) -> Pointed:
        return cls(mention.type, mention.name or mention.text, mention.entity, (mention.text,))

    @classmethod
    def in_pane(cls, row: Named) -> Pointed:
        return cls(row.type, row.name, row.entity, row.texts)

    @classmethod
    def itself(cls, entity: Entity) -> Pointed:
        return cls(entity.type, entity.name, entity.id)


class Corrected(Protocol):
    """A screen on which names are corrected."""

    @property
    def app(self) -> App[Any]: ...
    @property
    def pointed(self) -> Pointed | None: ...
    def corrected(self, act: Act) -> None: ...
    def tell(self, message: str) -> None: ...


class Correcting:
    """The corrections of one screen."""

    def __init__(self, screen: Corrected, reader: Reader) -> None:
        self.screen = screen
        self.reader = reader

    def do(self, what: str, selected: str | None = None) -> None:
        """alias, kind, ignore, beside, merge: of what is pointed at; add: of what is selected."""
        if what == "add":
            self._add(selected or "")
            return
        at = self.screen.pointed
        if at is None:
            self.screen.tell(NOTHING)
        elif what == "ignore":
            # Words that a person points at are no name at all; a dossier is about somebody.
            self._act(lambda: self.reader.ignore(at.texts, None if at.texts else at.entity))
        elif what == "beside":
            self._beside(at)
        elif at.type in VALUE_TYPES or at.entity is None:
            self.screen.tell(NO_NAME)
        else:
            {"alias": self._alias, "kind": self._kind, "merge": self._merge}[what](at, at.entity)

    def choose(self, at: Pointed, entity: str) -> None:
        """Of those that a text may stand for, this one is meant."""
        self._act(lambda: self.reader.choose(at.texts[0], entity))

    def _alias(self, at: Pointed, entity: str) -> None:
        self._ask(
            f"Another name for {_short(at.name)}",
            lambda alias: self.reader.name_also(entity, alias),
            lambda typed: self._whose(typed, entity),
        )

    def _whose(self, typed: str, entity: str) -> str:
        typed = typed.strip()
        if not typed:
            return "What texts call it as well. Wherever it stands, it means this one."
        others = [each.name for each in self.reader.entities_named(typed) if each.id != entity]
        if others:
            return f"“{typed}” is {others[0]} until now; Enter makes it this one everywhere."
        return f"Enter makes “{typed}” this one everywhere; u takes it back."

    def _kind(self, at: Pointed, entity: str) -> None:
        from crankreader.tui.screens.kinds import KindCard

        def chosen(kind: EntityType | None) -> None:
            if kind is not None:
                self._act(lambda: self.reader.make(entity, kind))

        self.screen.app.push_screen(KindCard(_short(at.name), at.type), chosen)

    def _merge(self, at: Pointed, entity: str) -> None:
        self._ask(
            f"{_short(at.name)} is the same as",
            lambda name: self.reader.merge(entity, self._meant(name, entity)),
            lambda typed: self._into(at, typed, entity),
        )

    def _meant(self, name: str, entity: str) -> str:
        found = [each.id for each in self.reader.entities_named(name)]
        others = [id for id in found if id != entity]
        return (others or found or [name])[0]

    def _into(self, at: Pointed, typed: str, entity: str) -> str:
        if not typed.strip():
            return "Its name, an alias or its id. What is known of both stands together then."
        called = self.reader.entities_named(typed)
        found = [each for each in called if each.id != entity]
        if not found:
            nobody = f"Nobody and nothing here is called “{typed.strip()}”."
            return f"{at.name} is that already." if called else nobody
        other = found[0]
        what = other.description or other.type
        return f"Enter puts {at.name} together with {other.name} ({what}); u takes it back."

    def _beside(self, at: Pointed) -> None:
        texts = " and ".join(f"“{text}”" for text in at.texts) or at.name
        self._ask(
            f"{_short(texts)} is not {_short(at.name)} beside",
            lambda words: self.reader.ignore(
                at.texts, None if at.texts else at.entity, near=words.split()
            ),
            lambda typed: "Words that stand within five words of it where it means something else.",
        )

    def _add(self, selected: str) -> None:
        from crankreader.tui.screens.kinds import KindCard

        def named(name: str | None) -> None:
            if name is None:
                return

            def chosen(kind: EntityType | None) -> None:
                if kind is not None:
                    self._act(lambda: self.reader.add_name(name, kind))

            self.screen.app.push_screen(KindCard(_short(name), None), chosen)

        from crankreader.tui.screens.asking import Prompt

        said = "A name that is not found. Its kind comes next."
        value = str(one_line(selected, 120))
        self.screen.app.push_screen(Prompt("A name that is missing here", said, value=value), named)

    def _ask(self, question: str, act: Callable[[str], Act], explain: Callable[[str], str]) -> None:
        from crankreader.tui.screens.asking import Prompt

        def answered(answer: str | None) -> None:
            if answer is not None:
                self._act(lambda: act(answer))

        self.screen.app.push_screen(Prompt(question, "", explain=explain), answered)

    def _act(self, act: Callable[[], Act]) -> None:
        try:
            done = act()
        except (NameProblem, ReaderError) as error:
            self.screen.tell(str(error))
        else:
            self.screen.corrected(done)


def _short(name: str) -> str:
    return str(one_line(name, 40))
