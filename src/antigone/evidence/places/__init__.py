"""Places: read from words, known from a gazetteer, compared by level and distance; and what of a place may be shown."""

from antigone.evidence.places.gazetteer import (
    Entry,
    Gazetteer,
    GazetteerInvalid,
    GazetteerUnknown,
    Known,
    PlaceKind,
    built_in,
    distance_km,
    entry_of,
    give,
    given,
    merged,
)
from antigone.evidence.places.lines import BirthplaceLine, EventPlaceLine, PlaceLevels
from antigone.evidence.places.reading import Place, read
from antigone.evidence.places.words import place_weight, region_of

__all__ = [
    "BirthplaceLine",
    "Entry",
    "EventPlaceLine",
    "Gazetteer",
    "GazetteerInvalid",
    "GazetteerUnknown",
    "Known",
    "Place",
    "PlaceKind",
    "PlaceLevels",
    "built_in",
    "distance_km",
    "entry_of",
    "give",
    "given",
    "merged",
    "place_weight",
    "read",
    "region_of",
]
