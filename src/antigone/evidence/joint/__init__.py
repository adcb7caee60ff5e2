"""One body, one person: what all pairs together say of each.

Weights of pairs taken one by one forget that a body can be only one person's. `posterior` sums over every way in
which the sought and the found can belong together, and gives each pair its share.
"""

from antigone.evidence.joint.answer import Components, JointPosterior, posterior
from antigone.evidence.joint.between import clustered_posterior
from antigone.evidence.joint.clusters import Clusters, clusters
from antigone.evidence.joint.effort import Effort, Method
from antigone.evidence.joint.families import Alternative, Family, FamilyPosterior, family_posterior
from antigone.evidence.joint.prior import FLAT, Closed, PairsRejected, Prior, TooEntangled, open_set

__all__ = [
    "FLAT",
    "Alternative",
    "Closed",
    "Clusters",
    "Components",
    "Effort",
    "Family",
    "FamilyPosterior",
    "JointPosterior",
    "Method",
    "PairsRejected",
    "Prior",
    "TooEntangled",
    "clustered_posterior",
    "clusters",
    "family_posterior",
    "open_set",
    "posterior",
]
