"""A mail is an issue of what its head and its subject name, whoever sent it."""

from __future__ import annotations

import pytest

from crankreader.ingest import parse

MAIL = """From: Harbour Alliance <list@harbour.example>
To: list@harbour.example
Subject: {subject}
Date: Tue, 6 May 2025 09:14:22 +0200
List-Unsubscribe: <https://harbour.example/off>
Content-Type: text/plain; charset=utf-8

QUAY NOTES
From the Harbour Alliance

NEWS
====

Ferry back in service
---------------------

The ferry sails again after a winter on the slip, and nobody has missed a boat since.

Yard wins an order
------------------

Two tugs are to be built for the canal by the end of next year, said the yard.
"""


@pytest.mark.parametrize(
    ("subject", "publication"),
    [
        ("Quay Notes 58: Ferry back", "Quay Notes"),
        ("Quay Notes, No. 58", "Quay Notes"),
        ("Quay Notes – Ferry back", "Quay Notes"),
        ("Ferry back in service", "Harbour Alliance"),
        ("Quay notes are back", "Harbour Alliance"),
    ],
)
def test_the_name_in_head_and_subject_is_the_publication(subject: str, publication: str) -> None:
    issue = parse(MAIL.format(subject=subject).encode(), "quay.eml")
    assert issue.publication == publication
    assert issue.authors == ()
