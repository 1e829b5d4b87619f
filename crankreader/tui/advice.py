"""What a person can do about a document that could not be read, by the code of its failure.

A table; the screen of problems and its tests read it. Knows no document.
"""

from __future__ import annotations

from crankreader.model import Report

ADVICE: dict[str, str] = {
    "empty": "There is nothing in it to read. Forget it, or look whether it was saved whole.",
    "not-text": "Save it as text, a web page or a mail, and add that.",
    "unsupported": "This kind of document cannot be read. Save it as text or a web page.",
    "too-large": "Split it, or raise limits.file (text: limits.text, pages: limits.html).",
    "too-many-blocks": "Split it, or raise limits.blocks.",
    "too-deep": "Save it as plain text, or raise limits.nesting (mails: limits.mime_depth).",
    "too-many-attributes": "Save it as plain text, or raise limits.attributes.",
    "too-many-parts": "Take parts out of the mail, or raise limits.parts.",
    "too-many-entries": "Split the feed, or raise limits.entries.",
    "too-many-headers": "Take headers out of the mail, or raise limits.headers and recipients.",
    "bomb": "It unpacks to far more than it is. If you trust it, unpack it yourself and add that.",
    "broken": "Look whether it was saved whole; get it again, or save it as plain text.",
    "not-a-feed": "Give the address or the file of the feed itself.",
    "encrypted": "Save the decrypted text from the mail program and add that.",
    "absent": "Mend the path: the file was moved, renamed or taken away.",
    "unreadable": "Give yourself the right to read it, then try again.",
    "not-a-file": "Name a regular file or a directory.",
    "too-slow": "Try again when the machine is idle, save it as text, or raise limits.seconds.",
    "too-much-memory": "Split it, save it as plain text, or raise limits.memory.",
    "crashed": "Reading it broke off. Save it as plain text and add that; the rest is safe.",
}
OTHERWISE = "Try it again; if that fails, save it as plain text and add that."
IN_PART = "What could be read is in the library."


def advice(report: Report) -> str:
    """What to do about this one, in a sentence or two."""
    said = ADVICE.get(report.code or "", OTHERWISE)
    return f"{IN_PART} {said}" if report.status == "partial" else said
