"""Frequency tables: provenance, scaling that is said, minimum frequencies, and what they are for."""

from __future__ import annotations

import hashlib
import math
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.interfaces.exchange.dna.conftest import Bench
from tests.interfaces.exchange.dna.invented import tables

from antigone.interfaces.exchange.dna import (
    DnaFormat,
    FrequenciesRefused,
    FrequencyTable,
    LocusFrequencies,
    Minimum,
    markers_of,
    read_dna,
    with_alleles,
    with_minimum,
)

TABLE = FrequencyTable("Old Town", (LocusFrequencies("TH01", ("6", "7", "9.3"), (0.001, 0.299, 0.7), people=250),))


def test_a_table_says_where_it_comes_from(frequencies: Path) -> None:
    path = frequencies / "NIST1036freqs_Cauc.csv"
    (table,) = read_dna(path).frequencies
    assert (table.source, table.population) == (path.name, path.stem)
    assert table.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert len(table.loci) == 29
    assert table["TPOX"].alleles[0] == "5"
    assert not table.changes


def test_a_sum_a_little_off_is_scaled_and_said(bench: Bench) -> None:
    contents = bench.read("marker,allele,freq\nTH01,6,0.3\nTH01,7,0.702\n", "t.csv")
    (table,) = contents.frequencies
    assert math.isclose(sum(table["TH01"].frequencies), 1, rel_tol=1e-12)
    assert table.changes == ("TH01: the frequencies added up to 1.002 and were scaled to 1",)
    assert (
        contents.findings[0].sentence() == "line 2, locus TH01: the frequencies added up to 1.002 and were scaled to 1"
    )


def test_a_wide_table(bench: Bench) -> None:
    contents = bench.read("Allele;TH01;FGA\n6;0,4;\n9,3;0,6;NA\n20;;1\nN;200;200\n", "wide.csv")
    (table,) = contents.frequencies
    assert contents.format is DnaFormat.FREQUENCIES_WIDE
    assert table["TH01"] == LocusFrequencies("TH01", ("6", "9.3"), (0.4, 0.6))
    assert table["FGA"].alleles == ("20",)
    assert any("the row «N» is not read" in note for note in contents.notes)


STRIDER = """<?xml version="1.0"?>
<frequencies validity="2015-02-09T00:00:00+01:00">
 <marker><name>VWA</name><alleles>14, 15, 15</alleles>
  <origin name="Old Town" n="120">
   <frequency allele="14">2.5E-01</frequency><frequency allele="15">0.75</frequency>
  </origin>
  <origin name="New Town" n="80"><frequency allele="14">1</frequency></origin>
 </marker>
</frequencies>"""


def test_strider_has_populations_with_their_numbers(bench: Bench) -> None:
    old, new = bench.read(STRIDER, "s.xml").frequencies
    assert (old.population, new.population) == ("Old Town", "New Town")
    assert old["vWA"] == LocusFrequencies("vWA", ("14", "15"), (0.25, 0.75), people=120)
    assert old.dated == "2015-02-09T00:00:00+01:00"


def test_a_minimum_raises_the_rare_and_says_so() -> None:
    table = with_minimum(TABLE, Minimum.parse("0.01"))
    assert table["TH01"].frequencies[0] == 0.01
    assert math.isclose(sum(table["TH01"].frequencies), 1, rel_tol=1e-12)
    assert table.changes == ("TH01: 6 raised to the minimum frequency 0.01, the others scaled",)


def test_five_over_two_n_is_taken_from_the_people_counted() -> None:
    assert with_minimum(TABLE, Minimum.parse("5/2N"))["TH01"].frequencies[0] == 5 / 500


def test_an_allele_that_was_never_counted_enters_at_the_minimum() -> None:
    table = with_alleles(TABLE, {"TH01": ["6", "8.3"], "FGA": ["20"]}, Minimum.parse("0.002"))
    assert table["TH01"].alleles == ("6", "7", "8.3", "9.3")
    assert table["TH01"].frequencies[2] == 0.002
    assert math.isclose(sum(table["TH01"].frequencies), 1, rel_tol=1e-12)


@pytest.mark.parametrize("text", ["", "0", "0.5", "1", "-0.1", "nan", "5/N", "many"])
def test_what_is_no_minimum(text: str) -> None:
    with pytest.raises(FrequenciesRefused, match="minimum frequency"):
        Minimum.parse(text)


def test_five_over_two_n_needs_n_and_a_minimum_leaves_room() -> None:
    nameless = FrequencyTable("Old Town", (LocusFrequencies("TH01", ("6", "7"), (0.5, 0.5)),))
    with pytest.raises(FrequenciesRefused, match="Old Town, locus TH01: the table does not say how many people"):
        with_minimum(nameless, Minimum.parse("5/2N"))
    with pytest.raises(FrequenciesRefused, match="leaves nothing for the others"):
        with_minimum(TABLE, Minimum.parse("0.4"))


@settings(max_examples=60, deadline=None)
@given(table=tables(with_mutation=True), least=st.floats(1e-4, 0.15))
def test_after_a_minimum_nothing_is_rarer_and_the_sum_is_one(table: FrequencyTable, least: float) -> None:
    for at in with_minimum(table, Minimum(least)).loci:
        assert min(at.frequencies) >= least * (1 - 1e-12)
        assert math.isclose(math.fsum((*at.frequencies, at.silent)), 1, rel_tol=1e-9)


def test_markers_of_a_table_carry_silent_alleles_x_and_mutation(formats: Path) -> None:
    table = read_dna(formats / "paternity.fam").frequencies[0]
    markers = markers_of(table)
    assert [one.name for one in markers][:2] == ["D3S1358", "TH01"]
    assert markers[0].mothers is not None
    x_linked = FrequencyTable(
        "p",
        (
            LocusFrequencies("DXS10074", ("7", "8"), (0.4, 0.5), silent=0.1),
            LocusFrequencies("DYS391", ("10", "11"), (0.5, 0.5)),
        ),
    )
    (one,) = markers_of(x_linked)
    assert one.x_linked
    assert one.alleles[one.silent] == "silent"
