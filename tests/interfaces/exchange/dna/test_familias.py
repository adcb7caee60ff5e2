"""Familias' files: numbers into names, hypotheses, the sought person, and what cannot be written."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.interfaces.exchange.dna.conftest import Bench, sentences

from antigone.evidence.dna import Member, Model
from antigone.interfaces.exchange.dna import (
    DnaFile,
    DnaFormat,
    ExportRefused,
    Family,
    FrequencyTable,
    LocusFrequencies,
    Minimum,
    Reading,
    Sample,
    Tree,
    read_dna,
    render,
)

TABLE = FrequencyTable("p", (LocusFrequencies("TH01", ("6", "7", "9.3"), (0.2, 0.3, 0.5)),))


def test_the_paternity_case(formats: Path) -> None:
    contents = read_dna(formats / "paternity.fam")
    (family,) = contents.families
    assert family.people == (("AF", "M"), ("MO", "F"), ("CH", "M"))
    alleged, child = family.samples
    assert (alleged.genotypes()["D3S1358"], alleged.genotypes()["TH01"]) == (("17", "17"), ("6", "9"))
    assert child.genotypes()["Penta E"] == ("12", "12")
    assert [tree.name for tree in family.trees] == ["H1", "H2"]
    assert family.trees[0].members[2] == Member("CH", "AF", "MO", "M")
    mutation = contents.frequencies[0]["TH01"].mothers
    assert mutation is not None
    assert (mutation.model, mutation.rate, mutation.rate2, mutation.range) == (Model.STEPWISE, 0.001, 1e-6, 0.1)
    assert contents.frequencies[0]["TH01"].database_size == 1000


def test_the_sought_person_of_a_dvi_file_gets_the_sex_that_follows(formats: Path) -> None:
    contents = read_dna(formats / "dvi-example.fam")
    assert [(sample.id, sample.sex, sample.genotypes()) for sample in contents.samples] == [
        ("V1", "M", {"L1": ("1", "1")}),
        ("V2", "M", {"L1": ("2", "2")}),
        ("V3", "M", {"L1": ("1", "2")}),
    ]
    (family,) = contents.families
    assert family.missing == ("Missing person",)
    members = {member.id: member for member in family.trees[1].members}
    assert members["Missing male 2"] == Member("Missing male 2", "Missing person", "R", "M")
    assert members["Missing person"].sex == "M"
    assert members["Missing male 3"].mother == "mother of Missing male 3"
    assert family.trees[1].added == {"mother of Missing male 3"}


DVI = """"Output from Familias, version 3.3"
"DO NOT EDIT!"
3.3 (DVI)
""
0
"Known relations"
0
0
0
0
#FALSE# (#Databases: 1 ;Theta/Kinship/Fst: 0.01 )
0
#FALSE#

[DVI]
[[Unidentified persons]]
nPersons= 0
[[Reference Families]]
nFamilies= 1
[[[Family 1 ]]]
Name= F1
[[[[Persons]]]]
nPersons= 1
[[[[[Person 1]]]]]
Name= child
Gender= Male
[[[[[[DNA data]]]]]]
nSystems= 1
SystemName= THO1
Allele1= 6
Allele2= 7
[[[[Pedigrees]]]]
nPedigrees= 1
[[[[[Pedigree 1]]]]]
Name= H1
nRelations= 1
Parent= Missing person
Child= child
"""


def test_a_sought_parent_whose_sex_does_not_follow_is_asked_for_and_the_rest_arrives(bench: Bench) -> None:
    contents = bench.read(DVI, "f.fam")
    (sentence,) = sentences(contents)
    assert sentence.startswith(
        "f.fam, line 37, «Missing person»: family «F1», pedigree «H1»: «Missing person» is a parent whose sex"
    )
    assert contents.families[0].samples[0].genotypes() == {"TH01": ("6", "7")}
    assert contents.families[0].trees == ()
    assert contents.familias is not None
    assert contents.familias.theta == 0.01


def test_twins_are_read_and_refused_in_writing(formats: Path, tmp_path: Path) -> None:
    text = (formats / "paternity.fam").read_text().replace("2\n0\n2\n1\n2\n1\n", "1\n0Direct\n2\n1\n")
    path = tmp_path / "twins.fam"
    path.write_text(text)
    contents = read_dna(path)
    assert not contents.findings
    assert contents.families[0].trees[0].members[-1] == Member("CH", sex="M", twin_of="AF")
    with pytest.raises(ExportRefused, match="«CH» is a twin"):
        render(contents, DnaFormat.FAMILIAS)


def family(name: str, missing: tuple[str, ...] = ("son",)) -> Family:
    members = (
        Member("father", sex="M"),
        Member("mother", sex="F"),
        *(Member(one, "father", "mother", "M") for one in missing),
    )
    sample = Sample("mother", "F", (Reading("TH01", ("6", "7")),))
    return Family(name, (sample,), (Tree("H1", members),), missing, tuple((one.id, one.sex) for one in members))


def test_whoever_is_sought_is_called_as_familias_calls_him(tmp_path: Path) -> None:
    contents = DnaFile("x", DnaFormat.PED, families=(family("F1"), family("F2")), frequencies=(TABLE,))
    rendered = render(contents, DnaFormat.FAMILIAS)
    path = tmp_path / "f.fam"
    path.write_text(rendered.text)
    assert "family «F1»: «son» is written as «Missing person», as Familias calls the sought" in rendered.notes
    for back in read_dna(path).families:
        assert back.missing == ("Missing person",)
        assert [tree.name for tree in back.trees] == ["H1"]
        assert Member("Missing person", "father", "mother", "U") in back.trees[0].members


@pytest.mark.parametrize(
    ("contents", "said"),
    [
        (DnaFile("x", DnaFormat.PED, families=(family("F", ("a", "b")),), frequencies=(TABLE,)), "misses 2 people"),
        (DnaFile("x", DnaFormat.PED, families=(family("F"),)), "needs allele frequencies"),
        (
            DnaFile("x", DnaFormat.PED, families=(family("F"),), frequencies=(TABLE, replace(TABLE, population="q"))),
            r"2 populations \(p, q\); say --population",
        ),
        (DnaFile("x", DnaFormat.PED, families=(family('the "first"'),), frequencies=(TABLE,)), "cannot be a name"),
    ],
)
def test_what_familias_cannot_hold_is_refused(contents: DnaFile, said: str) -> None:
    with pytest.raises(ExportRefused, match=said):
        render(contents, DnaFormat.FAMILIAS)


def test_an_allele_that_was_never_counted_enters_at_the_minimum_if_asked(tmp_path: Path) -> None:
    body = Sample("V1", "M", (Reading("TH01", ("6", "8.3")),))
    contents = DnaFile("x", DnaFormat.LRMIX, samples=(body,), frequencies=(TABLE,))
    assert "allele 8.3 is not in the frequency table" in render(contents, DnaFormat.FAMILIAS).left_out[0].reason
    rendered = render(contents, DnaFormat.FAMILIAS, minimum=Minimum(0.002))
    assert rendered.notes == ("TH01: 8.3 added at the minimum frequency 0.002, the others scaled",)
    path = tmp_path / "f.fam"
    path.write_text(rendered.text)
    assert read_dna(path).samples[0].genotypes() == {"TH01": ("6", "8.3")}
