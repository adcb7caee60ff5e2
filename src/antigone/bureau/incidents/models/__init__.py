"""What the bureau keeps of incidents.

An `Incident` is a case file. Its `Item`s are published media, kept as they came and sealed to the vault, or media that
somebody published and the bureau does not hold. A `Picture` is one thing that can be looked at: a photograph, a
`Frame` of a video, an overhead `Image`. An `Observation` says of one `Feature` of a `Site` whether one picture shows
it; from observations `evidence.brackets` concludes, and a `Finding` says it in words, with what stays unclear.
All of it only grows. Custody events are chained by their hashes, case by case (`CustodyEvent`).
"""

from antigone.bureau.incidents.models.custody import CustodyEvent, Token, TokenKind, Verb
from antigone.bureau.incidents.models.files import Edited, Generation, Item, OriginalPart, Sensitivity
from antigone.bureau.incidents.models.findings import Alternative, Finding, FindingVersion, Review
from antigone.bureau.incidents.models.incidents import Incident, Link, Meaning, Target
from antigone.bureau.incidents.models.looking import (
    Alignment,
    Count,
    Counted,
    FrameFingerprint,
    Hides,
    How,
    Mask,
    Reading,
    Resemblance,
    SameKind,
)
from antigone.bureau.incidents.models.pictures import (
    Copy,
    CopyPurpose,
    Deciding,
    Decision,
    Frame,
    Image,
    Picture,
    StatedOrder,
)
from antigone.bureau.incidents.models.seeing import (
    Confidence,
    Course,
    Feature,
    FeatureKind,
    Observation,
    Site,
    SiteKind,
    State,
)

__all__ = [
    "Alignment",
    "Alternative",
    "Confidence",
    "Copy",
    "CopyPurpose",
    "Count",
    "Counted",
    "Course",
    "CustodyEvent",
    "Deciding",
    "Decision",
    "Edited",
    "Feature",
    "FeatureKind",
    "Finding",
    "FindingVersion",
    "Frame",
    "FrameFingerprint",
    "Generation",
    "Hides",
    "How",
    "Image",
    "Incident",
    "Item",
    "Link",
    "Mask",
    "Meaning",
    "Observation",
    "OriginalPart",
    "Picture",
    "Reading",
    "Resemblance",
    "Review",
    "SameKind",
    "Sensitivity",
    "Site",
    "SiteKind",
    "State",
    "StatedOrder",
    "Target",
    "Token",
    "TokenKind",
    "Verb",
]
