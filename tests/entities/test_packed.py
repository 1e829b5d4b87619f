"""What is packed into the file of names comes out of it again, a line at a time."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from crankreader.entities import dictionary
from crankreader.entities.packed import EMPTY, Bucket, Facts, Pack, packed

WORDS = st.text("abcæłж'0", min_size=1, max_size=6)
NAMES = st.text("ABab æЖ’,&()/.", min_size=1, max_size=12)
IDS = st.builds("{}/{}".format, st.sampled_from(["org", "person"]), st.text("abc-1", min_size=1))
FACTS = st.tuples(
    NAMES, st.none() | st.just("country/norway"), st.none() | NAMES, st.lists(NAMES, max_size=3)
)
RESTS = st.one_of(st.just(""), st.lists(WORDS, min_size=1, max_size=3).map(" ".join))


@st.composite
def files(draw: st.DrawFn) -> tuple[list[Facts], dict[str, Bucket]]:
    facts = draw(st.dictionaries(IDS, FACTS, min_size=1, max_size=8))
    rows: list[Facts] = [
        (id, name, country, about, (name, *aliases))
        for id, (name, country, about, aliases) in sorted(facts.items())
    ]
    numbers = st.integers(0, len(rows) - 1)
    claims = st.lists(st.tuples(st.sampled_from(["T", "lT", "A?", "E"]), numbers), min_size=1)
    bucket = st.builds(
        Bucket,
        st.integers(0, 12),
        st.dictionaries(RESTS, claims, max_size=4),
        st.lists(numbers, max_size=3).map(tuple),
        st.none() | numbers,
        st.dictionaries(RESTS, numbers, max_size=4),
    )
    return rows, draw(st.dictionaries(WORDS, bucket, min_size=1, max_size=6))


@given(files())
def test_what_was_packed_comes_out_again(file: tuple[list[Facts], dict[str, Bucket]]) -> None:
    rows, buckets = file
    pack = Pack(packed({"version": "x", "words": ["ж"]}, rows, buckets).encode())
    assert pack.head == {"version": "x", "words": ["ж"], "count": len(rows)}
    assert pack.count == len(rows)
    assert [pack.facts(number) for number in range(pack.count)] == rows
    assert [pack.id(number) for number in range(pack.count)] == [row[0] for row in rows]
    assert list(pack.words()) == sorted(buckets)
    assert {word: pack.bucket(word) for word in buckets} == buckets


@given(files(), IDS)
def test_a_number_is_found_by_its_id_and_none_by_another(
    file: tuple[list[Facts], dict[str, Bucket]], other: str
) -> None:
    rows, buckets = file
    pack = Pack(packed({}, rows, buckets).encode())
    ids = [row[0] for row in rows]
    assert [pack.number(id) for id in ids] == list(range(len(ids)))
    assert pack.number(other) == (ids.index(other) if other in ids else None)


@given(files(), WORDS)
def test_a_word_without_a_bucket_begins_nothing(
    file: tuple[list[Facts], dict[str, Bucket]], word: str
) -> None:
    rows, buckets = file
    assert Pack(packed({}, rows, buckets).encode()).bucket(word) == buckets.get(word, EMPTY)


@given(files())
def test_the_same_names_make_the_same_file(file: tuple[list[Facts], dict[str, Bucket]]) -> None:
    rows, buckets = file
    shuffled = dict(reversed(buckets.items()))
    assert packed({"a": 1, "b": 2}, rows, buckets) == packed({"b": 2, "a": 1}, rows, shuffled)


def test_the_file_of_the_program_keeps_its_ids_in_order_and_finds_each() -> None:
    known = dictionary()
    ids = [known.id(number) for number in known.numbers()]
    assert ids == sorted(set(ids))
    assert all(known.number(id) == number for number, id in enumerate(ids))


def test_every_claim_of_the_programs_file_is_somebodys() -> None:
    known = dictionary()
    count = len(known.numbers())
    for word in known.first_words():
        bucket = known.bucket(word)
        people = (*bucket.surname_of, *([] if bucket.meant is None else [bucket.meant]))
        assert all(known.kind(number) == "person" for number in people)
        for rest, claims in bucket.names.items():
            assert len(rest.split()) < bucket.longest
            assert all(0 <= number < count for _, number in claims)
