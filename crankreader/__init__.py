"""Reads newsletters in the terminal.

A map of the code, from the door to the cellar; each room may use those below it:

__main__     what `crankreader` and `python -m crankreader` run
cli          commands, text for people and JSON for programs
tui          the screens (app, chords, background, messages, themes, render, screens, widgets)
reader       the verbs that need two rooms or more: add, search, mark, undo
finding      queries answered from the index, or from the texts where it knows nothing
export       issues and items as text, Markdown, HTML and JSON
ingest       bytes to issues: formats, sniff, decode, origins, kinds, blocks, text, structure, masthead, fields,
             headings, roles, items, articles, pages, records, references, outlets, citations,
             notes, people, periods, furniture, titles, language, words, drafts, identity
entities     texts to mentions: gazetteer, values, names, resolve
library      SQLite, the truth: connections, schema, rows, writing, store, queue, reports,
             intake, alike, shelves, tallies, listings, asked, state, backup, health
search       Whoosh, a cache: schema, index, plan, snippets, generations
query        what a person typed, as a tree
settings     where things lie and what a person configured
model        issues, sections, items, sources, mentions
safety       the only door from foreign text to a terminal
"""

__version__ = "0.1.0"
