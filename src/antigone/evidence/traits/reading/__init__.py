"""Free words about looks, in three languages, read into `Traits`; and the vocabulary that they are read with."""

from antigone.evidence.traits.reading.clauses import read, read_all
from antigone.evidence.traits.reading.vocabulary import Place, meanings, places, shares

__all__ = ["Place", "meanings", "places", "read", "read_all", "shares"]
