"""Why what is being read is what it is, in words: each derived value with its reason.

Pure: takes model objects, gives blocks of text. Knows no widget.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from crankreader.model import Entity, Issue, Item, Mention, Outline, Reading, Reason, counted
from crankreader.safety import one_line
from crankreader.tui.render import Block, Run, spoken_date, spoken_source

MOST_VALUE = 240
"""Characters of one value."""
SURE = (
    (0.95, "certain"),
    (0.85, "quite sure"),
    (0.7, "likely"),
    (0.5, "not sure"),
    (0.0, "a guess"),
)
FORMATS = {
    "text": "plain text",
    "markdown": "Markdown",
    "html": "a web page",
    "eml": "a mail",
    "rss": "an entry of an RSS feed",
    "atom": "an entry of an Atom feed",
    "rdf": "an entry of an RDF feed",
    "jsonfeed": "an entry of a JSON feed",
}
KINDS = {
    "newsletter": "a newsletter",
    "article": "an article",
    "brief": "a brief",
    "page": "a page of several articles",
    "mail": "a mail",
    "feed": "an entry of a feed",
}
LANGUAGES = {
    "ar": "Arabic",
    "cs": "Czech",
    "de": "German",
    "en": "English",
    "es": "Spanish",
    "fa": "Persian",
    "fr": "French",
    "he": "Hebrew",
    "it": "Italian",
    "ja": "Japanese",
    "ko": "Korean",
    "nl": "Dutch",
    "pl": "Polish",
    "pt": "Portuguese",
    "ru": "Russian",
    "tr": "Turkish",
    "uk": "Ukrainian",
    "zh": "Chinese",
}
RULES = {
    "known name": "it is in the list of names that the program knows, or in your own",
    "explained short form": "the text explains the short form beside the full name",
    "unknown short form": "it is written in capitals like a short form",
    "name of a person": "it is built like a person's name: a first name, a title or a role",
    "source in brackets": "it stands in brackets as a source",
    "author in brackets": "it stands in brackets as an author",
    "credit": "a line of credits names it",
    "byline": "a line that says who wrote the text names it",
    "photographer": "a picture's credit names it",
    "calls itself a periodical": "the text calls it a periodical",
    "opening word and link": "its first word and a linking word make it the name of a body",
    "last word": "its last word is one that bodies and places are called by",
    "first word": "its first word is one that bodies and places are called by",
    "institution of a nation": "a nation and the word for an institution",
    "city": "a city of that name is large enough to be known",
    "entry of a list": "a list gives it with the family's name first",
    "last word of a full name": "the last word of a body that the text names in full before",
    "called so": "the noun before it says what it is",
    "first name of a full name": "the first name of somebody whom the text names in full",
    "ship's prefix": "a prefix of warships stands before it",
    "weapon noun": "a word for a weapon stands beside it",
    "type name beside a weapon noun": "a type's name beside a word for a weapon",
    "place words": "the words around it are those of a place",
    "noun of a body": "the words around it are those of a body",
    "capitals": "it is written with capitals in the middle of a sentence",
    "capital for its government": "a capital that is said to act stands for its government",
    "surname of somebody known": "the surname of somebody well known; nobody here shares it",
    "surname of a full name": "the surname of somebody whom the text names in full",
    "part of a land": "a point of the compass and a land",
    "summit": "a meeting that is called by those who meet",
    "date": "it reads as a date",
    "money": "a number and a currency",
    "quantity": "a number and what it counts",
    "title": "a title stands before it",
    "verb of saying": "it is said to say something",
    "source of the issue": "another item of this issue cites it as a source",
}


def explained(
    reading: Reading,
    outline: Outline,
    issue: Issue,
    named: Mention | None,
    known: Sequence[Entity] = (),
) -> tuple[Block, ...]:
    """Everything about this item and its issue that was worked out and not simply there."""
    blocks: list[Block] = []
    if named is not None:
        blocks += _group("The name under the cursor", _name(named, known))
    blocks += _group("This item", _item(reading, issue))
    blocks += _group("This issue", _issue(outline, issue))
    blocks += _group("The document", _document(issue))
    return tuple(blocks)


def sure(confidence: float) -> str:
    """A confidence from 0 to 1, in words."""
    return next(said for least, said in SURE if confidence >= least)


def _group(title: str, facts: Iterable[Block]) -> Iterator[Block]:
    yield Block(title, "heading")
    yield from facts


def _fact(label: str, value: str, reasons: Sequence[Reason] = ()) -> Iterator[Block]:
    said = one_line(f"{label}: {value}", MOST_VALUE)
    yield Block(said, "", (Run(0, len(label) + 1, "number"),), indent=2, gap=False)
    yield from _because(reasons)


def _because(reasons: Sequence[Reason]) -> Iterator[Block]:
    for reason in reasons:
        why = one_line(f"{reason.why} ({sure(reason.confidence)})", MOST_VALUE)
        yield Block(why, "quiet", gap=False)


def _name(mention: Mention, known: Sequence[Entity]) -> Iterator[Block]:
    called = mention.name or mention.text
    yield from _fact(one_line(mention.text, 80), _spoken_kind(mention, called))
    rule = RULES.get(mention.rule, mention.rule) or "the way it is written"
    yield from _because([Reason("", rule, mention.confidence)])
    if mention.value is not None:
        unit = f" {mention.unit}" if mention.unit else ""
        yield from _fact("Understood as", f"{mention.value}{unit}")
        return
    entity = next((each for each in known if each.id == mention.entity), None)
    if mention.entity is None or entity is None:
        yield from _fact("Known", "not yet, to the program")
        return
    yield from _fact("Known as", " · ".join(filter(None, (entity.id, entity.description))))
    if entity.aliases:
        yield from _fact("Also called", ", ".join(entity.aliases))
    others = [each for each in known if each.id != mention.entity]
    for number, other in enumerate(others, 1):
        told = f"{other.name} ({other.description or other.type}); {number} takes it for that"
        yield from _fact("It may also be", told)


def _spoken_kind(mention: Mention, called: str) -> str:
    kind = {"org": "an organisation", "event": "an event", "outlet": "an outlet"}.get(
        mention.type, f"a {mention.type}"
    )
    return kind if called == mention.text else f"{kind}, {called}"


def _item(reading: Reading, issue: Issue) -> Iterator[Block]:
    item, place = reading.item, _place_of(reading.item, issue)

    def because(field: str) -> list[Reason]:
        return [reason for reason in issue.reasons if reason.of == f"{place}.{field}"]

    if item.title:
        yield from _fact("Headline", item.title, because("title"))
    else:
        said = "none in the document; the lists show its first words"
        yield from _fact("Headline", said, because("title"))
    if reading.row.section:
        section = place.partition(".")[0]
        reasons = [r for r in issue.reasons if r.of in (section, f"{section}.title")]
        yield from _fact("Section", reading.row.section, reasons)
    yield from _fact("Date", spoken_date(item.date) or "none of its own", because("date"))
    yield from _fact("Authors", ", ".join(item.authors) or "none named", because("authors"))
    for source in item.sources or ():
        yield from _fact("Source", spoken_source(source))
    if not item.sources:
        yield from _fact("Source", "none named")
    yield from _because(because("sources"))
    if item.related:
        text = " · ".join(link.text for link in item.related)
        yield from _fact("Points to", text, because("related"))
    known = {"title", "date", "authors", "sources", "related"}
    for reason in issue.reasons:
        field = reason.of.removeprefix(f"{place}.")
        if reason.of.startswith(f"{place}.") and field not in known:
            yield from _fact(field.replace("_", " ").capitalize(), "", [reason])


def _place_of(item: Item, issue: Issue) -> str:
    """How the reasons call an item: "sections[0].items[2]"."""
    for number, section in enumerate(issue.sections):
        for position, other in enumerate(section.items):
            if other.id == item.id:
                return f"sections[{number}].items[{position}]"
    return "nowhere"


def _issue(outline: Outline, issue: Issue) -> Iterator[Block]:
    row = outline.issue
    values = (
        ("publication", "Publication", row.publication),
        ("title", "Title", issue.title),
        ("kind", "It is", KINDS[issue.kind]),
        ("period", "Period", spoken_date(issue.period) or issue.period),
        ("date", "Date", spoken_date(issue.date)),
        ("language", "Language", LANGUAGES.get(issue.language or "", issue.language)),
        ("authors", "Authors", ", ".join(issue.authors)),
        ("editors", "Editors", ", ".join(issue.editors)),
        ("sections", "Sections", ", ".join(s.title for s in issue.sections if s.title)),
        ("fields", "Fields", " · ".join(f"{label} {value}" for label, value in issue.fields)),
        ("url", "Address", issue.url),
    )
    for field, label, value in values:
        reasons = [reason for reason in issue.reasons if reason.of == field]
        if value or reasons or field in ("publication", "title", "period", "date"):
            yield from _fact(label, value or "the document gives none", reasons)
    for copied in {each.copy_of for each in outline.rows if each.copy_of}:
        yield from _fact("Copy", f"all of it stands in another issue, too ({copied})")
    for _, title in outline.copies:
        yield from _fact("Folded under it", f"“{title}”, which says the same or a part of it")


def _document(issue: Issue) -> Iterator[Block]:
    reasons = [reason for reason in issue.reasons if reason.of == "format"]
    yield from _fact("File", issue.path)
    if issue.member:
        yield from _fact("In it", issue.member)
    yield from _fact("Read as", FORMATS[issue.format], reasons)
    for warning in issue.warnings:
        yield from _fact("Mind", warning)
    aside = len(issue.furniture)
    if aside:
        said = f"{counted(aside, 'line')} of mastheads, footers and buttons; I shows them"
        yield from _fact("Put aside", said)
    else:
        yield from _fact("Put aside", "nothing; I shows the document as it came")
