"""Tattoos, scars and things, found again by their pictures: local features from several angles that fit one another.

    kept = [features_of(picture) for picture in pictures]      # once, packed to bytes and kept
    found = ranked(query_of(sought), kept, limit=10)           # the most alike first

The place of the body and words come first and are the caller's: whoever seeks an anchor on a forearm compares with
marks of forearms. What comes out is an order in which a human looks, and never that two marks are one.
"""

from antigone.imaging.marks.features import METHOD, NOTHING, Features, Query, features_of, packed, query_of, unpacked
from antigone.imaging.marks.ranking import FITTING, Found, ranked, shortlist

__all__ = [
    "FITTING",
    "METHOD",
    "NOTHING",
    "Features",
    "Found",
    "Query",
    "features_of",
    "packed",
    "query_of",
    "ranked",
    "shortlist",
    "unpacked",
]
