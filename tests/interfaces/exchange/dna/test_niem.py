"""NIEM's pedigree: records joined by a tree in which one member is sought."""

from __future__ import annotations

from tests.interfaces.exchange.dna.conftest import Bench, sentences

from antigone.evidence.dna import Member
from antigone.interfaces.exchange.dna import DnaFormat


def record(profile: str, sex: str, loci: str) -> str:
    return f"""
 <biom:DNARecord>
  <biom:DNACategoryCode>Family Relative</biom:DNACategoryCode>
  <biom:DNADonor><nc:PersonSexText>{sex}</nc:PersonSexText></biom:DNADonor>
  <biom:DNADataIdentification><nc:IdentificationID>CASE-7</nc:IdentificationID>
   <nc:IdentificationCategoryDescriptionText>Case ID</nc:IdentificationCategoryDescriptionText>
  </biom:DNADataIdentification>
  <biom:DNADataIdentification><nc:IdentificationID>{profile}</nc:IdentificationID>
   <nc:IdentificationCategoryDescriptionText>DNA Profile ID</nc:IdentificationCategoryDescriptionText>
  </biom:DNADataIdentification>
  <biom:DNAEncoding><biom:DNASTRData><biom:DNAKit><biom:DNAKitName>GlobalFiler</biom:DNAKitName></biom:DNAKit>
   <biom:DNASTRProfilePartialIndicator>false</biom:DNASTRProfilePartialIndicator>{loci}
  </biom:DNASTRData></biom:DNAEncoding>
 </biom:DNARecord>"""


def alleles(name: str, *calls: str, operator: str = "Equal") -> str:
    inside = "".join(
        f"<biom:DNAAllele><biom:DNAAlleleOperatorCode>{operator}</biom:DNAAlleleOperatorCode>"
        f"<biom:DNAAlleleCall1Text>{call}</biom:DNAAlleleCall1Text></biom:DNAAllele>"
        for call in calls
    )
    return f"<biom:DNALocus><biom:DNALocusName>{name}</biom:DNALocusName>{inside}</biom:DNALocus>"


def member(number: int, sex: str, status: str, profile: str = "", father: int = 0, mother: int = 0) -> str:
    identification = (
        f"<biom:PedigreeMemberIdentification><nc:IdentificationID>{profile}</nc:IdentificationID>"
        "<nc:IdentificationCategoryDescriptionText>DNA Profile ID</nc:IdentificationCategoryDescriptionText>"
        "</biom:PedigreeMemberIdentification>"
    )
    return (
        f'<biom:PedigreeMember structures:id="ID-{number}">{identification if profile else ""}'
        f"<nc:PersonSexText>{sex}</nc:PersonSexText>"
        f"<biom:PedigreeMemberStatusCode>{status}</biom:PedigreeMemberStatusCode>"
        + (f'<biom:PedigreeFatherIdentification structures:metadata="ID-{father}"/>' if father else "")
        + (f'<biom:PedigreeMotherIdentification structures:metadata="ID-{mother}"/>' if mother else "")
        + "</biom:PedigreeMember>"
    )


def document(records: str, members: str) -> str:
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<x:Transaction xmlns:x="urn:x" xmlns:biom="http://release.niem.gov/niem/domains/biometrics/5.1/"
 xmlns:nc="http://release.niem.gov/niem/niem-core/5.0/"
 xmlns:structures="http://release.niem.gov/niem/structures/5.0/">{records}
 <biom:Pedigree>
  <biom:PedigreeIdentification><nc:IdentificationID>CASE-7</nc:IdentificationID>
  <nc:IdentificationCategoryDescriptionText>Case ID</nc:IdentificationCategoryDescriptionText>
  </biom:PedigreeIdentification>
  {members}
 </biom:Pedigree>
</x:Transaction>"""


WIFE = record("P-1", "Female", alleles("TH01", "6", "7") + alleles("D2S1338", "17"))
SON = record("P-2", "Male", alleles("TH01", "7", "9.3") + alleles("Amelogenin", "X", "Y"))
TREE = member(1, "Female", "K", "P-1") + member(2, "Male", "S") + member(3, "Male", "K", "P-2", 2, 1)


def test_a_wife_and_a_son_seek_a_man(bench: Bench) -> None:
    contents = bench.read(document(WIFE + SON, TREE), "case.xml")
    assert contents.format is DnaFormat.NIEM
    assert not contents.findings
    assert not contents.samples
    (family,) = contents.families
    assert family.name == "CASE-7"
    assert family.missing == ("ID-2",)
    assert family.trees[0].members == (
        Member("P-1", sex="F"),
        Member("ID-2", sex="M"),
        Member("P-2", "ID-2", "P-1", "M"),
    )
    wife, son = family.samples
    assert wife.genotypes() == {"TH01": ("6", "7"), "D2S1338": ("17",)}
    assert son.genotypes()["AMEL"] == ("X", "Y")
    assert (son.readings[0].kit, son.partial, son.case) == ("GlobalFiler", False, "CASE-7")


def test_a_call_beyond_the_ladder_is_named(bench: Bench) -> None:
    odd = record("P-1", "Female", alleles("TH01", "6", "7") + alleles("FGA", "53", operator="Greater Than"))
    contents = bench.read(document(odd + SON, TREE), "case.xml")
    assert "«P-1», locus FGA: allele «>53» is off the ladder" in sentences(contents)[0]


def test_sexes_and_profiles_that_contradict_are_named(bench: Bench) -> None:
    tree = member(1, "Male", "K", "P-1") + member(2, "Male", "S") + member(3, "Male", "K", "P-9", 2, 1)
    contents = bench.read(document(WIFE + SON, tree), "case.xml")
    said = " ".join(sentences(contents))
    assert "the record's sex is F and the pedigree's M" in said
    assert "the profile «P-9» is not in the file" in said
    assert "«P-1» is the mother of «ID-3», but the sex given is that of a man" in said
    assert not contents.families[0].trees
    assert [sample.id for sample in contents.samples] == ["P-2"]
