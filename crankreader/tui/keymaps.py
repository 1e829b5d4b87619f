"""The keys of every screen, as tables that help, footer, palette, README and tests read alike.

Defaults follow vim and the readers of mail and feeds. Knows acts by name only.
"""

from __future__ import annotations

from crankreader.tui.chords import Key

MOVING, GOING, MARKING = "Moving", "Going places", "Marking"
SOURCES, NAMES, PANES, PROGRAM = "Sources and copies", "Names and matches", "Panes", "The program"

CORRECTING: tuple[Key, ...] = (
    Key("correct.alias", ("x a",), "correct('alias')", "correct a name: other name", NAMES),
    Key("correct.kind", ("x k",), "correct('kind')", "correct a name: other kind", NAMES),
    Key("correct.ignore", ("x x",), "correct('ignore')", "correct a name: no name", NAMES),
    Key("correct.beside", ("x b",), "correct('beside')", "correct a name: not beside…", NAMES),
    Key("correct.merge", ("x m",), "correct('merge')", "correct a name: same as…", NAMES),
    Key("correct.add", ("x n",), "correct('add')", "correct a name: add one", NAMES),
)

READING: tuple[Key, ...] = (
    Key("line.next", ("j", "down"), "line(1)", "line down", MOVING),
    Key("line.previous", ("k", "up"), "line(-1)", "line up", MOVING),
    Key("read.on", ("space",), "read_on", "page down, and on to the next unread", MOVING),
    Key("page.next", ("pagedown",), "page(1)", "page down", MOVING),
    Key("page.previous", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("half.next", ("ctrl+d",), "half(1)", "half a page down", MOVING),
    Key("half.previous", ("ctrl+u",), "half(-1)", "half a page up", MOVING),
    Key("top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("end", ("G", "end"), "ends(True)", "end", MOVING),
    Key("search", ("/",), "search", "search everything", GOING, footer="search"),
    Key("search.issue", ("g /",), "search_issue", "search issue: the one that is open", GOING),
    Key("item.next", ("J",), "item(1)", "next item", GOING, footer="item"),
    Key("item.previous", ("K",), "item(-1)", "previous item", GOING),
    Key("section.next", ("]", "L"), "section(1)", "next section", GOING, footer="section"),
    Key("section.previous", ("[", "H"), "section(-1)", "previous section", GOING),
    Key("issue.next", ("}",), "issue(1)", "next issue", GOING),
    Key("issue.previous", ("{",), "issue(-1)", "previous issue", GOING),
    Key("unread.next", ("tab",), "unread(1)", "next unread", GOING, footer="next unread"),
    Key("unread.previous", ("shift+tab",), "unread(-1)", "previous unread", GOING),
    Key("go.in", ("l", "right", "enter"), "go_in", "open, go in", GOING),
    Key("go.out", ("h", "left"), "go_out", "back, go out", GOING),
    Key("stop", ("escape",), "escape", "stop what comes in; else back, go out", GOING),
    Key("problems", ("g p",), "problems", "problems: what could not be read", GOING),
    Key("read.toggle", ("m",), "toggle_read", "read or unread", MARKING),
    Key("read.all", ("M",), "mark_all", "mark the section or issue read", MARKING),
    Key("star", ("s",), "star", "star, or take the star away", MARKING),
    Key("undo", ("u",), "undo", "take back the last act", MARKING),
    Key("redo", ("ctrl+r",), "redo", "do it again", MARKING),
    Key("remove", ("D",), "remove", "remove issue (to the trash) or saved search", MARKING),
    Key("source.first", ("o",), "source(1)", "open the first source", SOURCES, footer="open"),
    *(
        Key(f"source.{n}", (str(n),), f"source({n})", f"open source {n}", SOURCES)
        for n in range(1, 10)
    ),
    Key("copy.text", ("y y",), "copy('text')", "copy the text, or the source", SOURCES),
    Key("copy.link", ("y u",), "copy('link')", "copy the link", SOURCES),
    Key("copy.citation", ("y c",), "copy('citation')", "copy the citation", SOURCES),
    Key("copy.markdown", ("y m",), "copy('markdown')", "copy as Markdown", SOURCES),
    Key("copy.selection", ("ctrl+c",), "copy_selection", "copy what is selected", SOURCES),
    Key("mention.next", (")",), "mention(1)", "next name in the text", NAMES),
    Key("mention.previous", ("(",), "mention(-1)", "previous name in the text", NAMES),
    Key("match.next", ("n",), "match(1)", "next match of the search", NAMES),
    Key("match.previous", ("N",), "match(-1)", "previous match of the search", NAMES),
    Key("find", ("ctrl+f", "g F"), "find", "find in text", NAMES),
    Key("entities.colour", ("e",), "colour", "colour names, or do not", NAMES),
    Key("entities.filter", ("f",), "filter", "show only some of the names", NAMES),
    Key("dossier", ("g d",), "dossier", "dossier of a name: all that is said of it", NAMES),
    *CORRECTING,
    Key("explain", ("i",), "explain", "why everything here is what it is", NAMES),
    Key("original", ("I",), "original", "the document as it came", NAMES),
    Key("pane.next", ("w",), "pane(1)", "next pane", PANES),
    Key("pane.previous", ("W",), "pane(-1)", "previous pane", PANES),
    Key("pane.sources", ("O",), "toggle_pane('sources')", "show or hide sources", PANES),
    Key("pane.entities", ("E",), "toggle_pane('entities')", "show or hide entities", PANES),
    Key("pane.zoom", ("z",), "zoom", "only this pane, or all", PANES),
    Key("add", ("A",), "add", "add documents", PROGRAM),
    Key("refresh", ("r",), "refresh", "refresh: get what is new", PROGRAM),
    Key(
        "publication.rename",
        (),
        "rename_publication",
        "rename this publication or search, or merge",
        PROGRAM,
    ),
    Key("theme.next", (), "next_theme", "dark or light", PROGRAM),
    Key("palette", (":", "ctrl+p"), "palette", "all acts, by name", PROGRAM),
    Key("help", ("?", "f1"), "help", "all keys", PROGRAM, footer="keys"),
    Key("leave", ("q",), "leave", "back; at the top: quit", PROGRAM),
    Key("quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

SEARCH: tuple[Key, ...] = (
    Key("hit.next", ("down",), "hit(1)", "next hit", GOING, footer="hit"),
    Key("hit.previous", ("up",), "hit(-1)", "previous hit", GOING),
    Key("hits.next", ("pagedown",), "hits(1)", "a page of hits down", GOING),
    Key("hits.previous", ("pageup",), "hits(-1)", "a page of hits up", GOING),
    Key("hit.open", ("enter",), "open", "open the hit at its first match", GOING, footer="open"),
    Key("list.next", ("j",), "hit(1)", "next line, outside of the box", GOING),
    Key("list.previous", ("k",), "hit(-1)", "previous line, outside of the box", GOING),
    Key("box", ("/",), "box", "to the box", PANES),
    Key("scope", ("ctrl+t", "f2"), "scope", "search everything, this issue, this section", GOING),
    Key("hits.read", ("ctrl+o",), "mark_all", "mark all hits read", MARKING, footer="all read"),
    Key("facets", ("ctrl+g",), "facets", "to the facets and back", PANES, footer="facets"),
    Key("complete", ("tab",), "complete", "complete a field or a value", NAMES, footer="complete"),
    Key("hit.dossier", ("ctrl+n",), "dossier", "dossier of the name searched for", NAMES),
    Key("search.save", ("ctrl+s",), "save", "save this search under a name", GOING, footer="save"),
    Key("search.older", ("ctrl+r",), "recall", "the query before this one", GOING),
    Key("search.leave", ("escape",), "leave", "back to your place", PROGRAM, footer="back"),
    Key("search.help", ("f1",), "help", "all keys", PROGRAM),
    Key("search.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

FINDING: tuple[Key, ...] = (
    Key("find.next", ("down", "enter"), "find(1)", "next one", NAMES, footer="next"),
    Key("find.previous", ("up", "shift+enter"), "find(-1)", "previous one", NAMES),
    Key(
        "find.hold", ("ctrl+f",), "hold", "close the line, n N go on", NAMES, footer="keep, for n N"
    ),
    Key("find.close", ("escape",), "close", "stay here, marks off", NAMES, footer="done"),
)

HELP: tuple[Key, ...] = (
    Key("help.down", ("j", "down"), "line(1)", "line down", MOVING, footer="line"),
    Key("help.up", ("k", "up"), "line(-1)", "line up", MOVING),
    Key("help.page", ("space", "pagedown"), "page(1)", "page down", MOVING),
    Key("help.back", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("help.top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("help.end", ("G", "end"), "ends(True)", "end", MOVING),
    Key("help.leave", ("escape", "q", "?", "f1", "h"), "leave", "back", PROGRAM, footer="back"),
    Key("help.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

PROBLEMS: tuple[Key, ...] = (
    Key("problem.next", ("j", "down"), "line(1)", "next problem", MOVING, footer="problem"),
    Key("problem.previous", ("k", "up"), "line(-1)", "previous problem", MOVING),
    Key("problem.page", ("space", "pagedown"), "page(1)", "page down", MOVING),
    Key("problem.back", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("problem.top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("problem.end", ("G", "end"), "ends(True)", "end", MOVING),
    Key("problem.retry", ("r", "enter"), "retry", "try this one again", PROGRAM, footer="again"),
    Key("problem.all", ("R",), "retry_all", "try all of them again", PROGRAM, footer="all again"),
    Key("problem.forget", ("d",), "forget", "take the line away", PROGRAM, footer="forget"),
    Key("problem.undo", ("u",), "undo", "bring back the line that was taken away", PROGRAM),
    Key("problem.copy", ("y",), "copy", "copy the path", PROGRAM, footer="copy path"),
    Key("problem.stop", ("escape",), "escape", "stop what comes in; else back", PROGRAM),
    Key("problem.leave", ("q", "h", "left"), "leave", "back", PROGRAM, footer="back"),
    Key("problem.help", ("?", "f1"), "help", "all keys", PROGRAM),
    Key("problem.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

WHY: tuple[Key, ...] = (
    Key("why.next", ("j", "down"), "line(1)", "line down", MOVING, footer="line"),
    Key("why.previous", ("k", "up"), "line(-1)", "line up", MOVING),
    Key("why.page", ("space", "pagedown"), "page(1)", "page down", MOVING),
    Key("why.back", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("why.top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("why.end", ("G", "end"), "ends(True)", "end", MOVING),
    *(
        Key(f"why.choose.{n}", (str(n),), f"choose({n})", f"take the name for other {n}", NAMES)
        for n in range(1, 4)
    ),
    Key("why.leave", ("escape", "i", "q", "h", "left"), "leave", "back", PROGRAM, footer="back"),
    Key("why.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

DOSSIER: tuple[Key, ...] = (
    Key("dossier.next", ("j", "down"), "line(1)", "next line that leads on", MOVING, footer="line"),
    Key("dossier.previous", ("k", "up"), "line(-1)", "the one before", MOVING),
    Key("dossier.page", ("space", "pagedown"), "page(1)", "page down", MOVING),
    Key("dossier.back", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("dossier.top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("dossier.end", ("G", "end"), "ends(True)", "end", MOVING),
    Key("dossier.open", ("enter", "l", "right"), "open", "go where the line leads", GOING, "open"),
    *CORRECTING,
    Key("dossier.undo", ("u",), "undo", "take back the last act", MARKING),
    Key("dossier.redo", ("ctrl+r",), "redo", "do it again", MARKING),
    Key("dossier.stop", ("escape",), "escape", "stop what goes on; else back", PROGRAM, "back"),
    Key("dossier.leave", ("q", "h", "left"), "leave", "back", PROGRAM),
    Key("dossier.help", ("?", "f1"), "help", "all keys", PROGRAM, footer="keys"),
    Key("dossier.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

KINDS: tuple[Key, ...] = (
    Key("kind.next", ("j", "down"), "line(1)", "next kind", MOVING),
    Key("kind.previous", ("k", "up"), "line(-1)", "previous kind", MOVING),
    Key("kind.person", ("p",), "kind('person')", "a person", NAMES),
    Key("kind.country", ("c",), "kind('country')", "a country", NAMES),
    Key("kind.org", ("o",), "kind('org')", "an organisation", NAMES),
    Key("kind.outlet", ("u",), "kind('outlet')", "an outlet: paper, agency, site", NAMES),
    Key("kind.place", ("l",), "kind('place')", "a place", NAMES),
    Key("kind.weapon", ("w",), "kind('weapon')", "a weapon or a warship", NAMES),
    Key("kind.event", ("e",), "kind('event')", "an event: war, meeting, exercise", NAMES),
    Key("kind.choose", ("enter",), "choose", "the one under the cursor", PROGRAM, "choose"),
    Key("kind.leave", ("escape", "q", "h"), "leave", "leave it as it is", PROGRAM, "leave it"),
    Key("kind.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

ORIGINAL: tuple[Key, ...] = (
    Key("original.next", ("j", "down"), "line(1)", "line down", MOVING, footer="line"),
    Key("original.previous", ("k", "up"), "line(-1)", "line up", MOVING),
    Key("original.page", ("space", "pagedown"), "page(1)", "page down", MOVING),
    Key("original.back", ("b", "pageup"), "page(-1)", "page up", MOVING),
    Key("original.top", ("g g", "home"), "ends(False)", "top", MOVING),
    Key("original.end", ("G", "end"), "ends(True)", "end", MOVING),
    Key("aside.next", ("n", "J"), "aside(1)", "next put aside", GOING, footer="put aside"),
    Key("aside.previous", ("N", "K"), "aside(-1)", "previous put aside", GOING),
    Key("original.copy", ("y",), "copy", "copy the path", PROGRAM, footer="copy path"),
    Key(
        "original.leave",
        ("escape", "I", "q", "h", "left"),
        "leave",
        "back",
        PROGRAM,
        footer="back",
    ),
    Key("original.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

PALETTE: tuple[Key, ...] = (
    Key("acts.next", ("down",), "line(1)", "next act", MOVING, footer="act"),
    Key("acts.previous", ("up",), "line(-1)", "previous act", MOVING),
    Key("acts.page", ("pagedown",), "page(1)", "a page of acts down", MOVING),
    Key("acts.back", ("pageup",), "page(-1)", "a page of acts up", MOVING),
    Key("acts.choose", ("enter",), "choose", "do it", PROGRAM, footer="do it"),
    Key("acts.leave", ("escape",), "leave", "do nothing", PROGRAM, footer="do nothing"),
    Key("acts.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

ASKING: tuple[Key, ...] = (
    Key("prompt.leave", ("escape",), "leave", "do nothing", PROGRAM, footer="do nothing"),
    Key("prompt.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

CONFIRMING: tuple[Key, ...] = (
    Key("confirm.yes", ("y", "enter"), "answer(True)", "yes", PROGRAM, footer="yes"),
    Key("confirm.no", ("n", "escape", "q"), "answer(False)", "no", PROGRAM, footer="no"),
    Key("confirm.quit", ("ctrl+q",), "quit", "quit", PROGRAM),
)

TABLES: dict[str, tuple[Key, ...]] = {
    "reading": READING,
    "search": SEARCH,
    "find": FINDING,
    "problems": PROBLEMS,
    "why": WHY,
    "original": ORIGINAL,
    "dossier": DOSSIER,
    "kind": KINDS,
    "help": HELP,
    "palette": PALETTE,
    "prompt": ASKING,
    "confirm": CONFIRMING,
}
"""Every table, by the name of its screen."""
