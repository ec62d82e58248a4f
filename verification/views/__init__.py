"""The pages of the desk, one file a subject.

access      who may open a page; how a refusal looks
dashboard   what waits for me
articles    the list, one article with its claims in place, its progress
queue       the ranked list, and the next claim
triage      acts on many of its rows, saved views, undo
counting    how many claims are in which state
claims      the review page
deciding    take, verdict, second review, publish: what a form on the review page sends
remarks     mark, edit, ask again, notes, contacts, set aside, merge
documents   the stored copy of a source
reports/    plots, tables, downloads
checks      the public pages
tips        what readers send in
sitemap     what search engines are told of
metrics     for machines: how much
"""
