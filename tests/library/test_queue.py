"""What waits for the index."""

from __future__ import annotations

from crankreader.library import Library
from tests.builders import item_id, make_issue, make_item
from tests.library.keeping import keep


def test_the_queue_forgets_only_what_the_index_saw(library: Library) -> None:
    keep(library, make_issue(1, make_item(1)))
    seen = library.queue.waiting()
    keep(library, make_issue(1, make_item(1, "Changed meanwhile.")))
    library.queue.clear(seen)
    assert list(library.queue.waiting()) == [item_id(1)]
    library.queue.clear(library.queue.waiting())
    assert len(library.queue) == 0
