"""Libraries of any size for benchmarks: the same items each time, as values and on the disk.

Twelve newsletters over twelve years, thirty items an issue, texts of some seventy made-up words in
which real countries and capitals are named. `library` keeps what it made under
CRANKREADER_BENCH_DIR, where that is set, and takes it from there the next time.
"""

from __future__ import annotations

import datetime
import os
import shutil
from collections.abc import Iterator
from hashlib import blake2b
from itertools import accumulate
from math import ceil, exp
from pathlib import Path
from random import Random
from typing import NamedTuple

from crankreader import entities, ingest, query, search
from crankreader.library import Library, State, Text, asked, schema
from crankreader.library.tagging import Tagger
from crankreader.model import EntityType, Issue, Item, Marked, Mention, Parsed, Section, Source
from crankreader.reader import Reader
from crankreader.search import Entry
from crankreader.settings import Settings, load
from tests.benchmarks import prose
from tests.builders import issue_id, item_id

SEED = 7
AN_ISSUE = 30
"""Items."""
LAST_DAY = datetime.date(2026, 6, 30)
DAYS = 12 * 365
MEDIAN, SPREAD = 56, 0.62
"""Words of a text before its names come in: log-normal. With them some 70."""
LONG, TIMES = 0.01, 8
"""Of the items, those that are whole articles, and how much longer these are."""
ENTITIES, OUTLETS, WRITERS = 5_000, 600, 900
READ, STARRED = 0.7, 0.01

PUBLICATIONS = (
    "The Border Post", "Missile Monitor", "Grey Sea Bulletin", "The Sanctions Letter",
    "Arms and Ports", "Harbour Watch", "The Long Cable", "Steppe Dispatch", "Reactor Notes",
    "The Monthly Ledger", "Foreign Papers", "The Tuesday Crank",
)  # fmt: skip
MONTHLY = 3
"""Of these publications, the last, which give a month and no day."""
SECTIONS = (
    "News", "Military", "Links", "Economy", "Diplomacy", "Science and Technology", "Opinion",
    "Events", "Cyber", "Maritime", "Nuclear", "In Other News",
)  # fmt: skip
COUNTRIES = """
Russia:Russian:Moscow, Ukraine:Ukrainian:Kyiv, China:Chinese:Beijing, Iran:Iranian:Tehran,
United States:American:Washington, Israel:Israeli:Jerusalem, Japan:Japanese:Tokyo,
Germany:German:Berlin, France:French:Paris, Poland:Polish:Warsaw, Turkey:Turkish:Ankara,
Syria:Syrian:Damascus, India:Indian:New Delhi, Belarus:Belarusian:Minsk, Iraq:Iraqi:Baghdad,
Yemen:Yemeni:Sanaa, Lebanon:Lebanese:Beirut, Egypt:Egyptian:Cairo,
Pakistan:Pakistani:Islamabad, Vietnam:Vietnamese:Hanoi, Georgia:Georgian:Tbilisi,
Armenia:Armenian:Yerevan, Azerbaijan:Azerbaijani:Baku, Finland:Finnish:Helsinki,
Sweden:Swedish:Stockholm, Norway:Norwegian:Oslo, Latvia:Latvian:Riga,
Lithuania:Lithuanian:Vilnius, Estonia:Estonian:Tallinn, Hungary:Hungarian:Budapest,
Serbia:Serbian:Belgrade, Romania:Romanian:Bucharest, Italy:Italian:Rome,
Spain:Spanish:Madrid, Cuba:Cuban:Havana, Venezuela:Venezuelan:Caracas,
Mexico:Mexican:Mexico City, Brazil:Brazilian:Brasilia, Mongolia:Mongolian:Ulaanbaatar,
Kazakhstan:Kazakh:Astana, Qatar:Qatari:Doha, Saudi Arabia:Saudi:Riyadh
"""
"""Each with its adjective and its capital."""
FIRST_NAMES = """
James Mary Anna Sergei Olga Kim Park Lee Chen Wei Ali Hassan Fatima David Elena Ivan Maria
John Peter Yuki Hiroshi Omar Leila Viktor Natalia Thomas Sarah Pavel Igor Reza
"""
WELL_KNOWN = (
    "Reuters,Associated Press,New York Times,Moscow Times,BBC,Yonhap,Tass,Kyiv Post,Le Monde"
)


class Named(NamedTuple):
    """Somebody or something that texts name, and how they call it."""

    id: str
    type: EntityType
    name: str
    forms: tuple[str, ...]


class Story(NamedTuple):
    """A phrase that a share of all items has."""

    share: float
    phrase: str
    named: tuple[Named, ...] = ()


def _named(type: EntityType, name: str, *forms: str) -> Named:
    return Named(f"{type}/{'-'.join(name.lower().split())}", type, name, (name, *forms))


NORTH = _named("country", "North Korea", "North Korean")
SOUTH = _named("country", "South Korea", "South Korean")
KURSK = _named("place", "Kursk")
STORIES = (
    Story(0.004, "North Korean troops in Kursk", (NORTH, KURSK)),
    Story(0.011, "North Korean troops", (NORTH,)),
    Story(0.014, "North Korean missiles", (NORTH,)),
    Story(0.016, "North Korea", (NORTH,)),
    Story(0.018, "South Korean", (SOUTH,)),
    Story(0.010, "the North Sea"),
    Story(0.012, "troops"),
    Story(0.006, "the Kursk region", (KURSK,)),
    Story(0.015, "Russian troops"),
    Story(0.004, "12,000 soldiers"),
    Story(0.006, "the Fath-360 missile"),
    Story(0.030, "the U.S. government"),
)
FOREIGN = (
    (0.02, "войска Северной Кореи вошли в Курск и заняли новые позиции у границы сообщил военный"),
    (0.01, "朝鲜军队 进入 库尔斯克 地区 俄罗斯 国防部 表示 导弹 试验 成功 新闻 报道"),
    (0.01, "نیروهای کره شمالی وارد کورسک شدند موشک ایران روسیه گزارش خبرگزاری تهران"),
)


class Maker:
    """All issues of one library, each by itself."""

    def __init__(self, count: int) -> None:
        self.count = count
        self.issues = ceil(count / AN_ISSUE)
        random = Random(SEED)
        self._words = prose.vocabulary(SEED)
        self._named = _entities(random)
        self._outlets = _outlets(random)
        self._writers = [_person(random) for _ in range(WRITERS)]
        self._of_entity = list(accumulate(1 / (n + 4) for n in range(len(self._named))))
        self._of_outlet = list(accumulate(1 / (n + 2) for n in range(OUTLETS)))
        self._of_writer = list(accumulate(1 / (n + 10) for n in range(WRITERS)))

    @property
    def words(self) -> list[str]:
        """The content words, commonest first."""
        return self._words.words

    def issue(self, number: int) -> tuple[Issue, dict[str, Marked]]:
        """The issue of that number, 0 the newest, and what it names."""
        random = Random(f"{SEED} {number}")
        which = random.randrange(len(PUBLICATIONS))
        day = LAST_DAY - datetime.timedelta(DAYS * number / self.issues)
        is_monthly = which >= len(PUBLICATIONS) - MONTHLY
        marked: dict[str, Marked] = {}
        items = []
        for n in range(min(AN_ISSUE, self.count - number * AN_ISSUE)):
            item, names = self._item(random, f"{number}/{n}", day, which)
            items.append(item)
            marked[item.id] = names
        shown = f"{PUBLICATIONS[which]} — {day:%Y-%m}" + ("" if is_monthly else f"-{day:%d}")
        issue = Issue(
            id=issue_id(number),
            path=f"/letters/{number}.txt",
            format="text",
            kind="newsletter",
            publication=PUBLICATIONS[which],
            publication_key=f"name:{PUBLICATIONS[which].lower()}",
            title=shown,
            display_title=shown,
            sections=_sections(random, items, which),
            period=f"{day:%Y-%m}" if is_monthly else None,
            date=None if is_monthly else day.isoformat(),
        )
        return issue, marked

    def texts(self) -> Iterator[Text]:
        """What a search can ask of each item, newest issues first."""
        for number in range(self.issues):
            issue, marked = self.issue(number)
            for section in issue.sections:
                for item in section.items:
                    yield Text(
                        item=item.id,
                        issue=issue.id,
                        title=item.title,
                        display_title=item.display_title,
                        text=item.text,
                        section=section.title,
                        publication=issue.publication,
                        sources=item.sources,
                        authors=item.authors,
                        entities=_called(marked[item.id]),
                        date=item.date or issue.date or issue.period,
                    )

    def entries(self) -> Iterator[Entry]:
        """The items as the index takes them in, newest first."""
        made = []
        for text in self.texts():
            outlets = dict.fromkeys(source.outlet for source in text.sources if source.outlet)
            made.append(Entry(item=text.item, outlets=tuple(outlets), **asked.fields(text)))
        return iter(sorted(made, key=_newness))

    def _item(
        self, random: Random, key: str, day: datetime.date, which: int
    ) -> tuple[Item, Marked]:
        text, stories, named = self._text(random)
        headline = " ".join(self._words.prose(random, random.randint(5, 11), random.randrange(99)))
        if stories and random.random() < 0.3:
            headline = f"{stories[0].phrase} {headline}"
        title = headline[0].upper() + headline[1:] if random.random() > 0.08 else None
        # Two of the publications say of each item which day it is of.
        own_day = day - datetime.timedelta(random.randint(0, 6)) if which < 2 else None
        item = Item(
            id=item_id(key),
            title=title,
            display_title=title or " ".join(text.split()[:8]),
            paragraphs=tuple(text.split("\n\n")),
            date=own_day.isoformat() if own_day else None,
            authors=(random.choice(self._writers),) if random.random() < 0.15 else (),
            sources=tuple(self._source(random) for _ in range(random.choice((1, 1, 1, 2, 0)))),
        )
        return item, Marked(text=_mentions(text, named))

    def _text(self, random: Random) -> tuple[str, list[Story], list[Named]]:
        """A text, its stories, and whom it names."""
        length = int(MEDIAN * exp(random.gauss(0, SPREAD))) + 5
        length *= TIMES if random.random() < LONG else 1
        units = self._words.prose(random, length, random.randrange(prose.TOPICS))
        stories = [story for story in STORIES if random.random() < story.share]
        named = random.choices(self._named, cum_weights=self._of_entity, k=random.randint(3, 9))
        for phrase in (
            *(story.phrase for story in stories),
            *(random.choice(each.forms) for each in named),
        ):
            units.insert(random.randrange(len(units)), phrase)
        named += [each for story in stories for each in story.named]
        lines = list(prose.sentences(random, units))
        for share, words in FOREIGN:
            if random.random() < share:
                foreign = words.split()
                lines.append(" ".join(random.choices(foreign, k=len(foreign) + 8)) + ".")
        paragraphs = (" ".join(lines[n : n + 4]) for n in range(0, len(lines), 4))
        return "\n\n".join(paragraphs), stories, named

    def _source(self, random: Random) -> Source:
        outlet = random.choices(self._outlets, cum_weights=self._of_outlet)[0]
        writers = random.choices(self._writers, cum_weights=self._of_writer)
        title = " ".join(self._words.prose(random, 8, 0)) if random.random() < 0.3 else None
        return Source(outlet, tuple(writers) if random.random() < 0.4 else (), title)


def library(count: int, folder: Path, *, with_index: bool = True) -> Settings:
    """A library of so many items on the disk, not to be changed; `folder` where none is kept.

    With an index that the present program makes of it, unless somebody else makes one.
    """
    kept = os.environ.get("CRANKREADER_BENCH_DIR")
    home = Path(kept or folder) / f"library-{count}-{_stamp()}"
    settings = load(data_dir=home, environ={})
    if not home.is_dir():
        draft = home.with_name(f"{home.name}.{os.getpid()}")
        shutil.rmtree(draft, ignore_errors=True)
        _write(Maker(count), load(data_dir=draft, environ={}))
        draft.rename(home)
    made_by = home / "index.stamp"
    now = _digest([Path(search.__file__).parent, Path(query.__file__).parent / "words.py"])
    if with_index and (not made_by.exists() or made_by.read_text("ascii") != now):
        shutil.rmtree(settings.index_dir, ignore_errors=True)
        reader = Reader.open(settings)
        for _ in reader.reindex():
            pass
        reader.close()
        made_by.write_text(now, "ascii")
    return settings


def copied(settings: Settings, to: Path) -> Settings:
    """A library of one's own, to change."""
    shutil.copytree(settings.data_dir, to)
    return load(data_dir=to, environ={})


def documents(folder: Path, count: int) -> None:
    """Small text files, as somebody adds them."""
    random, words = Random(SEED), prose.vocabulary(SEED)
    folder.mkdir(parents=True)
    for number in range(count):
        lines = list(prose.sentences(random, words.prose(random, 80, number % prose.TOPICS)))
        (folder / f"{number}.txt").write_text("\n\n".join(lines), "utf-8")


def _write(maker: Maker, settings: Settings) -> None:
    """Through the library's own store, an issue at a time, oldest first."""
    Reader.open(settings).close()
    state = State.open(settings.state_file)
    store = Library.open(settings.library_file, settings.state_file)
    tagger = Tagger(entities.version(entities.dictionary()))
    chance = Random(SEED)
    read: dict[str, str] = {}
    starred: dict[str, str] = {}
    for number in reversed(range(maker.issues)):
        issue, marked = maker.issue(number)
        store.add(
            Parsed(issue, issue.id.encode()),
            marked,
            sketch=(),
            sample=False,
            parser=str(ingest.VERSION),
            tagger=tagger,
        )
        read |= {item.id: issue.id for item in issue.items if chance.random() < READ}
        starred |= {item.id: issue.id for item in issue.items if chance.random() < STARRED}
    state.mark(read, read=True)
    state.mark(starred, starred=True)
    store.queue.clear(store.queue.waiting())  # whoever makes an index makes it of everything
    store.close()
    state.close()
    reader = Reader.open(settings)
    for _ in (*reader.read_again(), *reader.retag()):  # there is nothing to do, and that is noted
        pass
    reader.maintain()
    reader.close()


def _newness(entry: Entry) -> tuple[int, int]:
    first, last = query.days(entry.date or "") or (0, 0)
    return -last, -first


def _stamp() -> str:
    """Another one where the maker or the shape of the databases is another."""
    made_by = [Path(__file__), Path(prose.__file__)]
    shapes = f"{schema.LIBRARY.version} {schema.STATE.version} {ingest.VERSION}"
    return _digest(made_by, f"{shapes} {entities.version(entities.dictionary())}")


def _digest(paths: list[Path], more: str = "") -> str:
    digest = blake2b(more.encode(), digest_size=6)
    for path in paths:
        for file in sorted(path.glob("*.py")) if path.is_dir() else [path]:
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _sections(random: Random, items: list[Item], which: int) -> tuple[Section, ...]:
    """The sections that the publication always has, with some of the items each."""
    titles = [SECTIONS[(which + n) % len(SECTIONS)] for n in range(5)]
    cuts = sorted(random.randrange(len(items) + 1) for _ in range(len(titles) - 1))
    bounds = zip([0, *cuts], [*cuts, len(items)], strict=True)
    parts = zip(titles, bounds, strict=True)
    return tuple(
        Section(title, tuple(items[start:end])) for title, (start, end) in parts if start < end
    )


def _called(marked: Marked) -> tuple[tuple[str, str], ...]:
    """(id, name) of whom an item names, in its own words as well: as the library tells it."""
    found: dict[tuple[str, str], None] = {}
    for mention in (*marked.title, *marked.text):
        for word in {mention.name or "", mention.text} - {""}:
            found[mention.entity or "", word] = None
    return tuple(found)


def _mentions(text: str, names: list[Named]) -> tuple[Mention, ...]:
    """Where the names stand first, disjoint."""
    found: dict[int, Mention] = {}
    for named in dict.fromkeys(names):
        for form in sorted(named.forms, key=len, reverse=True):
            start = text.find(form)
            end = start + len(form)
            if start >= 0 and all(end <= m.start or m.end <= start for m in found.values()):
                found[start] = Mention(
                    start, end, form, named.type, named.id, named.name, rule="made"
                )
                break
    return tuple(found[start] for start in sorted(found))


def _person(random: Random) -> str:
    return f"{random.choice(FIRST_NAMES.split())} {prose.name(random)}"


def _entities(random: Random) -> list[Named]:
    """Countries and capitals among the first, then whoever there is."""
    made: dict[str, Named] = {}
    for land in COUNTRIES.split(","):
        country, adjective, capital = land.strip().split(":")
        for named in (_named("country", country, adjective), _named("place", capital)):
            made[named.id] = named
    while len(made) < ENTITIES:
        if random.random() < 0.45:
            whole = _person(random)
            named = _named("person", whole, whole.split()[1])
        elif random.random() < 0.5:
            pattern = random.choice(("{} Institute", "Ministry of {}", "{} Group", "{} Committee"))
            named = _named("org", pattern.format(prose.name(random)))
        else:
            pattern = random.choice(("{}", "{}", "{} Province", "{} Island", "New {}"))
            named = _named("place", pattern.format(prose.name(random)))
        made.setdefault(named.id, named)
    return list(made.values())


def _outlets(random: Random) -> list[str]:
    made = dict.fromkeys(WELL_KNOWN.split(","))
    while len(made) < OUTLETS:
        pattern = random.choice(("{} Times", "{} Post", "The {} Herald", "{} News", "{} Today"))
        made[pattern.format(prose.name(random))] = None
    return list(made)
