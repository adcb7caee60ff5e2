"""Whether two pictures were one recording, published again, or merely show one scene.

    from antigone.imaging.footage import same

    asked = same.question(pixels)
    collection = same.Collection.of([fingerprint.words for fingerprint in kept])
    for place in collection.in_question(asked.words):
        found = same.judged(asked, kept[place])       # None, or what agrees

Two stages: frames that share rare words of local features come into question (`imaging.copies` has the features);
those are laid over each other, also mirrored, and their pixels are compared.
"""

from antigone.imaging.footage.same.collection import IN_QUESTION, Collection
from antigone.imaging.footage.same.judging import Kind, Sameness, judged
from antigone.imaging.footage.same.prints import (
    METHOD,
    Fingerprint,
    Question,
    fingerprint,
    mirrored,
    packed,
    question,
    unpacked,
)

__all__ = [
    "IN_QUESTION",
    "METHOD",
    "Collection",
    "Fingerprint",
    "Kind",
    "Question",
    "Sameness",
    "fingerprint",
    "judged",
    "mirrored",
    "packed",
    "question",
    "unpacked",
]
