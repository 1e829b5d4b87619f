"""A person's query: text in, a tree and its problems out; and the words all searching rests on.

Used by the index, by the plain scan that stands in for it, and by everything that selects
items. Knows no index, database or screen.
"""

from crankreader.query.language import HINTS, parse
from crankreader.query.scan import asked_words, find, matches, terms
from crankreader.query.tree import (
    FIELDS,
    STATES,
    And,
    Dates,
    Entity,
    Field,
    Fuzzy,
    Is,
    Near,
    Node,
    Not,
    Note,
    Nothing,
    Or,
    Order,
    Phrase,
    Prefix,
    Query,
    Record,
    State,
    Tag,
    Word,
    days,
    nodes,
    resolved,
)
from crankreader.query.words import fold, key, parts, words

__all__ = [
    "FIELDS",
    "HINTS",
    "STATES",
    "And",
    "Dates",
    "Entity",
    "Field",
    "Fuzzy",
    "Is",
    "Near",
    "Node",
    "Not",
    "Note",
    "Nothing",
    "Or",
    "Order",
    "Phrase",
    "Prefix",
    "Query",
    "Record",
    "State",
    "Tag",
    "Word",
    "asked_words",
    "days",
    "find",
    "fold",
    "key",
    "matches",
    "nodes",
    "parse",
    "parts",
    "resolved",
    "terms",
    "words",
]
