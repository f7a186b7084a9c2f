"""The build code of the site: one module for each thing a page can contain or a contributor can get wrong.

findings      what a check reports: file, line, what is wrong, what to do
yamlfile      YAML with the line of every field
records       the shape of every record in docs/data
data          reads docs/data, checks it across files
bibliography  reads references.bib, checks it, formats it (AMA)
citations     [@key] in pages: the guard in front of mkdocs-bibtex and the seam behind it
pages         front matter, headings, links, raw HTML: what can be wrong in a page
drawings      <!-- draw: … --> and <!-- source-statement: … -->
charts        the geometry of the plots
glossary      explains a term where it first occurs
search        the search index
reuse         "Cite this page", JSON-LD, citation metadata, feed, downloads
social        the picture that a link to the site shows elsewhere
assets        the theme's unused CSS dropped, content security policy, one zip for offline reading
integrity     the record of statements read beside their sources
reading       how hard "In brief" is to read
spelling      misspellings
weekly        outside links and old pages
plugin        wires all of it to MkDocs
__main__      the commands behind the Makefile
"""
