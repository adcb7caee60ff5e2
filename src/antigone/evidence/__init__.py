"""The science: pure functions on plain values and arrays. Knows no database, file or web."""

from antigone.evidence.weight import Assessment, Weight, assess, strength_in_words

__all__ = ["Assessment", "Weight", "assess", "strength_in_words"]
