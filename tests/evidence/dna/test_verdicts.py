"""What is concluded of victims and missing people, on the published cases and on one made for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from tests.evidence.dna.families import LADDER, people

from antigone.evidence.dna import Family, Incident, joint_posterior, marker, panel, profiles, read_case
from antigone.evidence.dna.cases.incident import incident_of
from antigone.evidence.dna.victims import Conclusion, Thresholds, Verdicts, verdicts

ROOT = Path(__file__).parents[3]
CASES = Path(os.environ.get("ANTIGONE_REFERENCE", ROOT.parent / "shared" / "reference")) / "dna" / "cases"

published = pytest.mark.skipif(
    not CASES.exists() and "CI" not in os.environ, reason="the reference cases are not beside the checkout"
)


def verdicts_of(name: str) -> Verdicts:
    path = next(CASES.glob(f"{name}_*.json"))
    incident = incident_of(read_case(path.read_text(encoding="utf-8")))
    return verdicts(incident, joint_posterior(incident))


@published
def test_two_brothers_without_children_are_identified_as_a_group() -> None:
    said = verdicts_of("O051").of_missing
    assert said["M2"] is said["M3"]
    assert said["M2"].conclusion is Conclusion.SYMMETRIC
    assert said["M2"].in_words.startswith("M2/M3 = V2/V3: symmetric")
    assert (said["M1"].conclusion, said["M1"].victims) == (Conclusion.IDENTIFIED, ("V1",))


@published
def test_one_body_of_two_brothers_is_one_of_them() -> None:
    said = verdicts_of("O054")
    assert (said.of_victims["V3"].missing, said.of_victims["V3"].victims) == (("M3", "M4"), ("V3",))
    assert said.of_victims["V3"].conclusion is Conclusion.SYMMETRIC
    assert said.of_missing["M1"].in_words.startswith("M1/M2 = V1/V2")
    assert said.of_missing["M5"].conclusion is Conclusion.INCONCLUSIVE


@published
def test_nobody_typed_is_a_relation() -> None:
    said = verdicts_of("O050").of_missing
    assert said["M1"].conclusion is Conclusion.NON_IDENTIFIABLE
    assert said["M2"].conclusion is Conclusion.INCONCLUSIVE
    assert "V2 (94.8 %)" in said["M2"].in_words


@published
def test_the_plane_crash() -> None:
    said = verdicts_of("O055")
    undisputed = {p: v.victims for p, v in said.of_missing.items() if v.conclusion is Conclusion.UNDISPUTED}
    assert undisputed == {"M2": ("V6",), "M3": ("V2",), "M5": ("V4",)}
    assert said.of_missing["M1"].conclusion is Conclusion.INCONCLUSIVE
    assert said.of_missing["M1"].posterior == pytest.approx(0.9988219, abs=1e-7)
    assert said.of_victims["V8"].conclusion is Conclusion.NOBODY


BODIES = {
    "V1": {"K": ("8", "9"), "L": ("8", "9"), "N": ("8", "9")},
    "V2": {"K": ("10", "10"), "L": ("10", "10"), "N": ("11", "11")},
    "V3": {},
}
CHILD = {"K": ("8", "11"), "L": ("9", "11"), "N": ("8", "10")}


def grave(loci: tuple[str, ...]) -> Incident:
    over = panel([marker(name, LADDER, (0.1, 0.3, 0.15, 0.25, 0.2)) for name in loci])
    family = Family("Koval", people("lost M", "wife F", "child M lost wife"), ("lost",))
    bodies, home = profiles(over, BODIES, {}), profiles(over, {"child": CHILD}, {})
    return Incident(dict.fromkeys(BODIES, "M"), (family,), over, bodies, home)


def test_three_contradicting_loci_exclude_and_two_do_not() -> None:
    for loci, conclusion in ((("K", "L", "N"), Conclusion.EXCLUDED), (("K", "L"), Conclusion.NOBODY)):
        incident = grave(loci)
        said = verdicts(incident, joint_posterior(incident)).of_victims
        assert said["V2"].conclusion is conclusion
        assert said["V3"].conclusion is Conclusion.NON_IDENTIFIABLE


def test_a_threshold_is_a_threshold() -> None:
    incident = grave(("K", "L", "N"))
    joint = joint_posterior(incident)
    reached = float(joint.marginal[0, 0])
    for posterior, conclusion in ((reached, Conclusion.IDENTIFIED), (reached + 1e-9, Conclusion.INCONCLUSIVE)):
        said = verdicts(incident, joint, Thresholds(posterior=posterior)).of_missing["lost"]
        assert said.conclusion is conclusion
