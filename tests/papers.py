"""Two made-up papers: a digest of three items and an article."""

from __future__ import annotations

from pathlib import Path

DIGEST = """\
The Harbour Digest

October 2024

Ports and Ships

Odesa Cranes Turn Again

The port of Odesa loaded 12,000 tons of grain on October 14, the ministry said. Dock workers in
Odesa had waited for three weeks. (Kyiv Independent)

Links

North Korea sent a delegation to Vladivostok on October 9. (Moscow Times)

Officials in Kursk counted the drones that fell near the harbour. (Reuters)
"""
ARTICLE = """\
Why the Ferry Stopped

By Ann Author

November 3, 2024

The ferry to Vladivostok stopped in the summer. Nobody in the harbour could say why, and the
company did not answer.

A week later the crew was told to wait for new engines.
"""


def write_papers(folder: Path) -> Path:
    folder.mkdir()
    (folder / "digest.txt").write_text(DIGEST, encoding="utf-8")
    (folder / "ferry.txt").write_text(ARTICLE, encoding="utf-8")
    return folder
