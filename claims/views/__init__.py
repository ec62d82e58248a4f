"""Pages by which articles come in.

access     who may open them
articles   hand in one or many, try a failed one again
feeds      RSS and Atom feeds, the bookmarklet, and what became of each entry
"""
