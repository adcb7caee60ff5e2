"""Familias' project files (``.fam``): people, pedigrees, frequencies and mutation, and the section of the DVI module.

One value stands on each line. The first part numbers people, alleles and markers from 0; the section ``[DVI]``, where
there is one, is of another kind: nested headings in brackets, and lines ``Name= value`` with names instead of numbers.
"""

from antigone.interfaces.exchange.dna.formats.familias.reading import read_familias
from antigone.interfaces.exchange.dna.formats.familias.writing import write_familias

__all__ = ["read_familias", "write_familias"]
