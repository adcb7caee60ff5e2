"""Loci and kits under whatever name a laboratory gives them; what is not known keeps its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.interfaces.exchange.dna.conftest import Bench

from antigone.interfaces.exchange.dna import CodisVersion, kit, locus, read_dna
from antigone.interfaces.exchange.dna.loci import categories, kit_known


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("THO1", "TH01"),
        ("tho1", "TH01"),
        ("HUMTH01", "TH01"),
        ("TP0X", "TPOX"),
        ("VWA", "vWA"),
        ("vWA31/A", "vWA"),
        ("PENTA_E", "Penta E"),
        ("Penta-D", "Penta D"),
        ("Amelogenin", "AMEL"),
        ("CSFIPO", "CSF1PO"),
        ("DYS385 a/b", "DYS385"),
        ("DYS389 II", "DYS389II"),
        ("Y-GATA-H4", "YGATAH4"),
        ("ACTBP2", "SE33"),
        ("HUMFIBRA/FGA", "FGA"),
    ],
)
def test_one_name_for_one_locus(written: str, name: str) -> None:
    assert locus(written).name == name


@pytest.mark.parametrize("written", ["L1", "TH02", "DYS385a", "D3S135", "rs1490413", "ТН01"])
def test_a_name_that_is_not_known_is_never_taken_for_another(written: str) -> None:
    found = locus(written)
    assert found.name in (written, "DYS385a")
    assert locus("TH01") != found != locus("DYS385")


def test_another_spelling_and_an_unknown_locus_are_said_once(bench: Bench) -> None:
    contents = bench.read("SampleName,Marker,Allele1,Allele2\nV1,THO1,6,7\nV2,THO1,6,7\nV1,L1,a,b\n")
    assert contents.notes == (
        "locus «THO1» is read as TH01",
        "locus «L1» is not in our table: it keeps its name, counts as autosomal, and its alleles are not checked",
    )


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("GlobalFiler™ PCR Amplification Kit", "GlobalFiler"),
        ("PowerPlex® Fusion 6C System", "PowerPlex Fusion 6C"),
        ("PP16HS", "PowerPlex 16 HS"),
        ("AmpFlSTR® NGM SElect™", "AmpFLSTR NGM SElect"),
        ("GlobalFiler_Panel_v1", "GlobalFiler"),
        ("Identifiler_v1X", "Identifiler"),
        ("SGM+", "SGM Plus"),
        ("Our own kit", "Our own kit"),
        ("PowerPlex 17", "PowerPlex 17"),
    ],
)
def test_one_name_for_one_kit(written: str, name: str) -> None:
    assert kit(written) == name


@pytest.mark.parametrize(
    ("schema", "version"),
    [("CODIS-32.AppendixBexample.xsd", CodisVersion.V32), ("CMF-2017.xsd", CodisVersion.V33)],
)
def test_codis_knows_what_its_schema_lists(formats: Path, schema: str, version: CodisVersion) -> None:
    text = (formats / schema).read_text()

    def listed(name: str) -> set[str]:
        part = re.search(rf'name="{name}">(.*?)</xsd:simpleType>', text, re.DOTALL)
        assert part
        return set(re.findall(r'enumeration value="([^"]+)"', part[1]))

    assert set(categories(version)) == listed("SpecimenCategoryType")
    assert all(kit_known(name, version) for name in listed("KitType"))
    assert all(locus(name).codis_name(version) in listed("LocusNameType") for name in listed("LocusNameType"))


def test_every_published_allele_is_on_its_ladder(frequencies: Path) -> None:
    """Six tables, four continents: none of their alleles may be called off the ladder."""
    from antigone.interfaces.exchange.dna.checking import fault_of

    tables = [read_dna(path).frequencies[0] for path in sorted(frequencies.glob("*.csv"))]
    assert len(tables) >= 6
    assert not {
        fault
        for table in tables
        for at in table.loci
        for one in at.alleles
        if (fault := fault_of(locus(at.locus), [one]))
    }
