"""What a person said is no name: everywhere, as one entity, or beside some words.

Knows words and rules; nothing of how a name is found.
"""

from __future__ import annotations

from collections.abc import Sequence

from .dictionary import Dictionary
from .own import Ignored
from .tokens import Token

NEAR = 5
"""Words on either side that are beside a name."""


def is_ignored(
    known: Dictionary, tokens: Sequence[Token], first: int, last: int, entity: str | None
) -> bool:
    """Whether words [first, last) are no name of this entity (None: of a value)."""
    if not known.ignored:
        return False
    key = " ".join(token.key for token in tokens[first:last])
    for rule in (*known.ignored.get(key, ()), *known.ignored.get(None, ())):
        if _is_meant(rule, entity) and _is_near(rule.near, tokens, first, last):
            return True
    return False


def _is_meant(rule: Ignored, entity: str | None) -> bool:
    """A rule for an entity whatever the words leaves nobody else of its name to be guessed."""
    if rule.entity is None or rule.entity == entity:
        return True
    if rule.text is not None or entity is None:
        return False
    return rule.entity.partition("/")[2] == entity.partition("/")[2]


def _is_near(words: Sequence[str], tokens: Sequence[Token], first: int, last: int) -> bool:
    beside = (*tokens[max(0, first - NEAR) : first], *tokens[last : last + NEAR])
    return not words or any(token.key in words for token in beside)
