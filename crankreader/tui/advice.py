"""What a person can do about a document that could not be had or read, by its failure's code.

A table; the screen of problems and its tests read it. Knows no document.
"""

from __future__ import annotations

from crankreader.model import Report

ADVICE: dict[str, str] = {
    "empty": "There is nothing in it to read. Forget it, or look whether it was saved whole.",
    "not-text": "Save it as text, a web page or a mail, and add that.",
    "unsupported": "This kind of document cannot be read. Save it as text or a web page.",
    "too-large": "Split it, or raise limits.file_mb (text: limits.text_mb, pages: limits.html_mb).",
    "too-many-blocks": "Split it, or raise limits.paragraphs.",
    "too-deep": "Save it as plain text, or raise limits.nesting (mails: limits.mime_depth).",
    "too-many-attributes": "Save it as plain text, or raise limits.attributes.",
    "too-many-parts": "Take parts out of the mail, or raise limits.parts.",
    "too-many-entries": "Split the feed, or raise limits.entries.",
    "too-many-headers": "Save its text, or raise limits.headers_kb or limits.recipients.",
    "bomb": "It unpacks to far more than it is. If you trust it, unpack it yourself and add that.",
    "broken": "Look whether it was saved whole; get it again, or save it as plain text.",
    "not-a-feed": "Give the address or the file of the feed itself.",
    "encrypted": "Save the decrypted text from the mail program and add that.",
    "absent": "Mend the path: the file was moved, renamed or taken away.",
    "unreadable": "Give yourself the right to read it, then try again.",
    "not-a-file": "Name a regular file or a directory.",
    "too-slow": "Try again when the machine is idle, save it as text, or raise limits.seconds.",
    "too-much-memory": "Split it, save it as plain text, or raise limits.memory_mb.",
    "crashed": "Reading it broke off. Save it as plain text and add that; the rest is safe.",
}
OF_FEEDS: dict[str, str] = {
    "absent": "Mend the address: look on the site for the one of its feed.",
    "gone": "Remove the feed, or look on the site for another one.",
    "forbidden": "Only who is signed in may have it; it cannot be followed from here.",
    "busy": "Try it again later.",
    "server-error": "Try it again later.",
    "http-status": "Look at the address in a browser; it may have moved.",
    "too-slow": "Try it again later.",
    "too-large": "It is larger than any feed should be; follow another one of the site.",
    "too-many-hops": "Look at the address in a browser, and follow where it ends.",
    "no-host": "Look whether you are connected, and mend the address.",
    "no-connection": "Look whether you are connected, and try it again later.",
    "not-public": "The host is at home: name it in fetch.allow if you trust it.",
    "certificate": "Somebody may listen in. Try again later; do not follow it if that stays.",
    "insecure": "Follow the address that is encrypted, if the site has one.",
    "bad-address": "Mend the address: only http and https can be fetched.",
    "wrong-type": "Give the address of a feed; pictures and programs are none.",
    "no-feed": "Look on the site for a link to its feed, and add that.",
    "not-a-feed": "Look on the site for a link to its feed, and add that.",
    "unknown-encoding": "Try it again later; the server answers in a way not asked for.",
    "broken-off": "Try it again later.",
}
"""For what was asked for on the web: the same code may mean something else there."""
NOBODYS = "Leave it: no feed lies there, and who leads you there may be up to something."
"""For addresses that are neither public nor of a host that a person may run."""
OTHERWISE = "Try it again; if that fails, save it as plain text and add that."
IN_PART = "What could be read is in the library."


def advice(report: Report) -> str:
    """What to do about this one, in a sentence or two."""
    table = OF_FEEDS if report.stage == "fetch" else ADVICE
    said = table.get(report.code or "", OTHERWISE)
    if report.code == "not-public" and "fetch.allow" not in (report.reason or ""):
        said = NOBODYS
    return f"{IN_PART} {said}" if report.status == "partial" else said
