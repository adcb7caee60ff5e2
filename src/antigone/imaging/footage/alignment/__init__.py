"""An earlier picture of a place is laid over a later one: by control points, or as a proposal that may refuse.

from antigone.imaging.footage import alignment

alignment.propose(before, after)                # Proposal, or AlignmentRefused with the reason
alignment.fitted(points, metres=0.5)            # Fit: the transform, and how far each point is off without itself
"""

from antigone.imaging.footage.alignment.points import Fit, PointPair, PointsRefused, fitted
from antigone.imaging.footage.alignment.proposing import AlignmentRefused, Proposal, propose
from antigone.imaging.footage.alignment.transforms import IDENTITY, Transform, laid_over, prior_of

__all__ = [
    "IDENTITY",
    "AlignmentRefused",
    "Fit",
    "PointPair",
    "PointsRefused",
    "Proposal",
    "Transform",
    "fitted",
    "laid_over",
    "prior_of",
    "propose",
]
