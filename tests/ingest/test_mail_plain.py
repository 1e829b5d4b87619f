"""A mail's plain text: flowed lines, quotations, signatures."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crankreader.ingest.mail_plain import blocks_of, is_encrypted, unflowed, unsigned
from crankreader.ingest.sniff import Refused
from crankreader.ingest.words import tokens
from crankreader.settings import LIMITS


def kinds(text: str) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in blocks_of(text, LIMITS)]


def test_flowed_lines_are_one() -> None:
    text = "The ferry \nsails again.\n\n> It \n> did not.\nSo \n> it was.\n-- \nAda"
    assert unflowed(text, drops_space=False) == (
        "The ferry sails again.\n\n> It did not.\nSo \n> it was.\n-- \nAda"
    )


def test_a_blank_that_only_marks_the_flow_is_dropped() -> None:
    assert unflowed("フェ \nリー", drops_space=True) == "フェリー"


def test_a_stuffed_blank_is_no_part_of_the_line() -> None:
    assert unflowed(" From here\n >no quote", drops_space=False) == "From here\n>no quote"


def test_quoted_lines_are_quotations_of_their_depth() -> None:
    text = "He asked:\n> Does it\n> sail?\n>> It did.\n>> Once.\n\nIt does.\n"
    blocks = blocks_of(text, LIMITS)
    assert (blocks[0].kind, blocks[0].mark) == ("paragraph", "")
    assert {block.mark for block in blocks if block.kind == "quote"} == {">", ">>"}
    assert " ".join(block.text for block in blocks) == (
        "He asked: Does it sail? It did. Once. It does."
    )
    assert blocks[-1].before == 1


def test_a_signature_stays_text() -> None:
    assert ("paragraph", "Ada") in kinds("See you.\n\n-- \nAda\n")


def test_the_armour_of_a_signature_is_no_text() -> None:
    text = (
        "-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA1\n\nThe ferry sails.\n- -- \nAda\n"
        "-----BEGIN PGP SIGNATURE-----\nVersion: 1\n\niQAb\n=x1\n-----END PGP SIGNATURE-----\n"
    )
    assert unsigned(text).strip() == "The ferry sails.\n-- \nAda"
    assert unsigned("No armour.") == "No armour."


def test_an_encrypted_text_is_known() -> None:
    assert is_encrypted("\n-----BEGIN PGP MESSAGE-----\n\nhQ==\n")
    assert not is_encrypted("He wrote -----BEGIN PGP MESSAGE-----\n")


def test_too_many_paragraphs_are_refused() -> None:
    few = replace(LIMITS, blocks=100)
    for text in ("a\n\n" * 101, "> a\n> b\nc\n" * 101, "a\n" * 1_000):
        with pytest.raises(Refused) as refused:
            blocks_of(text, few)
        assert refused.value.code == "too-many-blocks"


LINES = st.lists(
    st.sampled_from(["one two", "> three", ">> four", ">", "", "> ", "five ", "-- ", "- six", "> > seven"]),
    max_size=12,
)  # fmt: skip


@given(LINES)
def test_every_word_stands_in_the_blocks_in_its_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    assert tokens(" ".join(block.text for block in blocks_of(text, LIMITS))) == tokens(text)
    assert tokens(unflowed(text, drops_space=False)) == tokens(text)
