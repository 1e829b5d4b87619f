"""English-like prose in made-up words: common function words, a vocabulary that grows with the text.

Words are spread as Zipf found them, steeper beyond the first thousands, so that new ones keep coming
as Heaps found; inflected forms share their beginnings; some words stand together again and again.
Knows no library.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import accumulate
from math import exp
from random import Random
from typing import NamedTuple


def _listed(words: str) -> list[str]:
    return words.split(" ")


FUNCTION = _listed(
    "the of to and in a that is for on was with as said it by has be from at an are he have its"
    " not were this which but had will they been or who also his their after would more than about"
    " one when over into there could against other up between new she out all if no two some"
    " during last before first such only most what while since her because can under so any where"
    " through both many these three including him those we do how them our then may being even now"
    " however still should very own each around among per your near off toward without within like"
    " yet might upon us you i my me did does too just back down much every few several until once"
    " whether across along despite though above below due"
)

MOST = 400_000
"""Words there are."""
BEND = 6_000
"""The rank from which words grow rarer faster."""
LEMMAS = 110_000
TOPICS = 160
ABOUT = 70
"""Words of a topic."""
COLLOCATIONS = 2_500
SHARES = {"function": 0.46, "content": 0.46, "together": 0.035, "number": 0.012, "other": 0.008}

_ONSETS = _listed(
    "s s s c c p p p d d r r m m b b t t f h l g n w v st pr tr cr gr br cl pl sp sh ch fl str bl dr"
    " sc fr th qu j k y z gl sl sw wh kn"
)
_VOWELS = _listed("a a a e e e e i i i o o o u u ea ai ou ee oa io ie y au oo")
_CODAS = _listed(" n n n r r t t l l s s d m c nd nt st ct ck rt ll ss ng rm p g b lt mp ft x")
_LINKS = _listed("n r t l s d m c nt st ct v g b p tr nd")
_BEFORE = _listed("re un over inter counter pre dis trans con pro de sub out mis under anti")
_FORMS = (
    ("", 1), ("s", 2.2), ("ing", 3.2), ("ed", 3), ("er", 11), ("ers", 13), ("ly", 18), ("al", 21),
    ("ment", 28), ("ation", 24), ("ness", 45), ("able", 38), ("ist", 60), ("ism", 75), ("ity", 33),
)  # fmt: skip
_ABBREVIATIONS = _listed("U.S. U.N. E.U. NATO IAEA U.K. a.m. p.m. GDP ICBM UAV CEO F.B.I. H.Q. SAM")


class Vocabulary(NamedTuple):
    """What prose is made of."""

    words: list[str]
    """The content words, commonest first."""
    units: list[str]
    """All that prose is drawn from; some are of several words."""
    weights: list[float]
    """Summed up, one for each unit."""
    topics: list[list[str]]

    def prose(self, random: Random, length: int, topic: int) -> list[str]:
        """About as many words."""
        about = length // 8
        drawn = random.choices(self.units, cum_weights=self.weights, k=length - about)
        drawn += random.choices(self.topics[topic], cum_weights=_OF_TOPIC, k=about)
        random.shuffle(drawn)
        return drawn


def vocabulary(seed: int = 1) -> Vocabulary:
    random = Random(seed)
    words = _words(random)
    together = [" ".join(_chosen(words, random, 2 + n % 5 // 4)) for n in range(COLLOCATIONS)]
    kinds = [
        ("function", FUNCTION, (1 / (n + 2) for n in range(len(FUNCTION)))),
        ("content", words, (_share(n) for n in range(len(words)))),
        ("together", together, (1 / (n + 30) for n in range(len(together)))),
        ("number", (numbers := _numbers(random)), (1 / (n + 5) for n in range(len(numbers)))),
        ("other", (others := _others(random)), (1 / (n + 5) for n in range(len(others)))),
    ]
    units: list[str] = []
    weights: list[float] = []
    for kind, made, shares in kinds:
        spread = list(shares)
        whole = SHARES[kind] / sum(spread)
        units += made
        weights += [share * whole for share in spread]
    topics = [_chosen(words, random, ABOUT) for _ in range(TOPICS)]
    return Vocabulary(words, units, list(accumulate(weights)), topics)


def sentences(random: Random, units: Sequence[str]) -> Iterator[str]:
    """Capitals in front, a full stop behind, a comma in the midst."""
    at = 0
    while at < len(units):
        some = list(units[at : at + random.randint(9, 26)])
        at += len(some)
        if len(some) > 8:
            comma = random.randrange(2, len(some) - 2)
            some[comma] += ","
        line = " ".join(some)
        yield f"{line[0].upper()}{line[1:]}."


def name(random: Random) -> str:
    """A made-up proper name."""
    return _stem(random, random.choice((2, 2, 2, 3))).capitalize()


def _share(rank: int) -> float:
    if rank < BEND:
        return 1 / (rank + 40)
    return (BEND / rank) ** 1.62 / (BEND + 40)


_OF_TOPIC = list(accumulate(1 / (n + 3) for n in range(ABOUT)))


def _chosen(words: list[str], random: Random, count: int) -> list[str]:
    """Words of the middle: neither the commonest nor those that stand anywhere just once."""
    return [words[int(30 * exp(random.random() * 6.2))] for _ in range(count)]


def _words(random: Random) -> list[str]:
    """Commonest first: the forms of a word are rarer than the word."""
    stems: dict[str, None] = {}
    while len(stems) < LEMMAS:
        syllables = 1 + (random.random() * len(stems) ** 0.25 > 1.1) + (random.random() < 0.2)
        before = random.choice(_BEFORE) if random.random() < 0.13 else ""
        stems[before + _stem(random, syllables)] = None
    ranked: dict[str, float] = {}
    for rank, stem in enumerate(stems, 1):
        for ending, rarer in _FORMS:
            if not ending or random.random() < 0.6:
                score = rank * rarer * (0.5 + random.random())
                ranked.setdefault(stem + ending, score)
    for word in FUNCTION:
        ranked.pop(word, None)
    return sorted(ranked, key=ranked.__getitem__)[:MOST]


def _stem(random: Random, syllables: int) -> str:
    choice = random.choice
    made = choice(_ONSETS) + choice(_VOWELS)
    for _ in range(syllables - 1):
        made += choice(_LINKS) + choice(_VOWELS)
    return made + choice(_CODAS)


def _numbers(random: Random) -> list[str]:
    made = [str(year) for year in range(2026, 2005, -1)] + [str(n) for n in range(2, 101)]
    made += [f"{n},000" for n in range(1, 100)]
    made += [f"{random.randint(1_000, 9_999_999):,}" for _ in range(3_000)]
    made += [f"{random.random() * 100:.1f}" for _ in range(400)]
    random.shuffle(made)
    return ["12,000", *made]


def _others(random: Random) -> list[str]:
    """Names with hyphens, of weapons mostly, and abbreviations."""
    made = [f"{name(random)}-{random.choice((1, 2, 5, 9, 17, 360, 400, 136))}" for _ in range(300)]
    made += ["-".join(_stem(random, 1) for _ in range(2)) for _ in range(500)]
    random.shuffle(made)
    return ["Fath-360", *_ABBREVIATIONS, *made]
