"""Blind search: every body against every family that misses somebody.

For one missing person the likelihood ratio of a body is P(genotype | relatives) / P(genotype), and the numerator does
not depend on the body. So each family gets a table once: at every locus the logarithm of that ratio for every
genotype. A body is then a row of columns in that table, and weighing a pair is a sum of one number a locus. Tables
are made for all families of one shape at once and kept in single precision; whatever comes near the floor is weighed
again exactly, as a pedigree with the body in its place.
"""

from antigone.evidence.dna.blind_search.alike import SoughtPerson
from antigone.evidence.dna.blind_search.arrivals import Pairs, SearchAtHand
from antigone.evidence.dna.blind_search.first_look import TooManyHits
from antigone.evidence.dna.blind_search.hits import Hits, search
from antigone.evidence.dna.blind_search.second_look import second_look
from antigone.evidence.dna.blind_search.tables import FamilyTables, family_tables

__all__ = [
    "FamilyTables",
    "Hits",
    "Pairs",
    "SearchAtHand",
    "SoughtPerson",
    "TooManyHits",
    "family_tables",
    "search",
    "second_look",
]
