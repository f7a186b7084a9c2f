"""What the registries of record say of our sources and trials: asked for, never guessed.

web        how every service is asked: politely, again where it says when, each answer kept a day
crossref, pubmed, openalex, openlibrary, clinicaltrials   one service each, typed
webpage    what a page of the web says of itself
wayback    kept copies of pages
draft      a new entry for references.bib
source     `make source`: the entry in its place, or told to be there already
trial      `make trial`: a record of a trial, to be confirmed field by field
compare    an entry, a trial beside a registry's record, field by field
addresses  what became of a web address
verify     `make verify`: all of them compared, and what was found written
listings   new things in lists, feeds and PubMed
watch      `make watch`: what changed since the last run, as a list of things to do

Nothing here runs while the site is checked or built: only the commands named above ask anybody.
"""
