"""Whatever is wrong with a case comes back as one sentence that names person and locus."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from typing import Any

import pytest

from antigone.evidence.dna import CaseRejected, likelihood_ratio, read_case

Case = dict[str, Any]

GOOD: Case = {
    "format": "antigone-dna-ref/1",
    "kind": "kinship_lr",
    "hypotheses": {
        "sibs": [
            {"id": "Pa", "father": None, "mother": None, "sex": "M"},
            {"id": "Ma", "father": None, "mother": None, "sex": "F"},
            {"id": "Ana", "father": "Pa", "mother": "Ma", "sex": "F"},
            {"id": "Ben", "father": "Pa", "mother": "Ma", "sex": "M"},
        ],
        "strangers": [
            {"id": "Ana", "father": None, "mother": None, "sex": "F"},
            {"id": "Ben", "father": None, "mother": None, "sex": "M"},
        ],
    },
    "reference_hypothesis": "strangers",
    "theta": 0,
    "markers": [
        {"name": "TH01", "chrom": "A", "alleles": ["6", "7", "9.3"], "freqs": [0.3, 0.3, 0.4], "mutation": None},
        {"name": "TPOX", "chrom": "A", "alleles": ["8", "11"], "freqs": [0.6, 0.4], "mutation": None},
    ],
    "genotypes": {
        "Ana": {"TH01": ["6", "9.3"], "TPOX": ["8", "8"]},
        "Ben": {"TH01": ["6", "7"], "TPOX": ["8", "11"]},
    },
}


def test_the_good_case_is_weighed() -> None:
    result = likelihood_ratio(GOOD)
    assert result.log10 == pytest.approx(sum(part.log10_lr for part in result.weight.parts))  # type: ignore[union-attr]
    assert result.weight is not None
    assert result.weight.line == "DNA"
    assert "TPOX" in result.weight.reason or "TH01" in result.weight.reason
    assert result.notes == ()
    # Full sibs with one allele each in common at TH01: (1/4 p q r s-terms) worked by hand.
    assert result.per_marker["TH01"] == pytest.approx(0.25 + 0.5 * 1 / (4 * 0.3))


def at(*path: str | int) -> Callable[[Case, Any], None]:
    def put(case: Case, value: Any) -> None:
        node = case
        for step in path[:-1]:
            node = node[step]  # type: ignore[index]
        node[path[-1]] = value  # type: ignore[index]

    return put


TROUBLES = [
    (at("genotypes", "Ana", "TH01"), ["6", "12"], "«Ana», locus TH01: allele «12» is not in the frequency table"),
    (at("genotypes", "Ana", "TH01"), ["6", "7", "9.3"], "«Ana», locus TH01: 3 alleles"),
    (at("genotypes", "Ana", "TH01"), ["6"], "«Ana», locus TH01: one allele only"),
    (at("genotypes", "Ana", "TH01"), "6", "«Ana», locus TH01: write the alleles as a list"),
    (at("genotypes", "Ana", "AMEL"), ["X", "Y"], "«Ana» is stated to be a woman, but Amelogenin reads X, Y"),
    (at("genotypes", "Ben", "AMEL"), ["X", "X"], "«Ben» is stated to be a man, but Amelogenin reads X"),
    (at("genotypes", "Eva"), {}, "«Eva» was typed but is not in hypothesis «sibs»"),
    (at("genotypes"), [], "the case needs «genotypes», an object"),
    (at("markers", 1, "name"), "TH01", "locus TH01 stands twice among the markers"),
    (at("markers", 0, "freqs"), [0.3, 0.3, 0.3], "locus TH01: the allele frequencies add up to 0.9"),
    (at("markers", 0, "freqs"), [0.3, 0.7], "locus TH01: 3 alleles and 2 frequencies"),
    (at("markers", 0, "freqs"), [0.3, "0.3", 0.4], "locus TH01: «0.3» is not an allele frequency"),
    (at("markers", 0, "freqs"), [0.3, [], 0.4], "locus TH01: a frequency"),
    (at("markers", 0, "freqs"), [-0.3, 0.9, 0.4], "locus TH01: allele «6» has a frequency"),
    (at("markers", 0, "alleles"), ["6", "6", "7"], "locus TH01: allele «6» stands twice"),
    (at("markers", 0, "chrom"), "Y", "locus TH01: chromosome «Y»"),
    (at("markers", 0, "silent"), "0", "locus TH01: the silent allele «0» is not on the ladder"),
    (at("markers", 0, "dropout"), {"Ana": 1.5}, "locus TH01: the dropout of «Ana» is «1.5»"),
    (at("markers", 0, "mutation"), {"female": {"model": "magic"}}, "locus TH01: «magic» is no mutation model"),
    (
        at("markers", 0, "mutation"),
        {"male": {"model": "onestep", "rate": 0.1}},
        "locus TH01, paternal mutation: allele «9.3»",
    ),
    (
        at("markers", 0, "mutation"),
        {"male": {"model": "custom", "matrix": [[1, 0], [0, 1]]}},
        "needs 3 rows of 3 numbers",
    ),
    (at("hypotheses", "sibs", 3, "father"), "Ma", "«Ma» is the father of «Ben», but the sex given is that of a woman"),
    (at("hypotheses", "sibs", 3, "father"), None, "«Ben» has a mother but no father"),
    (at("hypotheses", "sibs", 3, "father"), "Zed", "«Zed», father of «Ben», is not in the pedigree"),
    (at("hypotheses", "sibs", 3, "id"), "Ana", "«Ana» stands twice in the pedigree"),
    (at("hypotheses", "sibs", 3, "sex"), "X", "the sex of «Ben» is «X»"),
    (at("hypotheses", "sibs", 2, "sex"), "M", "«Ana» is M in one hypothesis and F in another"),
    (at("hypotheses", "sibs", 0, "founder_inbreeding"), 2, "the founder inbreeding of «Pa» is «2»"),
    (at("hypotheses", "strangers"), [], "hypothesis «strangers» needs a list of members"),
    (at("reference_hypothesis"), "cousins", "the reference hypothesis «cousins» is not among the hypotheses"),
    (at("theta"), -0.1, "theta is «-0.1»"),
    (at("theta"), 1, "theta is 1"),
    (at("kind"), "palmistry", "«palmistry» is no kind of case; known are kinship_lr"),
    (at("kind"), ["kinship_lr"], "is no kind of case"),
    (at("format"), "other/2", "the format is «other/2»"),
]


@pytest.mark.parametrize(("put", "value", "said"), TROUBLES, ids=[said[:50] for _, _, said in TROUBLES])
def test_trouble_is_one_sentence(put: Callable[[Case, Any], None], value: Any, said: str) -> None:
    case = copy.deepcopy(GOOD)
    put(case, value)
    with pytest.raises(CaseRejected) as trouble:
        likelihood_ratio(case)
    assert said in str(trouble.value)
    assert "\n" not in str(trouble.value)


def test_a_person_who_is_his_own_ancestor_is_named() -> None:
    case = copy.deepcopy(GOOD)
    case["hypotheses"]["sibs"][0] |= {"father": "Ben", "mother": "Ma"}
    with pytest.raises(CaseRejected, match=r"«(Pa|Ben)» is his own ancestor"):
        likelihood_ratio(case)


def test_a_locus_twice_is_named_with_its_person() -> None:
    text = json.dumps(GOOD).replace('"TH01": ["6", "9.3"]', '"TH01": ["6", "9.3"], "TH01": ["6", "6"]')
    with pytest.raises(CaseRejected, match="«Ana» has locus TH01 twice"):
        read_case(text)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"kind": ', "this is not JSON: .* line 1, column"),
        ("[]", "a case is a JSON object"),
        ('{"theta": NaN}', "NaN is not a number"),
        ('{"kind": "dvi", "kind": "dvi"}', "«kind» stands twice in the case"),
        ("[" * 100_000, "nested too deep"),
    ],
)
def test_broken_json_is_one_sentence(text: str, said: str) -> None:
    with pytest.raises(CaseRejected, match=said):
        read_case(text)


def test_frequencies_that_nearly_add_up_are_scaled_with_a_note() -> None:
    case = copy.deepcopy(GOOD)
    case["markers"][0]["freqs"] = [0.3, 0.3, 0.4005]
    result = likelihood_ratio(case)
    assert result.notes == ("TH01: allele frequencies added up to 1.0005 and were scaled to 1",)


def test_what_is_not_counted_is_said() -> None:
    case = copy.deepcopy(GOOD)
    case["genotypes"]["Ana"] |= {"AMEL": ["X", "X"], "FGA": ["20", "21"]}
    notes = " ".join(likelihood_ratio(case).notes)
    assert "AMEL was read but is not counted: Amelogenin speaks through the sex" in notes
    assert "FGA was read but is not counted: no frequencies were given" in notes


def test_linked_loci_and_moving_frequencies_are_flagged() -> None:
    case = copy.deepcopy(GOOD)
    case["markers"][0] |= {
        "mutation": {"female": {"model": "equal", "rate": 0.01}, "male": {"model": "equal", "rate": 0.01}}
    }
    case["markers"] += [
        {"name": name, "chrom": "A", "alleles": ["1", "2"], "freqs": [0.5, 0.5], "mutation": None}
        for name in ("vWA", "D12S391")
    ]
    notes = " ".join(likelihood_ratio(case).notes)
    assert "TH01: the mutation model is not stationary" in notes
    assert "close together on one chromosome: vWA and D12S391" in notes


def test_an_impossible_reference_gives_no_ratio_and_says_so() -> None:
    case = copy.deepcopy(GOOD)
    case["hypotheses"]["mother"] = [
        {"id": "Ana", "father": None, "mother": None, "sex": "F"},
        {"id": "Pa", "father": None, "mother": None, "sex": "M"},
        {"id": "Ben", "father": "Pa", "mother": "Ana", "sex": "M"},
    ]
    case["genotypes"]["Ben"]["TH01"] = ["7", "7"]
    case["reference_hypothesis"] = "mother"
    result = likelihood_ratio(case)
    assert result.weight is None
    assert "impossible under the reference hypothesis «mother»" in " ".join(result.notes)
    case["reference_hypothesis"] = "strangers"
    excluded = likelihood_ratio(case).document
    assert excluded["lr_total"]["mother/strangers"] == 0
    assert excluded["log10_lr_total"]["mother/strangers"] == "-Inf"
