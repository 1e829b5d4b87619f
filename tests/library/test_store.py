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
    Report,
    Section,
    Source,
    Span,
    Subheading,
)
from tests.builders import issue_id, item_id, make_issue, make_item, make_mention, make_parsed
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
    assert set(library.queued()) == {item_id(1), item_id(2), item_id(3)}


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


def test_the_queue_forgets_only_what_the_index_saw(library: Library) -> None:
    keep(library, make_issue(1, make_item(1)))
    seen = library.queued()
    keep(library, make_issue(1, make_item(1, "Changed meanwhile.")))
    library.clear_queue(seen)
    assert list(library.queued()) == [item_id(1)]
    library.clear_queue(library.queued())
    assert library.queue_length() == 0


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
    assert {item.id for item in whole.items} <= set(library.queued())


def test_candidates_share_much_of_a_sketch(library: Library) -> None:
    keep(library, make_issue("like"), sketch=range(100))
    keep(library, make_issue("other"), sketch=range(90, 200))
    keep(library, make_issue("high"), sketch=range(2**63, 2**63 + 100))
    keep(library, make_issue("sample"), sketch=range(100), sample=True)
    found = library.candidates(range(10, 110), sample=False, but=issue_id("new"))
    assert found == (issue_id("like"),)
    assert library.candidates(range(2**63, 2**63 + 80), sample=False, but="") == (issue_id("high"),)
    assert library.candidates(range(100), sample=False, but=issue_id("like")) == ()


def test_the_trash_is_no_candidate(library: Library, state: State) -> None:
    keep(library, make_issue("like"), sketch=range(100))
    state.remove([issue_id("like")])
    assert library.candidates(range(100), sample=False, but="") == ()


def test_a_report_of_trouble_stays_until_the_document_comes_in(library: Library) -> None:
    failed = Report("/a/\udcff", "failed", stage="decode", code="not-text", reason="No text.")
    library.keep_report(failed)
    library.keep_report(Report("/b", "failed"))
    library.keep_report(Report("/b", "added", issue="i1"))
    assert library.problems() == (failed,)


def test_texts_pass_by_newest_issue_first(library: Library) -> None:
    item = make_item(1, "Chile agreed.", sources=(Source("AP"),), authors=("Ann",))
    marked = {item.id: Marked(text=(make_mention(item.text, "Chile"),))}
    keep(library, make_issue("old", item, period="2023"), marked=marked)
    keep(library, make_issue("new", make_item(2), date="2024-05-01"))
    newest, oldest = library.texts()
    assert (newest.item, newest.date) == (item_id(2), "2024-05-01")
    assert (oldest.entities, oldest.date) == ((("country/chile", "Chile"),), "2023")
    assert (oldest.sources, oldest.authors, oldest.section) == (item.sources, ("Ann",), "News")
