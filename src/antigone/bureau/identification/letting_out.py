"""A case leaves the laboratory: through disclosure's projection, with the donors' consent, and with an event first."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from antigone.bureau.disclosure.laboratories import CaseAudience, shown_case
from antigone.bureau.identification.bench import Assumptions
from antigone.bureau.identification.casework import case_of
from antigone.bureau.identification.models import Donor, Family, Use
from antigone.bureau.identification.sealing import LaboratoryKey
from antigone.bureau.identification.values import ConsentMissing, NotSaidWhy
from antigone.bureau.ledger import Actor, Subject, action, record_event


@dataclass(frozen=True, slots=True)
class Destination:
    """Where a case goes.

    Attributes:
        form: what is made of it, «case» or «report».
        partner: the court or laboratory that gets it; empty where it stays with the laboratory.
        because: what for, in words; needed for a partner.
    """

    form: str
    partner: str = ""
    because: str = ""

    @property
    def audience(self) -> CaseAudience:
        return CaseAudience.PARTNER if self.partner.strip() else CaseAudience.LABORATORY


@dataclass(frozen=True, slots=True)
class LetOut:
    """A case as it may leave, with the SHA-256 of its file, which the event names."""

    case: dict[str, Any]
    file: bytes
    sha256: str


@action
def let_out_case(
    key: LaboratoryKey, family: str, sample: str, by: Assumptions, *, to: Destination, actor: Actor
) -> LetOut:
    """One sample and one family as a case with genotypes, for the laboratory or for a partner.

    The event is kept before the case is given back. A partner gets it only where every relative whose genotype is in
    it allowed that (`Use.REPORT`).

    Args:
        key: the laboratory's.
        family, sample: labels.
        by: mutation, least frequency, theta.
        to: where it goes.
        actor: who lets it out.

    Raises:
        NotSaidWhy: for a partner, without saying what for.
        ConsentMissing: a relative did not allow it.
        UnknownFamily, UnknownSample, NoPopulation, SealBroken: as `casework.case_of`.
    """
    if to.audience is CaseAudience.PARTNER and not to.because.strip():
        raise NotSaidWhy(f"say why {to.partner} gets genotypes of the family {family}: a request, a case number")
    case = case_of(key, family, sample, by)
    label_of = {sample: sample}
    for member, label, uses in Donor.objects.filter(family__label=family).values_list(
        "member", "samples__label", "uses"
    ):
        if member not in case["genotypes"]:
            continue
        label_of[member] = label
        if to.audience is CaseAudience.PARTNER and Use.REPORT not in uses:
            raise ConsentMissing(
                f"the donor of sample {label} did not allow «{Use.REPORT}»: ask, and keep the answer with the donors"
            )
    shown = shown_case(case, to.audience, samples=label_of)
    file = json.dumps(shown, ensure_ascii=False, indent=1).encode()
    digest = hashlib.sha256(file).hexdigest()
    record_event(
        "identification.let_out_case",
        actor=actor,
        subject=Subject("family", str(Family.objects.values_list("public_id", flat=True).get(label=family))),
        detail={
            "audience": to.audience.value,
            "partner": to.partner.strip(),
            "because": to.because.strip(),
            "form": to.form,
            "sample": sample,
            "loci": len(shown["markers"]),
            "people": len(shown["genotypes"]),
            "sha256": digest,
        },
    )
    return LetOut(shown, file, digest)
