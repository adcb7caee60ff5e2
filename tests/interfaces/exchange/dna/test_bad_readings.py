"""One clear sentence for each thing wrong with a reading, a person or a tree; the rest of the file arrives."""

from __future__ import annotations

import pytest
from tests.interfaces.exchange.dna.conftest import Bench, sentences

from antigone.interfaces.exchange.dna import DnaFormat, Gravity

HEADER = "SampleName,Marker,Allele1,Allele2,Allele3\n"


def only_sentence(bench: Bench, rows: str) -> str:
    contents = bench.read(HEADER + "R1,FGA,20,22,\n" + rows, "families.csv")
    assert contents.samples[0].genotypes()["FGA"] == ("20", "22")
    (sentence,) = sentences(contents)
    return sentence


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (
            "V1,TH01,6,99,",
            "families.csv, line 3, «V1», locus TH01: allele 99 is off the ladder: TH01 has 2 to 15 repeats",
        ),
        ("V1,TH01,6,OL,", "families.csv, line 3, «V1», locus TH01: allele «OL» is off the ladder"),
        ("V1,D21S11,<25,28,", "families.csv, line 3, «V1», locus D21S11: allele «<25» is off the ladder"),
        ("V1,TH01,6,9.4,", "allele 9.4 is off the ladder: a repeat of TH01 has 4 bases, so that .4 cannot be"),
        ("V1,TH01,6,7,9.3", "«V1», locus TH01: three alleles (6, 7, 9.3) and one person has two at most"),
        ("V1,TH01,6,nine,", "«V1», locus TH01: «nine» is no allele; write a number of repeats such as 9 or 9.3"),
        ("V1,AMEL,X,Z,", "«V1», locus AMEL: «Z» is not an allele of amelogenin, which has X and Y"),
        ("V1,DYS391,10,11,", "«V1», locus DYS391: two alleles (10, 11) and one person has one at most"),
        ("V1,,6,7,", "line 3, «V1»: there is no marker in the row"),
        ("V1,TH01,6,7,,,9", "line 3, «V1», locus TH01: the row has 7 cells and the header 5; it is not read"),
        ("V1", "line 3: the row has 1 cells and the header 5; it is cut off and not read"),
    ],
)
def test_a_reading_that_cannot_be(bench: Bench, row: str, said: str) -> None:
    assert said in only_sentence(bench, row + "\n")


def test_a_mixture_is_kept_as_read_and_never_weighed(bench: Bench) -> None:
    (sample,) = bench.read(HEADER + "V1,TH01,6,7,9.3\nV1,FGA,20,22,\n").samples
    assert sample.genotypes() == {"FGA": ("20", "22")}
    assert sample.readings[0].alleles == ("6", "7", "9.3")
    assert sample.readings[0].fault.startswith("three alleles")


def test_a_locus_twice_with_other_alleles_is_used_in_neither_form(bench: Bench) -> None:
    contents = bench.read(HEADER + "V1,TH01,6,7,\nV1,FGA,20,22,\nV1,THO1,6,8,\n")
    assert contents.samples[0].genotypes() == {"FGA": ("20", "22")}
    assert sentences(contents) == [
        "file.csv, line 4, «V1», locus TH01: the locus stands twice (on line 2 and here) with different alleles "
        "(6, 7 and 6, 8); neither is used, correct the file"
    ]


def test_a_locus_twice_with_the_same_alleles_is_read_once_with_a_warning(bench: Bench) -> None:
    contents = bench.read(HEADER + "V1,TH01,6,7,\nV1,TH01,7,6,\n")
    assert contents.samples[0].genotypes() == {"TH01": ("6", "7")}
    assert [finding.gravity for finding in contents.findings] == [Gravity.WARNING]


def test_one_allele_stays_one(bench: Bench) -> None:
    """A bone's single allele may be half of a heterozygote; nobody may write it twice but the laboratory."""
    (sample,) = bench.read(HEADER + "V1,TH01,6,,\nV1,FGA,20,20,\n").samples
    assert sample.genotypes() == {"TH01": ("6",), "FGA": ("20", "20")}


@pytest.mark.parametrize(
    ("cell", "alleles"),
    [
        ("9.3, 10", ("9.3", "10")),
        ("9.3,10", ("9.3", "10")),
        ("10;9", ("9", "10")),
        ("09.30 10.0", ("9.3", "10")),
        ("8,9", ("8", "9")),
    ],
)
def test_cells_of_a_wide_table(bench: Bench, cell: str, alleles: tuple[str, ...]) -> None:
    contents = bench.read(f"Sample Name\tTH01\nV1\t{cell}\n", "wide.txt")
    assert contents.format is DnaFormat.GENEMAPPER_WIDE
    assert contents.samples[0].genotypes() == {"TH01": alleles}


def test_a_comma_that_can_be_read_in_two_ways_is_not_read(bench: Bench) -> None:
    contents = bench.read("Sample Name\tTH01\tFGA\nV1\t9,3\t20, 22\n", "wide.txt")
    assert contents.samples[0].genotypes() == {"FGA": ("20", "22")}
    assert "«9,3» can be two alleles or one with a decimal comma" in sentences(contents)[0]


def test_decimal_commas_between_semicolons_are_decimals(bench: Bench) -> None:
    contents = bench.read("Sample;Marker;Allele 1;Allele 2\nV1;TH01;9,3;10\n")
    assert contents.samples[0].genotypes() == {"TH01": ("9.3", "10")}


PED = "#FID\tIID\tPAT\tMAT\tSEX\tPHENO\tTH01\tAMEL\n"


def test_amelogenin_against_the_stated_sex(bench: Bench) -> None:
    contents = bench.read(PED + "F1\tson\t0\t0\t1\t0\t6\t7\tX\tX\n", "f.ped")
    assert sentences(contents) == [
        "f.ped, line 2, «son», locus AMEL: X, X is the reading of a woman, and the sex given is male: a swapped "
        "sample, a slip of the pen, or a lost Y; check before anything is weighed"
    ]
    assert contents.findings[0].gravity is Gravity.WARNING


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        (
            ["a 0 0 2 0", "b 0 0 2 0", "c a b 1 0"],
            "line 2, «a»: family «F1»: «a» is the father of «c», but the sex given is that of a woman",
        ),
        (["a b c 1 0", "b a c 1 0", "c 0 0 2 0"], "is his own ancestor"),
        (["a x c 1 0", "c 0 0 2 0"], "«x», father of «a», is not in the pedigree"),
        (["a 0 0 1 0", "a 0 0 1 0"], "line 3, «a»: stands in family «F1» on line 2 already; not read"),
        (["a 0 0"], "line 2: 4 columns; a person needs family, id, father, mother and sex"),
    ],
)
def test_a_tree_that_cannot_be(bench: Bench, rows: list[str], said: str) -> None:
    others = "F2 other 0 0 1 0\n"
    contents = bench.read("#FID IID PAT MAT SEX PHENO\n" + "".join(f"F1 {row}\n" for row in rows) + others, "f.ped")
    assert any(said in sentence for sentence in sentences(contents))
    assert contents.families[-1].name == "F2"
    assert len(contents.families[-1].trees) == 1


def test_one_parent_alone_gets_the_other_who_must_have_been(bench: Bench) -> None:
    contents = bench.read("#FID IID PAT MAT SEX PHENO\nF1 mother 0 0 2 0\nF1 son 0 mother 1 0\n", "f.ped")
    (tree,) = contents.families[0].trees
    assert tree.added == {"father of son"}
    assert not contents.findings
    assert any("«father of son» is added, untyped" in note for note in contents.notes)


FREQUENCIES = "marker,allele,freq\n"


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ("TH01,6,0.5\nTH01,7,0.4\n", "line 2, locus TH01: the allele frequencies add up to 0.9, not 1"),
        ("TH01,6,0.5\nTH01,7,-0.5\n", "line 3, locus TH01: allele 7: «-0.5» is not a frequency from 0 to 1"),
        ("TH01,6,0.5\nTH01,6,0.5\n", "line 3, locus TH01: allele 6 stands twice"),
        ("TH01,6,half\nTH01,7,0.5\n", "line 2, locus TH01: allele 6: «half» is not a frequency"),
        ("TH01,6,1e999\n", "line 2, locus TH01: allele 6: «1e999» is not a frequency"),
    ],
)
def test_frequencies_that_cannot_be(bench: Bench, rows: str, said: str) -> None:
    contents = bench.read(FREQUENCIES + rows + "FGA,20,0.25\nFGA,22,0.75\n", "table.csv")
    assert said in sentences(contents)[0]
    assert [at.locus for at in contents.frequencies[0].loci] == ["FGA"]


def test_a_specimen_twice_keeps_the_first(bench: Bench) -> None:
    contents = bench.read(HEADER.replace("SampleName", "Sample File,Sample Name") + "f,V1,TH01,6,7,\n", "long.csv")
    assert contents.format is DnaFormat.GENEMAPPER_LONG
    wide = bench.read("specimenId,TH01_1,TH01_2\nV1,6,7\nV1,8,9\n")
    assert wide.samples[0].genotypes() == {"TH01": ("6", "7")}
    assert "line 3, «V1»: the sample stands in an earlier row already" in sentences(wide)[0]
