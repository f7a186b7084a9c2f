"""The build code of the site. The way of a page through it goes one way.

settings   names, places, the clock, the addresses: what several parts must agree on
model      what the repository says, read once and typed; nothing in it is HTML
rules      what is ruled: one generator a rule, whose findings say what to do
fixes      what has one right answer, mended by one command
registries what Crossref, PubMed and others say, asked only by commands of their own
markup     how Markdown becomes a page: an extension of Python-Markdown, working on the tree
views      what is drawn: data to rows; the templates in theme/drawings/ print them
style      how sources and figures are written
outputs    what is published beside the pages, and what their frame shows
serving    findings over the last good page, while somebody edits
new        a new page, an empty record
checked    the statements that a change touches, and their records
weekly     what grows old by itself: pages, and addresses outside
commands   the commands behind the Makefile
mkdocs_plugin   wires all of it to MkDocs, and alone knows it
"""
