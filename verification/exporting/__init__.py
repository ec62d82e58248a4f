"""What leaves the desk, and in which shapes.

addresses     where a check stands in public
records       the one record() a kind of thing: API, exports and page cannot disagree
streams       claims, evidence and the trail as NDJSON, CSV or JSON, in constant memory
claimreview   schema.org ClaimReview of a published check, and the feed of all
lint          what a reader of that ClaimReview would stumble over
"""
