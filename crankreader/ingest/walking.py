"""Which files a path stands for: itself, or what lies below a directory.

Goes by names and kinds of entries alone and opens no file. Links that it meets are not followed;
what it passes over is counted.
"""

from __future__ import annotations

import errno
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from crankreader.model import Failure

_DEEPEST = 64
_DIRECTORIES = frozenset(("node_modules", "bower_components", "__pycache__", "site-packages"))
_NAMES = """
makefile gnumakefile dockerfile containerfile gemfile rakefile procfile vagrantfile jenkinsfile
justfile codeowners robots.txt humans.txt requirements.txt cmakelists.txt
"""
"""Files that read as texts and are for programs, by their whole names."""
_HOUSEKEEPING = frozenset(
    ("readme", "license", "licence", "copying", "changelog", "contributing", "code_of_conduct",
     "security", "authors", "cname")
)  # fmt: skip
"""What a collection says of itself: by the name up to its first dot, and what may follow a dash."""
_WRITTEN = frozenset(
    ("", ".md", ".markdown", ".txt", ".text", ".rst", ".adoc", ".asc", ".html", ".htm", ".xhtml")
)
_OF_A_KIND = re.compile(r"[-_][a-z]{2,8}")
"""LICENSE-MIT, README_de; whole words and numbers are titles."""
_PROGRAMS = """
.py .pyi .js .mjs .cjs .ts .jsx .tsx .vue .svelte .c .h .cc .cpp .hpp .cs .java .kt .scala .go .rs
.rb .php .pl .pm .lua .swift .m .r .jl .hs .ml .clj .ex .exs .erl .dart .sql .sh .bash .zsh .fish
.bat .cmd .ps1 .awk .sed .el .vim .tf .gradle .cmake .mk .proto .graphql
"""
_SETTINGS = """
.yml .yaml .toml .ini .cfg .conf .env .properties .lock .mod .sum .patch .diff .map .plist .service
.desktop .editorconfig .gemspec .po .pot .jsonl .ndjson .geojson .webmanifest
"""
_LOOKS = """
.css .scss .sass .less .styl .tmpl .j2 .jinja .jinja2 .liquid .ejs .hbs .erb .haml .pug .slim
.mustache .twig
"""
_TABLES = ".csv .tsv .bib .svg .ics .vcf .srt .vtt .log"
_DOCUMENTS = """
.txt .text .md .markdown .rst .asc .html .htm .xhtml .eml .mbox .rss .atom .rdf .opml
"""


@dataclass(slots=True)
class Tally:
    """What the ways through directories came by; counted on while they are read."""

    files: int = 0
    """To be read: known before the first of them is."""
    links: int = 0
    hidden: int = 0
    others: int = 0
    """Passed over because they are no documents: programs, pictures, pipes."""
    lists: int = 0
    """Of feeds, which nobody named and which therefore are not followed."""

    @property
    def passed_over(self) -> int:
        return self.links + self.hidden + self.others


class Found(NamedTuple):
    """A file to be read."""

    path: str
    shown: str
    root: str | None = None
    """The directory, as named, on the way through which it was met; None: a person named it."""
    is_message: bool = False
    """It lies where a Maildir keeps its messages."""


def found(path: str, tally: Tally) -> Iterator[Found | Failure]:
    """The files that a path stands for, in the order of their names."""
    if path == "-":
        yield Found(path, path)
        return
    try:
        resolved = os.path.realpath(path, strict=True)
        is_directory = stat.S_ISDIR(os.stat(resolved).st_mode)
    except (OSError, ValueError) as error:
        yield unreadable(path, error)
        return
    if is_directory:
        yield from _walk(resolved, path, path, tally, set(), 0)
    else:
        yield Found(resolved, path)


def is_named_as_document(path: str) -> bool:
    """Whether a person would expect it to be read, whatever its bytes are."""
    return os.path.splitext(path)[1].casefold() in _DOCUMENTS.split()


def unreadable(path: str, error: OSError | ValueError) -> Failure:
    """What is told about a file or directory that cannot be opened."""
    code, reason = _REASONS.get(
        getattr(error, "errno", None) or 0, ("unreadable", "The file could not be read.")
    )
    if code == "absent" and _ADDRESS.match(path):
        reason += " If it is an address, write it with http:// or https://."
    return Failure(path, "load", code, reason)


def _walk(
    directory: str,
    shown: str,
    root: str,
    tally: Tally,
    seen: set[tuple[int, int]],
    depth: int,
    *,
    are_messages: bool = False,
) -> Iterator[Found | Failure]:
    from crankreader.ingest import mailboxes

    try:
        status = os.stat(directory, follow_symlinks=False)
        with os.scandir(directory) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError as error:
        yield unreadable(shown, error)
        return
    if (status.st_dev, status.st_ino) in seen:
        return
    if depth > _DEEPEST:
        yield Failure(shown, "load", "too-deep", "The directories lie too deep in one another.")
        return
    seen.add((status.st_dev, status.st_ino))
    is_maildir = mailboxes.is_maildir(entry.name for entry in entries if _is_directory(entry))
    for entry in entries:
        name = os.path.join(shown, entry.name)
        if _is_passed_over(entry, tally, is_maildir=is_maildir, are_messages=are_messages):
            continue
        if _is_directory(entry):
            holds = is_maildir and entry.name in mailboxes.MAILDIR_FOLDERS
            below = entry.path, name, root, tally, seen, depth + 1
            yield from _walk(*below, are_messages=holds)
        else:
            yield Found(entry.path, name, root, are_messages)


def _is_passed_over(
    entry: os.DirEntry[str], tally: Tally, *, is_maildir: bool, are_messages: bool
) -> bool:
    """Whether it is not for reading; counts it then."""
    if entry.is_symlink():
        tally.links += 1
    elif entry.name.startswith("."):
        # The folders of a Maildir lie in it under hidden names.
        if is_maildir and _is_directory(entry):
            return False
        tally.hidden += 1
    elif _is_directory(entry):
        if is_maildir and entry.name == "tmp":
            return True
        if entry.name not in _DIRECTORIES:
            return False
        tally.others += 1
    elif not _is_file(entry) or is_maildir:
        tally.others += 1
    else:
        is_left = not are_messages and _is_for_programs(entry.name)  # messages have any name
        tally.others += is_left
        return is_left
    return True


def _is_for_programs(name: str) -> bool:
    folded = name.casefold()
    suffix = os.path.splitext(folded)[1]
    return folded in _NOT_READ or suffix in _NOT_READ or _is_housekeeping(folded, suffix)


def _is_housekeeping(name: str, suffix: str) -> bool:
    """Whether it is of a collection or a site, and no part of it: its licence, a template."""
    if suffix not in _WRITTEN:
        return False
    stem = name.split(".")[0]
    if stem.startswith("_"):
        # Names with numbers, and paths that were made names, are of documents.
        return "__" not in stem and not any(map(str.isdigit, stem))
    if stem in _HOUSEKEEPING:
        return True
    first = stem.replace("-", "_").partition("_")[0]
    return first in ("readme", "license", "licence", "copying") and (
        _OF_A_KIND.fullmatch(stem[len(first) :]) is not None
    )


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file(follow_symlinks=False)
    except OSError:
        return False


_ADDRESS = re.compile(
    r"(?:localhost|\d{1,3}(?:\.\d{1,3}){3}|(?:[a-z0-9-]{1,63}\.){1,8}[a-z]{2,63})(?::\d{1,5}|/)"
    r"|www\.",
    re.IGNORECASE,
)
"""How an address begins whose scheme was left out."""
_NOT_READ = frozenset(" ".join((_NAMES, _PROGRAMS, _SETTINGS, _LOOKS, _TABLES)).split())
_REASONS = {
    errno.ENOENT: ("absent", "There is no such file."),
    errno.ENOTDIR: ("absent", "There is no such file."),
    errno.EACCES: ("unreadable", "You may not read this file."),
    errno.EPERM: ("unreadable", "You may not read this file."),
    errno.ELOOP: ("unreadable", "The links to this file lead nowhere."),
    errno.ENXIO: ("not-a-file", "This is no regular file."),
    errno.ENAMETOOLONG: ("absent", "The name is too long for any file."),
}
