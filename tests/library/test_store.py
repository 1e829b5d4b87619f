"""What is taken in comes out as it was, in every revision and relation."""

from __future__ import annotations

import pytest

from crankreader.library import Library, State
from crankreader.library.writing import Fold
from crankreader.model import (
    Link,
    Marked,
    Mention,
    Reason,
    Section,
    Source,
    Span,
    Subheading,
)
from tests.builders import item_id, make_issue, make_item, make_marked, make_mention, make_parsed
from tests.library.keeping import keep

RICH = make_item(
    "rich",
    "First paragraph.\n\nSecond, with a link.",
    date="2024-10-14",
    authors=("Ann Author",),
    subheadings=(Subheading(1, "Halfway"),),
    captions=("A picture",),
    sources=(
        Source("The Observer", ("B. Writer",), "A title", "https://example.org/a"),
        Source("X"),
    ),
    related=(Link("See also"),),
    links=(Link("link", "https://example.org/b", Span(30, 34)),),
)


def test_an_issue_comes_out_as_it_went_in(library: Library) -> None:
    issue = make_issue(
        "rich",
        sections=(
            Section(None, (make_item(1, title=None), RICH)),
            Section("Links", (make_item(2),)),
        ),
        period="2024-10",
        date="2024-10-31",
        language="en",
        authors=("Ann",),
        editors=("Ed", "Itor"),
        fields=(("Where", "Oslo"), ("Where", "Bergen")),
        furniture=("Unsubscribe",),
        warnings=("odd",),
        reasons=(Reason("period", "said so", 0.9),),
        path="/letters/\udcff.txt",
    )
    keep(library, issue)
    assert library.issue(issue.id) == issue
    assert library.items([RICH.id, "t-none", item_id(2)]) == {
        RICH.id: RICH,
        item_id(2): make_item(2),
    }


def test_what_is_not_there_raises_a_key_error(library: Library) -> None:
    with pytest.raises(KeyError):
        library.issue("i-none")
    with pytest.raises(KeyError):
        library.raw("i-none")


def test_the_bytes_of_a_document_stay(library: Library) -> None:
    parsed = make_parsed(raw=b"\xff\x00 anything")
    library.add(parsed, {}, sketch=(), sample=False, parser="1")
    assert library.raw(parsed.issue.id) == b"\xff\x00 anything"
    known = library.document(b"\xff\x00 anything")
    assert known is not None
    assert (known.issue, known.is_current) == (parsed.issue.id, True)
    assert library.document(b"anything else") is None


def test_mentions_of_title_and_text_are_kept_apart(library: Library) -> None:
    item = make_item(1, "Norway said that Chile agreed.", title="Norway")
    value = Mention(0, 6, "Norway", "quantity", None, None, 12000, "men", "rule", 0.5)
    marked = Marked((make_mention("Norway", "Norway"),), (value, make_mention(item.text, "Chile")))
    keep(library, make_issue(1, item), marked={item.id: marked})
    assert library.marked(item.id) == marked
    assert library.marked("t-none") == Marked()


def test_a_revision_takes_the_place_of_what_was_before(library: Library) -> None:
    first = make_issue(1, make_item(1), make_item(2))
    second = make_issue(1, make_item(2, "Other words."), make_item(3), title="Corrected")
    keep(library, first, second)
    assert library.issue(first.id) == second
    old = library.document(make_parsed(first).raw)
    assert old is not None
    assert not old.is_current
    assert set(library.queue.waiting()) == {item_id(1), item_id(2), item_id(3)}


def test_what_a_person_marked_on_a_lost_item_comes_back_with_it(
    library: Library, state: State
) -> None:
    both, one = make_issue(1, make_item(1), make_item(2)), make_issue(1, make_item(2))
    keep(library, both)
    state.mark({item_id(1): both.id}, starred=True)
    keep(library, one)
    keep(library, both)
    assert state.ids_where("starred") == {item_id(1)}
    assert library.db.rows("SELECT * FROM gone") == []


def test_copies_lie_flat_under_one_parent(library: Library) -> None:
    part, whole, more = make_issue("part"), make_issue("whole"), make_issue("more")
    keep(library, part)
    keep(library, whole, fold=Fold(parts=(part.id,)))
    keep(library, more, fold=Fold(parts=(whole.id,)))
    assert library.copies(more.id) == tuple(sorted((part.id, whole.id)))
    assert library.relation(part.id) == (more.id, "subset")


def test_what_lay_under_a_deleted_issue_stands_alone(library: Library) -> None:
    whole, part = make_issue("whole"), make_issue("part")
    keep(library, whole)
    keep(library, part, fold=Fold(whole.id, "subset"))
    library.delete([whole.id])
    assert library.relation(part.id) == (None, None)
    assert not library.has_issue(whole.id)
    assert library.document(make_parsed(whole).raw) is None
    assert {item.id for item in whole.items} <= set(library.queue.waiting())


def test_texts_pass_by_newest_issue_first(library: Library) -> None:
    item = make_item(1, "Chile agreed.", sources=(Source("AP"),), authors=("Ann",))
    marked = {item.id: Marked(text=(make_mention(item.text, "Chile"),))}
    keep(library, make_issue("old", item, period="2023"), marked=marked)
    keep(library, make_issue("new", make_item(2), date="2024-05-01"))
    newest, oldest = library.texts()
    assert (newest.item, newest.date) == (item_id(2), "2024-05-01")
    assert (oldest.entities, oldest.date) == ((("country/chile", "Chile"),), "2023")
    assert (oldest.sources, oldest.authors, oldest.section) == (item.sources, ("Ann",), "News")


def test_entities_are_called_what_the_items_call_them(library: Library) -> None:
    item = make_item(1, "Chile met nobody.")
    keep(library, make_issue(1, item), marked={item.id: make_marked(item, "Chile")})
    assert library.names(["country/chile", "country/peru"]) == {"country/chile": "Chile"}


def test_copies_go_along_with_a_parent_that_becomes_a_copy(library: Library) -> None:
    first, second, third = (make_issue(key) for key in "abc")
    keep(library, first, second)
    keep(library, third, fold=Fold(second.id, "duplicate"))
    library.settle(second.id, Fold(first.id, "duplicate"))
    assert library.copies(first.id) == tuple(sorted([second.id, third.id]))
    assert library.copies(second.id) == ()
