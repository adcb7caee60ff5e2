"""Laboratories' files in and out: profiles, family trees and allele frequencies in the formats that programs use.

    contents = read_dna("families.fam")
    for finding in contents.findings:
        print(finding.sentence(contents.name))
    text = render(contents, DnaFormat.LRMIX).text

Readers turn files into values and writers values into files; nothing here keeps a genotype. What is wrong with one
reading, person, family or locus is a `Finding`; a file of which nothing can be used is an `UnreadableFile`. The formats
are described in docs/dna-files.md.
"""

from antigone.interfaces.exchange.dna.errors import ExportRefused, FrequenciesRefused
from antigone.interfaces.exchange.dna.formats.codis import CodisExport
from antigone.interfaces.exchange.dna.frequencies import Minimum, markers_of, with_alleles, with_minimum
from antigone.interfaces.exchange.dna.loci import CodisVersion, Locus, kit, locus
from antigone.interfaces.exchange.dna.opening import DNA_LIMITS, NotThisFormat
from antigone.interfaces.exchange.dna.reading import read_dna
from antigone.interfaces.exchange.dna.values import (
    CodisHeader,
    DnaFile,
    DnaFormat,
    FamiliasSettings,
    Family,
    Finding,
    FrequencyTable,
    Gravity,
    LocusFrequencies,
    Reading,
    Sample,
    Tree,
    homozygous_where_one,
)
from antigone.interfaces.exchange.dna.writing import READ_ONLY, Rendered, of_population, render, save

__all__ = [
    "DNA_LIMITS",
    "READ_ONLY",
    "CodisExport",
    "CodisHeader",
    "CodisVersion",
    "DnaFile",
    "DnaFormat",
    "ExportRefused",
    "FamiliasSettings",
    "Family",
    "Finding",
    "FrequenciesRefused",
    "FrequencyTable",
    "Gravity",
    "Locus",
    "LocusFrequencies",
    "Minimum",
    "NotThisFormat",
    "Reading",
    "Rendered",
    "Sample",
    "Tree",
    "homozygous_where_one",
    "kit",
    "locus",
    "markers_of",
    "of_population",
    "read_dna",
    "render",
    "save",
    "with_alleles",
    "with_minimum",
]
