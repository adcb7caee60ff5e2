"""What DNA tells the matching: of each pair of records one weight and a sentence, no allele."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q

from antigone.bureau.identification.models import KinshipWeight, PartLink
from antigone.bureau.matching import outside
from antigone.bureau.matching.outside import Outside
from antigone.evidence.wording import figure, phrase, phrases

#: What matching calls the evidence that comes from here.
LINE = "DNA"


def tell_matching(*, of: Collection[int] | None = None) -> int:
    """Let the matching know what the kept weights and links say; gives how many weights changed.

    Where several samples speak of one pair of records, the fullest does. Call it inside the action that changed them.

    Args:
        of: only what is said of these records; None for all.
    """
    return outside.replace_line(LINE, _said(of), of=of)


def _said(of: Collection[int] | None) -> list[Outside]:
    said: dict[tuple[int, int], tuple[int, Outside]] = {}
    weights, links = KinshipWeight.objects.all(), PartLink.objects.all()
    if of is not None:
        weights = weights.filter(Q(sample__record__in=of) | Q(family__sought__in=of))
        links = links.filter(Q(one__record__in=of) | Q(other__record__in=of))
    kinship = weights.values_list(
        "family__sought_id", "sample__record_id", "sample__label", "log10_lr", "loci", "inconsistent"
    )
    for sought, remains, sample, log10_lr, loci, inconsistent in kinship.order_by("id"):
        reason = phrases(
            "relatives' DNA against sample {sample}: likelihood ratio 10^{power} over {count} loci",
            "relatives' DNA against sample {sample}: likelihood ratio 10^{power} over {count} loci",
            count=loci,
            sample=sample,
            power=figure(log10_lr, ".1f"),
        )
        if inconsistent:
            reason = phrases(
                "{found}; {count} loci only by mutation or a wrong reading",
                "{found}; {count} loci only by mutation or a wrong reading",
                count=inconsistent,
                found=reason,
            )
        if loci > said.get((sought, remains), (-1,))[0]:
            said[sought, remains] = loci, Outside((sought, remains), _bounded(log10_lr), reason)
    for one, other, label, with_label, log10_lr in links.order_by("id").values_list(
        "one__record_id", "other__record_id", "one__label", "other__label", "log10_lr"
    ):
        if one != other:
            reason = phrase(
                "samples {one} and {other} are of one body by DNA: likelihood ratio 10^{power}",
                one=label,
                other=with_label,
                power=figure(log10_lr, ".1f"),
            )
            said[one, other] = 0, Outside((one, other), _bounded(log10_lr), reason)
    return [weight for _, weight in said.values()]


def _bounded(log10_lr: float) -> float:
    """What a weight may be between rooms: an impossibility by mutation or reading is still not beyond all measure."""
    return max(-100.0, min(100.0, log10_lr))
