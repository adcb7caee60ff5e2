"""Allow-list projection of a genetic case: what a file for the laboratory, or for a partner who is named, may hold.

A case holds genotypes, so that it never leaves for anybody else. The laboratory's own people know donors by their ids;
a partner (a court, another laboratory) gets the labels of samples in place of every id, and of whoever gave no sample
only the place in the tree. Whatever is not named here does not leave.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any


class CaseAudience(StrEnum):
    """For whom a case is written."""

    LABORATORY = "laboratory"
    PARTNER = "partner"


_OF_CASE = (
    *("format", "id", "title", "kind", "population", "hypotheses", "reference_hypothesis", "theta", "markers"),
    *("genotypes", "note"),
)
_OF_MEMBER = ("id", "father", "mother", "sex")
_OF_MARKER = ("name", "chrom", "alleles", "freqs", "mutation", "dropout")
_MISSING = "the missing person"


def shown_case(case: Mapping[str, Any], audience: CaseAudience, *, samples: Mapping[str, str]) -> dict[str, Any]:
    """The case as the audience gets it; likelihoods are the same for all.

    Args:
        case: a document of kind `kinship_lr`.
        audience: see `CaseAudience`.
        samples: label of the sample by the id of everybody of whom one was read, the sample in question among them.
    """
    shown = {name: case[name] for name in _OF_CASE if name in case}
    shown["markers"] = [{name: one[name] for name in _OF_MARKER if name in one} for one in case["markers"]]
    names = _names(case, samples) if audience is CaseAudience.PARTNER else {}
    shown["hypotheses"] = {
        title: [
            {name: names.get(member[name], member[name]) if name != "sex" else member[name] for name in _OF_MEMBER}
            for member in members
        ]
        for title, members in case["hypotheses"].items()
    }
    shown["genotypes"] = {names.get(person, person): reading for person, reading in case["genotypes"].items()}
    return shown


def _names(case: Mapping[str, Any], samples: Mapping[str, str]) -> dict[str, str]:
    """What stands in place of each id: a sample's label, or the place in the tree."""
    trees: Sequence[Sequence[Mapping[str, str]]] = list(case["hypotheses"].values())
    everywhere = set.intersection(*({member["id"] for member in tree} for tree in trees))
    names = dict(samples)
    for tree in trees:
        for member in tree:
            if member["id"] not in names:
                relative = f"relative {1 + sum(one.startswith('relative ') for one in names.values())}"
                names[member["id"]] = relative if member["id"] in everywhere else _MISSING
    return names
