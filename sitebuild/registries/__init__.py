"""What the registries of record say of our sources and trials: asked for, never guessed.

web        how every service is asked: politely, again where it says when, each answer kept a day
crossref, pubmed, openalex, openlibrary, clinicaltrials   one service each, typed
webpage    what a page of the web says of itself
draft      a new entry for references.bib (`make source`)
insert     an entry put in its place, or told to be there already

Nothing here runs while the site is checked or built: only the commands named above ask anybody.
"""
