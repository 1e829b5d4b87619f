"""Notes, records, calendars and signatures: what small layouts of lines mean."""

from __future__ import annotations

from crankreader.ingest import parse
from crankreader.ingest.periods import opens_entry
from crankreader.model import Issue, Source


def read(text: str) -> Issue:
    return parse(text.encode(), "a.txt")


NOTES = """Harbour Weekly
Issue 4, 3 May 2025

NEWS

The crane has come back

It was lent to another port for a year and has returned with a new hook. [1]

The pilots have moved

They left the old tower for a hut with a stove, and took the bell along. [2]

Links:
[1] https://crane.example/back
[2] https://pilots.example/hut
"""


def test_a_number_in_a_text_gives_the_address_of_its_note() -> None:
    items = read(NOTES).items
    assert [item.sources for item in items] == [
        (Source(url="https://crane.example/back"),),
        (Source(url="https://pilots.example/hut"),),
    ]


RECORDS = """Title: A first entry
Date: 3 May 2025
Author: Nora Lind

The text of the first entry is short, and it ends here.

---

Title: A second entry
Date: 4 May 2025
Author: Ole Berg

The text of the second entry is no longer than the first.
"""


def test_texts_below_the_same_labels_are_items() -> None:
    items = read(RECORDS).items
    assert [item.title for item in items] == ["A first entry", "A second entry"]
    assert [item.date for item in items] == ["2025-05-03", "2025-05-04"]
    assert [item.authors for item in items] == [("Nora Lind",), ("Ole Berg",)]


def test_one_record_is_a_head_and_no_list_of_records() -> None:
    assert len(read(RECORDS.split("---")[0]).items) == 1


CALENDAR = """Harbour Weekly
Issue 4, 3 May 2025

NEWS

The crane has come back

It was lent to another port for a year and has returned with a new hook.

DATES

18 May: The council meets
20 May: Open day at the dry dock
Sunday: Service on the quay
"""


def test_lines_of_a_calendar_are_entries_and_no_headings() -> None:
    dates = read(CALENDAR).sections[-1]
    assert dates.title == "DATES"
    assert all(item.title is None for item in dates.items)


def test_an_entry_opens_with_a_day_or_an_hour() -> None:
    for line in (
        "18 March: Talks",
        "12 avril : fête",
        "9 a.m.: Talks",
        "8:30 Mass",
        "Sunday: Mass",
    ):
        assert opens_entry(line), line
    for line in ("March of the penguins", "9 people were hurt", "Sunday was quiet"):
        assert not opens_entry(line), line


def test_a_sentence_that_names_its_outlet_is_no_headline() -> None:
    text = CALENDAR.replace(
        "DATES",
        "IN BRIEF\n\n1. The ferry was late on\n   every day of March (Evening Post,\n   2 April).\n\n"
        "2. The bell was stolen (Reuters).\n\nDATES",
    )
    brief = read(text).sections[1]
    assert [item.title for item in brief.items] == [None, None]
    assert [item.sources[0].outlet for item in brief.items] == ["Evening Post", "Reuters"]


def test_the_last_line_may_say_who_made_it() -> None:
    issue = read(CALENDAR + "\nPrepared by Nora Lind, 5 May 2025. Comments to the desk.\n")
    assert issue.authors == ("Nora Lind",)
