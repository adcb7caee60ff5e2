"""What is written is read back as it was, in every format that is written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree
from tests.interfaces.exchange.dna.invented import (
    codis_files,
    dvi_files,
    loose_samples,
    profiles_file,
    sibships,
    tables,
)

from antigone.interfaces.exchange.dna import (
    DnaFile,
    DnaFormat,
    FamiliasSettings,
    Family,
    FrequencyTable,
    Sample,
    read_dna,
    render,
)

many = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def there_and_back(folder: Path, contents: DnaFile, kind: DnaFormat, ending: str) -> DnaFile:
    """Writes and reads; whatever the second writing gives is the first one's text, to the byte."""
    rendered = render(contents, kind)
    assert not rendered.left_out
    path = folder / f"file{ending}"
    path.write_text(rendered.text, encoding="utf-8")
    back = read_dna(path)
    assert back.format is kind
    assert not back.findings
    assert render(back, kind).text == rendered.text
    return back


@many
@given(samples=loose_samples())
@pytest.mark.parametrize(
    "kind", [DnaFormat.LRMIX, DnaFormat.GENEMAPPER_LONG, DnaFormat.GENEMAPPER_WIDE, DnaFormat.SMARTRANK]
)
def test_profiles_in_tables(tmp_path: Path, kind: DnaFormat, samples: tuple[Sample, ...]) -> None:
    back = there_and_back(tmp_path, profiles_file(samples), kind, ".txt")
    assert [sample.id for sample in back.samples] == [sample.id for sample in samples]
    for read, written in zip(back.samples, samples, strict=True):
        assert read.genotypes() == written.genotypes()


@many
@given(contents=codis_files())
@pytest.mark.parametrize(
    ("kind", "schema"),
    [(DnaFormat.CMF_32, "CODIS-32.AppendixBexample.xsd"), (DnaFormat.CMF_33, "CMF-2017.xsd")],
)
def test_cmf_is_valid_by_its_schema_and_comes_back(
    tmp_path: Path, formats: Path, kind: DnaFormat, schema: str, contents: DnaFile
) -> None:
    back = there_and_back(tmp_path, contents, kind, ".xml")
    etree.XMLSchema(file=str(formats / schema)).assertValid(etree.parse(tmp_path / "file.xml"))
    assert back.samples == contents.samples
    assert back.codis == contents.codis


def test_the_published_cmf_is_written_as_it_came(tmp_path: Path, formats: Path) -> None:
    """Faulty readings too: a mixture and an allele beyond the ladder are what the laboratory saw."""
    published = read_dna(formats / "CODIS-32.AppendixAexample.xml")
    text = render(published, DnaFormat.CMF_32).text
    path = tmp_path / "again.xml"
    path.write_text(text, encoding="utf-8")
    etree.XMLSchema(file=str(formats / "CODIS-32.AppendixBexample.xsd")).assertValid(etree.parse(path))
    assert replace(read_dna(path), name="", sha256="") == replace(published, name="", sha256="")
    assert meaning(path) == meaning(formats / "CODIS-32.AppendixAexample.xml")


def meaning(path: Path) -> list[tuple[str, str, dict[str, str]]]:
    """Every element of a file with its text and attributes, without layout."""
    root = etree.parse(path, etree.XMLParser(remove_comments=True)).getroot()
    return [
        (
            etree.QName(element).localname,
            " ".join((element.text or "").split()),
            {key: value for key, value in element.attrib.items() if "schemaLocation" not in key},
        )
        for element in root.iter()
    ]


@settings(many, max_examples=40)
@given(contents=dvi_files())
def test_familias_with_its_dvi_section(tmp_path: Path, contents: DnaFile) -> None:
    back = there_and_back(tmp_path, contents, DnaFormat.FAMILIAS, ".fam")
    assert back.samples == contents.samples
    assert back.frequencies[0].loci == contents.frequencies[0].loci
    assert back.familias == contents.familias
    for read, written in zip(back.families, contents.families, strict=True):
        assert read == written


@settings(many, max_examples=40)
@given(family=sibships(), table=tables(with_mutation=True))
def test_familias_with_one_family(tmp_path: Path, family: Family, table: FrequencyTable) -> None:
    family = replace(family, name="Case")
    contents = DnaFile(
        "invented",
        DnaFormat.FAMILIAS,
        families=(family,),
        frequencies=(table,),
        familias=FamiliasSettings("3.3.1", 0.01),
    )
    back = there_and_back(tmp_path, contents, DnaFormat.FAMILIAS, ".fam")
    assert back.families == (family,)
    assert back.frequencies[0].loci == table.loci


@pytest.mark.parametrize("name", ["paternity.fam", "dvi-example.fam"])
def test_the_published_familias_files_are_written_as_they_came(tmp_path: Path, formats: Path, name: str) -> None:
    published = read_dna(formats / name)
    back = there_and_back(tmp_path, published, DnaFormat.FAMILIAS, ".fam")
    assert back.samples == published.samples
    assert back.families == published.families
    assert back.familias == published.familias
    assert back.frequencies[0].loci == published.frequencies[0].loci
    ours = (tmp_path / "file.fam").read_text().split()
    theirs = (formats / name).read_text().split()
    assert len(ours) == len(theirs) + (name == "paternity.fam")  # the space in Penta E


@many
@given(families=st.lists(sibships(), min_size=1, max_size=3, unique_by=lambda family: family.name))
def test_ped(tmp_path: Path, families: list[Family]) -> None:
    contents = DnaFile("invented", DnaFormat.PED, families=tuple(families))
    back = there_and_back(tmp_path, contents, DnaFormat.PED, ".ped")
    for read, written in zip(back.families, families, strict=True):
        assert read.people == written.people
        assert read.trees[0].members == written.trees[0].members
        assert {sample.id: sample.genotypes() for sample in read.samples} == {
            sample.id: sample.genotypes() for sample in written.samples
        }


@many
@given(table=tables())
@pytest.mark.parametrize("kind", [DnaFormat.STRIDER, DnaFormat.FREQUENCIES_LONG, DnaFormat.FREQUENCIES_WIDE])
def test_frequencies(tmp_path: Path, kind: DnaFormat, table: FrequencyTable) -> None:
    contents = DnaFile("invented", kind, frequencies=(table,))
    ending = ".xml" if kind is DnaFormat.STRIDER else ".csv"
    back = there_and_back(tmp_path, contents, kind, ending).frequencies[0]
    if kind is not DnaFormat.FREQUENCIES_WIDE:
        assert back.population == table.population
        assert [at.people for at in back.loci] == [at.people for at in table.loci]
    assert [(at.locus, at.alleles, at.frequencies) for at in back.loci] == [
        (at.locus, at.alleles, at.frequencies) for at in table.loci
    ]
