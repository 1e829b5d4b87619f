"""Reads newsletters in the terminal.

A map of the code, from the door to the cellar; each room may use those below it:

__main__     what `crankreader` and `python -m crankreader` run
cli          commands, text for people and JSON for programs: front_door, arguments, parsing,
             commands, call, documents, incoming, finding, acting, upkeep, shapes, printing
tui          the screens: app, keymaps, chords, desk, render, looks, themes, clips, links,
             background, coming, advice, reasons, dossiers, scope, and one file a screen or pane in
             screens, widgets
reader       the verbs that need two rooms or more: holdings, asking, acting, verbs, incoming,
             refreshing, discovery, originals, names, naming, completing
finding      queries answered from the index, or from the texts where it knows nothing: finder,
             warm, indexing
analysis     what many texts say together: dossier, sentences
export       issues and items as JSON shapes, text, Markdown, HTML: documents, layout, text,
             markdown, html
ingest       bytes to issues.
             Where documents come from: origins, walking, packed, mailboxes, converting, worker,
             wire.
             Formats: formats, documents, sniff, decode, charsets, text, markdown, markdown_signs,
             front_matter, yaml_head, templating, inline, html, html_facts, html_lines, html_links,
             html_scan, html_style, html_tables, html_walk, html_writer, main_text, mail,
             mail_headers, mail_parts, mail_plain, feed, jsonfeed, opml, xmltext, entries,
             entry_bodies, original.
             Structure: blocks, structure, formatted, outline, listings, linked, kinds, masthead,
             introductions, colophon, closings, columns, mailings, hosts, fields, headings, looks,
             roles, items, articles, signing, signatures, pages, signed_pages,
             web_articles, chrome, credit_lines, records, references,
             outlets, citations, notes, people, periods, furniture, repeats, aside, titles,
             addresses, linking, issues, drafts, identity, language, words.
entities     texts to mentions: recognise, page, tokens, values, dates, amounts, kinds, weapons,
             gazetteer, acronyms, callings, registers, runs, heads, names, credits, context,
             resolve, finish, vetoes.
             The names: dictionary, aliases, packed, compile, cities; a person's own: own,
             corrected, touched, ownfile, ownlines
library      SQLite, the truth: connections, schema, rows, writing, store, queue, reports, intake,
             publications, origins, changes, alike, shelves, tallies, tagging, entities, listings,
             asked, values, state, searches, backup, health
search       Whoosh, a cache: schema, postings, frequent, beside, writing, generations, part, shelf,
             sets, weighing, plan, ranking, spelling, index, snippets
fetch        the web, only when asked: fetching, wire, public, failures
query        what a person typed, as a tree: words, tokens, tree, language, typed, scan
settings     where things lie and what a person configured
model        issues, sections, items, sources, mentions
safety       the only door from foreign text to a terminal
"""

__version__ = "0.1.0"
