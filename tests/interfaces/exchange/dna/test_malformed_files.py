"""Two hundred and more malformed files, each of which must give a sentence that says where; and noise.

Every file is made from a good one by one stated injury. A sentence is either the refusal of the whole file, or a
finding; it names the file and a line, or the person.
"""

from __future__ import annotations

import random
import re
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.interfaces.exchange.dna.test_frequency_tables import STRIDER
from tests.interfaces.exchange.dna.test_niem import SON, TREE, WIFE, document

from antigone.interfaces.exchange import FileTooLarge, UnreadableFile
from antigone.interfaces.exchange.dna import DNA_LIMITS, DnaFile, DnaFormat, read_dna

PED = (
    "#FID\tIID\tPAT\tMAT\tSEX\tPHENO\tTH01\tFGA\n"
    "F1\tfather\t0\t0\t1\t0\t6\t7\t20\t22\n"
    "F1\tmother\t0\t0\t2\t0\t7\t9.3\t22\t24\n"
    "F1\tchild\tfather\tmother\t1\t0\t6\t9.3\t22\t22\n"
)
LONG = (
    "Sample File\tSample Name\tPanel\tMarker\tDye\tAllele 1\tAllele 2\n"
    "a.fsa\tV1\tGlobalFiler_v1\tTH01\tG\t6\t9.3\n"
    "a.fsa\tV1\tGlobalFiler_v1\tFGA\tG\t20\t22\n"
    "b.fsa\tV2\tGlobalFiler_v1\tTH01\tG\t7\t7\n"
)
TABLE = "marker,allele,freq\nTH01,6,0.25\nTH01,7,0.25\nTH01,9.3,0.5\nFGA,20,0.5\nFGA,22,0.5\n"
WIDE_TABLE = "Allele,TH01,FGA\n6,0.25,\n7,0.75,\n20,,0.5\n22,,0.5\n"

Injury = Callable[[bytes], bytes]


def good_files(formats: Path) -> dict[str, bytes]:
    names = {
        "cmf.xml": "CODIS-32.AppendixAexample.xml",
        "dvi.fam": "dvi-example.fam",
        "paternity.fam": "paternity.fam",
        "lrmix.csv": "euroformix_GF_refs.csv",
        "wide.txt": "smartrank_GeneMapperExample.txt",
        "smartrank.csv": "smartrank_database_codis_generated_10.csv",
    }
    files = {name: (formats / published).read_bytes() for name, published in names.items()}
    # Good for these tests means without a finding: mixtures and calls beyond the ladder are taken out.
    files["cmf.xml"] = re.sub(
        rb"<LOCUS>(?:(?!</LOCUS>).)*?(?:&lt;|&gt;|13\.1).*?</LOCUS>", b"", files["cmf.xml"], flags=re.S
    )
    files["cmf.xml"] = re.sub(rb"<LOCUS B[^>]*>(?:(?!</LOCUS>).)*?&lt;.*?</LOCUS>", b"", files["cmf.xml"], flags=re.S)
    files["wide.txt"] = b"Sample Name\tTH01\tFGA\tvWA\nV1\t6, 7\t20, 22\t15, 16\nV2\t7, 9.3\t20\t15, 17\n"
    files["case.xml"] = document(WIFE + SON, TREE).encode()
    files["strider.xml"] = STRIDER.encode()
    files["family.ped"] = PED.encode()
    files["long.txt"] = LONG.encode()
    files["table.csv"] = TABLE.encode()
    files["widetable.csv"] = WIDE_TABLE.encode()
    return files


def replaced(old: str, new: str) -> Injury:
    """The first `old` is `new`; the injury must be possible."""

    def injure(good: bytes) -> bytes:
        assert old.encode() in good, old
        return good.replace(old.encode(), new.encode(), 1)

    return injure


def cut_at(share: float) -> Injury:
    return lambda good: good[: int(len(good) * share)]


def at_middle(inserted: bytes) -> Injury:
    return lambda good: good[: len(good) // 2] + inserted + good[len(good) // 2 :]


#: What can befall any file.
ANY: dict[str, Injury] = {
    "empty": lambda good: b"",
    "only white space": lambda good: b" \n\n \n",
    "noise": lambda good: random.Random(1).randbytes(4000),
    "NUL bytes": lambda good: bytes(4000),
    "a picture": lambda good: b"\x89PNG\r\n\x1a\n" + good,
    "an archive": lambda good: b"PK\x03\x04" + good,
    "packed": lambda good: b"\x1f\x8b\x08\x00" + good,
    "a document": lambda good: b"%PDF-1.7\n" + good,
    "a web page": lambda good: b"<!DOCTYPE html><html><body><p>404</p></body></html>",
    "half of UTF-16": lambda good: good.decode().encode("utf-16")[:-1],
    "a line of two million letters": lambda good: b"x" * 2_000_000,
    "words": lambda good: "Шановні колеги, файл надішлемо завтра.\n".encode(),
}

BOMB = (
    '<?xml version="1.0"?>\n<!DOCTYPE bomb [<!ENTITY a "'
    + "a" * 1000
    + '">'
    + "".join(f'<!ENTITY {new} "{f"&{old};" * 20}">' for old, new in zip("abcdefgh", "bcdefghi", strict=True))
    + "]>\n"
)
DECLARATION = re.compile(rb"<\?xml.*?\?>\s*", re.DOTALL)


def with_type(declaration: str) -> Injury:
    return lambda good: declaration.encode() + DECLARATION.sub(b"", good)


XML: dict[str, Injury] = {
    **{f"cut at {share}": cut_at(share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)},
    "a bomb of entities": with_type(BOMB),
    "an outer document type": with_type('<?xml version="1.0"?>\n<!DOCTYPE x SYSTEM "file:///etc/passwd">\n'),
    "an outer entity": with_type('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>\n'),
    "parameter entities": with_type('<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY % p SYSTEM "http://x/"> %p;]>\n'),
    "an entity that is not declared": at_middle(b"&secret;"),
    "bytes that are not UTF-8": at_middle(b"\xff\xfe\xff"),
    "an encoding that nobody knows": with_type('<?xml version="1.0" encoding="klingon"?>\n'),
    "a control character": at_middle(b"\x07"),
    "an end without a beginning": at_middle(b"</OTHER>"),
    "two thousand elements deep": at_middle(b"<a>" * 2000),
    "the end twice": lambda good: good + b"</x>",
    "another root": lambda good: b"<root><a>1</a></root>",
}

TEXT: dict[str, Injury] = {
    "NUL bytes inside": at_middle(b"\0\0\0\0\0\0"),
    "control characters": lambda good: good.replace(b"1", b"\x07\x08"),
    "two encodings": lambda good: (
        good.replace(b"\n", " Петренко Ївженко\n".encode(), 1) + "Шевченко Ґалаґан".encode("cp1251")
    ),
}

OWN: dict[str, dict[str, Injury]] = {
    "cmf.xml": {
        "three alleles": replaced("<ALLELE>", "<ALLELE><ALLELEVALUE>12</ALLELEVALUE></ALLELE><ALLELE>"),
        "a locus twice": replaced("<LOCUSNAME>D13S317<", "<LOCUSNAME>CSF1PO<"),
        "off the ladder": replaced("<ALLELEVALUE>10<", "<ALLELEVALUE>77<"),
        "below the ladder": replaced("<ALLELEVALUE>10<", "<ALLELEVALUE>&lt;6<"),
        "no allele": replaced("<ALLELEVALUE>10<", "<ALLELEVALUE>ten<"),
        "nine alleles": replaced("<ALLELE>", "<ALLELE><ALLELEVALUE>9</ALLELEVALUE></ALLELE>" * 8 + "<ALLELE>"),
        "no name of a locus": replaced("<LOCUSNAME>CSF1PO</LOCUSNAME>", ""),
        "an allele without a value": replaced("<ALLELEVALUE>10</ALLELEVALUE>", "<VALUE>10</VALUE>"),
        "no alleles": lambda good: re.sub(rb"<ALLELE[ >].*?</LOCUS>", b"</LOCUS>", good, count=1, flags=re.DOTALL),
        "no id": replaced("<SPECIMENID>IMP_0001A</SPECIMENID>", ""),
        "a long id": replaced("IMP_0001A", "I" * 25),
        "an id twice": replaced("IMP_0001B", "IMP_0001A"),
        "another version": replaced(">3.2<", ">1.0<"),
        "another namespace": replaced("urn:CODISImportFile-schema", "urn:other"),
        "rapid import": lambda good: good.replace(b"CODISImportFile", b"CODISRapidImportFile"),
        "no specimen": lambda good: re.sub(rb"<SPECIMEN .*</SPECIMEN>", b"", good, flags=re.DOTALL),
        "another category": replaced(">Forensic, Unknown<", ">Passer-by<"),
        "PARTIAL maybe": replaced('PARTIAL="true"', 'PARTIAL="maybe"'),
        "no date": replaced("2002-02-14T21:51:44", "yesterday"),
        "a long laboratory": replaced("<SOURCELAB>", "<SOURCELAB>THE VERY LONG NAME OF A "),
    },
    "dvi.fam": {
        **{f"cut at {share}": cut_at(share) for share in (0.02, 0.1, 0.2, 0.35, 0.5, 0.65, 0.8)},
        "fewer persons than said": replaced("nPersons= 3", "nPersons= 4"),
        "fewer families than said": lambda good: good.replace(b"nFamilies= 1", b"nFamilies= 9"),
        "fewer relations than said": replaced("nRelations= 3", "nRelations= 5"),
        "fewer systems than said": replaced("nSystems= 1", "nSystems= 2"),
        "brackets that do not fit": replaced("[[[Person 1 ]]]", "[[[Person 1 ]]"),
        "a line that is none": replaced("Gender= Male", "Gender Male"),
        "off the ladder": replaced("Allele2= 1", "Allele2= 9"),
        "a locus twice": replaced(
            "nSystems= 1\nSystemName= L1\nAllele1= 1\nAllele2= 1",
            "nSystems= 2\nSystemName= L1\nAllele1= 1\nAllele2= 1\nSystemName= L1\nAllele1= 2\nAllele2= 1",
        ),
        "three alleles": replaced("Allele2= 1", "Allele2= 1\nAllele3= 2"),
        "a person twice": replaced("Name= V2", "Name= V1"),
        "a person without a name": replaced("Name= V2", "Name= "),
        "a sex that is none": replaced("Gender= Male", "Gender= Mail"),
        "his own ancestor": replaced(
            "Parent= Missing male 2\nChild= Missing male 3", "Parent= Missing male 2\nChild= R"
        ),
        "a parent who is nobody": replaced("Parent= Missing male 2", "Parent= Somebody"),
        "a child without a parent": replaced("Parent= R\nChild= Missing male 2", "Child= Missing male 2\nParent= R"),
        "frequencies that do not add up": replaced("0.9\n", "0.7\n"),
        "a frequency that is none": replaced("0.9\n", "many\n"),
        "more loci than follow": replaced(" 0 )\n1\n", " 0 )\n7\n"),
        "results inside": replaced("#FALSE# (#Databases", "#TRUE# (#Databases"),
    },
    "paternity.fam": {
        **{f"cut at {share}": cut_at(share) for share in (0.02, 0.05, 0.1, 0.2, 0.4, 0.6, 0.8, 0.95)},
        "three persons said and four meant": replaced('""\n3\n', '""\n4\n'),
        "minus three persons": replaced('""\n3\n', '""\n-3\n'),
        "many persons": replaced('""\n3\n', '""\n99999\n'),
        "more persons than people": replaced('""\n3\n', '""\n999999999\n'),
        "an allele number off the ladder": replaced("10\n7\n7\n0\n", "10\n77\n7\n0\n"),
        "a marker number too high": replaced("10\n7\n7\n0\n", "10\n7\n7\n70\n"),
        "a locus twice": replaced("7\n7\n0\n1\n5\n1\n", "7\n7\n0\n1\n5\n0\n"),
        "a sex that is none": replaced("#TRUE#\n10\n", "#MAYBE#\n10\n"),
        "two fathers": replaced("#FALSE#\n#FALSE#\n0\n", "#FALSE#\n#TRUE#\n0\n"),
        "his own ancestor": replaced("2\n0\n2\n1\n2\n1\n", "2\n0\n2\n2\n2\n1\n"),
        "a person number too high": replaced("2\n0\n2\n1\n2\n1\n", "2\n9\n2\n1\n2\n1\n"),
        "a mutation model that is none": replaced("0.001\n0.002\n4\n4\n12", "0.001\n0.002\n9\n4\n12"),
        "frequencies that do not add up": replaced("0.2635090535", "0.5635090535"),
        "a negative frequency": replaced("0.2635090535", "-0.2635090535"),
        "an allele twice": replaced('"10"\n5.21594e-005\n"11"', '"11"\n5.21594e-005\n"11"'),
        "a locus of the table twice": replaced('"TH01"', '"D3S1358"'),
        "no beginning": replaced('"Output from Familias, version 3.3.1"', '"Output from another program"'),
        "a word for a number": replaced("0.001", "rarely"),
    },
    "lrmix.csv": {
        "three alleles": lambda good: good.replace(
            b"Allele2\nK48,CSF1PO,10,10", b"Allele2,Allele3\nK48,CSF1PO,10,11,12"
        ),
        "a locus twice": replaced("K48,D10S1248", "K48,CSF1PO"),
        "off the ladder": replaced("10,10", "10,100"),
        "OL": replaced("10,10", "10,OL"),
        "a cut row": replaced("K48,CSF1PO,10,10", "K48"),
        "more cells than the header": replaced("10,10", "10,10,11,12"),
        "no sample": replaced("K48,CSF1PO", ",CSF1PO"),
        "no marker": replaced("K48,CSF1PO", "K48,"),
        "a quotation mark that is not closed": replaced("K48,CSF1PO", '"K48,CSF1PO'),
        "only the header": lambda good: good.split(b"\n")[0] + b"\n",
        "another header": replaced("SampleName,Marker", "Name,Thing"),
        "a long name": replaced("K48", "K" * 5000),
        "cut inside a name": cut_at(0.995),
    },
    "wide.txt": {
        "three alleles": replaced("6, 7", "6, 7, 9"),
        "off the ladder": replaced("6, 7", "6, 70"),
        "two ways to read": replaced("6, 7", "6,3"),
        "words": replaced("6, 7", "see note"),
        "a sample twice": replaced("V2", "V1"),
        "no name": replaced("V1\t", "\t"),
        "more cells than the header": replaced("15, 16\n", "15, 16\t7\t8\n"),
        "no column of samples": replaced("Sample Name", "Nothing"),
    },
    "smartrank.csv": {
        "three alleles": replaced("23,24,NULL", "23,24,25"),
        "off the ladder": replaced("23,24,NULL", "23,240,NULL"),
        "words": replaced("23,24,NULL", "23,?,NULL"),
        "a specimen twice": replaced("WHZA0000LU#01", "WMVX0000NO#00"),
        "no name": replaced("WMVX0000NO#00", ""),
        "more cells than the header": replaced("\nWHZA", ",12\nWHZA"),
        "cut in the middle of a row": cut_at(0.13),
    },
    "case.xml": {
        "three alleles": replaced(
            "<biom:DNAAllele>",
            "<biom:DNAAllele><biom:DNAAlleleCall1Text>9</biom:DNAAlleleCall1Text></biom:DNAAllele><biom:DNAAllele>",
        ),
        "off the ladder": replaced(">9.3<", ">93<"),
        "an allele without a value": replaced("<biom:DNAAlleleCall1Text>9.3</biom:DNAAlleleCall1Text>", ""),
        "an operator that nobody knows": replaced(">Equal<", ">Roughly<"),
        "a profile twice": replaced(">P-2<", ">P-1<"),
        "a sex that is none": replaced(">Female<", ">Femme<"),
        "a mother who is a man": lambda good: good.replace(b">Female<", b">Male<"),
        "his own ancestor": replaced('structures:metadata="ID-2"', 'structures:metadata="ID-3"'),
        "a parent who is nobody": replaced('structures:metadata="ID-2"', 'structures:metadata="ID-9"'),
        "a member twice": replaced('structures:id="ID-2"', 'structures:id="ID-1"'),
    },
    "strider.xml": {
        "frequencies that do not add up": replaced("0.75", "0.55"),
        "a frequency that is none": replaced("0.75", "most"),
        "a negative frequency": replaced("0.75", "-0.75"),
        "an allele twice": replaced('allele="15"', 'allele="14"'),
        "no marker": lambda good: re.sub(rb"<marker>.*</marker>", b"", good, flags=re.DOTALL),
        "a marker without a name": replaced("<name>VWA</name>", ""),
        "an origin without a name": replaced('name="Old Town"', ""),
    },
    "family.ped": {
        "three columns": replaced("F1\tfather\t0\t0\t1\t0\t6\t7\t20\t22", "F1\tfather\t0"),
        "an odd number of alleles": replaced("\t20\t22\n", "\t20\n"),
        "off the ladder": replaced("\t20\t22\n", "\t20\t222\n"),
        "words": replaced("\t20\t22\n", "\t20\tlong\n"),
        "a father who is a woman": replaced("father\t0\t0\t1", "father\t0\t0\t2"),
        "his own ancestor": replaced("father\t0\t0\t1", "father\tchild\tmother\t1"),
        "a parent who is nobody": replaced("child\tfather", "child\tsomebody"),
        "a person twice": replaced("F1\tmother", "F1\tfather"),
        "a sex that is none": replaced("father\t0\t0\t1", "father\t0\t0\t9"),
        "no names of markers": lambda good: good.split(b"\n", 1)[1],
        "another header": replaced("#FID\tIID", "#A\tB"),
    },
    "long.txt": {
        "three alleles": replaced(
            "Allele 2\na.fsa\tV1\tGlobalFiler_v1\tTH01\tG\t6\t9.3",
            "Allele 2\tAllele 3\na.fsa\tV1\tGlobalFiler_v1\tTH01\tG\t6\t9.3\t10",
        ),
        "a locus twice": replaced("FGA", "TH01"),
        "OL": replaced("9.3", "OL"),
        "off the ladder": replaced("9.3", "93"),
        "no sample": replaced("a.fsa\tV1", "a.fsa\t"),
        "no marker": replaced("TH01", ""),
        "a cut row": replaced("b.fsa\tV2\tGlobalFiler_v1\tTH01\tG\t7\t7", "b.fsa\tV2"),
    },
    "table.csv": {
        "frequencies that do not add up": replaced("9.3,0.5", "9.3,0.4"),
        "a row missing": replaced("TH01,7,0.25\n", ""),
        "a frequency that is none": replaced("9.3,0.5", "9.3,often"),
        "a frequency above one": replaced("9.3,0.5", "9.3,1.5"),
        "an allele twice": replaced("TH01,7", "TH01,6"),
        "no marker": replaced("TH01,7", ",7"),
        "a cut row": replaced("TH01,7,0.25", "TH01,7"),
        "only the header": lambda good: good.split(b"\n")[0] + b"\n",
        "another header": replaced("allele", "thing"),
    },
    "widetable.csv": {
        "frequencies that do not add up": replaced("6,0.25", "6,0.35"),
        "a frequency that is none": replaced("6,0.25", "6,x"),
        "an allele twice": replaced("7,0.75", "6,0.75"),
        "only the header": lambda good: good.split(b"\n")[0] + b"\n",
    },
}


def injuries(name: str) -> dict[str, Injury]:
    return ANY | (XML if name.endswith(".xml") else TEXT) | OWN[name]


CASES = [(name, injury) for name in OWN for injury in injuries(name)]


def read(path: Path) -> DnaFile | str:
    """The file, or the sentence of its refusal."""
    try:
        return read_dna(path)
    except UnreadableFile as refusal:
        return str(refusal)


def test_there_are_more_than_two_hundred_of_them() -> None:
    assert len(CASES) > 200


def test_the_files_that_are_injured_are_good_themselves(formats: Path, tmp_path: Path) -> None:
    for name, good in good_files(formats).items():
        (tmp_path / name).write_bytes(good)
        contents = read(tmp_path / name)
        assert isinstance(contents, DnaFile), contents
        assert not contents.findings, contents.findings


@pytest.mark.parametrize(("name", "injury"), CASES, ids=lambda one: one.replace(" ", "-"))
def test_a_malformed_file_gives_a_sentence_that_says_where(
    formats: Path, tmp_path: Path, name: str, injury: str
) -> None:
    good = good_files(formats)[name]
    bad = injuries(name)[injury](good)
    assert bad != good
    path = tmp_path / name
    path.write_bytes(bad)
    answer = read(path)
    if isinstance(answer, str):
        said, where = [answer], name in answer
    else:
        said = [finding.sentence(name) for finding in answer.findings]
        where = any(finding.line or finding.person or finding.locus for finding in answer.findings)
    assert said, "the injury was not noticed"
    assert where
    for sentence in said:
        assert "\n" not in sentence
        assert len(sentence) < 1_000
        assert "Traceback" not in sentence


def test_noise_never_crashes_a_reader(formats: Path, tmp_path: Path) -> None:
    """Bytes changed, deleted, doubled and moved, by a fixed seed: a file or a sentence, whatever comes."""
    chance = random.Random(7)
    slowest, count = 0.0, 0
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for name, good in good_files(formats).items():
        for _ in range(40):
            bad = bytearray(good)
            for _ in range(chance.choice((1, 1, 3, 20))):
                at = chance.randrange(len(bad) + 1)
                kind = chance.randrange(4)
                piece = bad[at : at + chance.randrange(1, 60)]
                if kind == 0:
                    bad[at : at + 1] = chance.randbytes(1)
                elif kind == 1:
                    del bad[at : at + len(piece)]
                elif kind == 2:
                    bad[at:at] = piece
                else:
                    bad[at:at] = chance.choice(
                        (b"\n", b"\t", b",", b'"', b"<", b"0", b"-1", b"999999", b"[", b"=", b"OL")
                    )
            path = tmp_path / name
            path.write_bytes(bytes(bad))
            begun = time.process_time()
            answer = read(path)
            slowest = max(slowest, time.process_time() - begun)
            count += 1
            sentences = [answer] if isinstance(answer, str) else [one.sentence(name) for one in answer.findings]
            assert all("\n" not in one and len(one) < 1_000 for one in sentences)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    print(f"{count} files; the slowest took {slowest:.2f} s of processor; the process grew by {grown // 1024} MiB")
    assert grown < 200 * 1024


def test_a_file_above_the_limit_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.xml"
    with path.open("wb") as stream:
        stream.truncate(DNA_LIMITS.file_bytes + 1)
    with pytest.raises(FileTooLarge, match=r"huge\.xml has 268,435,457 bytes"):
        read_dna(path)
    small = replace(DNA_LIMITS, file_bytes=10)
    (tmp_path / "b.csv").write_text(LONG)
    with pytest.raises(FileTooLarge):
        read_dna(tmp_path / "b.csv", limits=small)


HUGE: dict[str, bytes] = {
    "depth.xml": b"<CODISImportFile xmlns='urn:CODISImportFile-schema'>" + b"<a>" * 200_000,
    "attribute.xml": b"<CODISImportFile xmlns='urn:CODISImportFile-schema' a='" + b"x" * 12_000_000 + b"'/>",
    "text.xml": b"<CODISImportFile xmlns='urn:CODISImportFile-schema'><SOURCELAB>" + b"x" * 12_000_000,
    "alleles.xml": b"<CODISImportFile xmlns='urn:CODISImportFile-schema'><SPECIMEN><SPECIMENID>V1</SPECIMENID><LOCUS>"
    b"<LOCUSNAME>TH01</LOCUSNAME>"
    + b"<ALLELE><ALLELEVALUE>6</ALLELEVALUE></ALLELE>" * 60_000
    + b"</LOCUS></SPECIMEN></CODISImportFile>",
    "findings.csv": b"SampleName,Marker,Allele1,Allele2\n" + b"V1,TH01,6,99\n" * 40_000,
    "people.fam": b'"Output from Familias, version 3.3.1"\n"DO NOT EDIT!"\n3.3.1\n""\n99999\n'
    + b'"A"\n#FALSE#\n-1\n#FALSE#\n#TRUE#\n0\n' * 20_000,
    "chain.ped": b"#FID IID PAT MAT SEX\n"
    + b"".join(b"F p%d p%d m 1\n" % (n, n + 1) for n in range(3_000))
    + b"F p3000 0 0 1\nF m 0 0 2\n",
    "columns.txt": b"Sample Name\t" + b"TH01\t" * 30_000 + b"\nV1" + b"\t6" * 30_000,
}


@pytest.mark.parametrize("name", HUGE)
def test_what_is_made_to_take_long_is_answered(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    path.write_bytes(HUGE[name])
    answer = read(path)
    said = [answer] if isinstance(answer, str) else [finding.sentence(name) for finding in answer.findings]
    assert said
    assert len(said) <= 10_001


@pytest.mark.parametrize("kind", DnaFormat)
@pytest.mark.parametrize("published", ["CODIS-32.AppendixAexample.xml", "euroformix_GF_refs.csv", "paternity.fam"])
def test_a_file_that_is_named_wrongly_is_read_as_what_it_is_or_refused(
    formats: Path, published: str, kind: DnaFormat
) -> None:
    told = read_dna(formats / published)
    try:
        contents = read_dna(formats / published, kind)
    except UnreadableFile as refusal:
        sentence = str(refusal)
    else:
        sentence = published
        assert contents.samples == told.samples
    assert published in sentence
