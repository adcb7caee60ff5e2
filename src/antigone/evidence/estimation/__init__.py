"""How many there are who stand on no list: capture-recapture from several lists of persons, with refusals.

    from antigone.evidence.estimation import estimate
    estimate({"lists": ["A", "B", "C"], "patterns": {"100": 40, "010": 35, "110": 12, …}})

One file a method, each with its source; `panel` puts them side by side.
"""

from antigone.evidence.estimation.bounds import PairEstimate, chao_lower_bound, chapman, pair_estimates
from antigone.evidence.estimation.latent_class import LatentClassSettings, latent_class_draws
from antigone.evidence.estimation.linkage import LinkedEstimate, estimate_with_linkage
from antigone.evidence.estimation.panel import Estimate, estimate
from antigone.evidence.estimation.strata import StratifiedEstimate, estimate_by_stratum
from antigone.evidence.estimation.table import (
    NotATable,
    OverlapTable,
    from_membership,
    from_patterns,
    pairs_without_overlap,
    separate_groups,
)
from antigone.evidence.estimation.values import Method, MethodEstimate, NotIdentifiable, Range, Refusal

__all__ = [
    "Estimate",
    "LatentClassSettings",
    "LinkedEstimate",
    "Method",
    "MethodEstimate",
    "NotATable",
    "NotIdentifiable",
    "OverlapTable",
    "PairEstimate",
    "Range",
    "Refusal",
    "StratifiedEstimate",
    "chao_lower_bound",
    "chapman",
    "estimate",
    "estimate_by_stratum",
    "estimate_with_linkage",
    "from_membership",
    "from_patterns",
    "latent_class_draws",
    "pair_estimates",
    "pairs_without_overlap",
    "separate_groups",
]
