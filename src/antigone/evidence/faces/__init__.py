"""How much two faces weigh: cosines of vectors become calibrated log10 likelihood ratios, or nothing at all.

Without a `Calibration` no score is evidence. A face never names a person: by the rule table it caps at «possible».
"""

from antigone.evidence.faces.charts import reliability_chart, tippett_chart
from antigone.evidence.faces.measures import Bin, Tippett, cllr, least_cllr, reliability, tippett
from antigone.evidence.faces.values import (
    ALIKE_STRANGERS,
    LEAST,
    LINE,
    MOST,
    RELATIVES_SHARE,
    Calibration,
    FacesError,
    FaceWeight,
    Fit,
    NotCalibrated,
    Seen,
    Strangers,
    TooFewFaces,
)
from antigone.evidence.faces.weighing import (
    FEWEST_DIFFERENT,
    FEWEST_SAME,
    against_strangers,
    calibrated,
    fit,
    line_of,
    weigh,
)

__all__ = [
    "ALIKE_STRANGERS",
    "FEWEST_DIFFERENT",
    "FEWEST_SAME",
    "LEAST",
    "LINE",
    "MOST",
    "RELATIVES_SHARE",
    "Bin",
    "Calibration",
    "FaceWeight",
    "FacesError",
    "Fit",
    "NotCalibrated",
    "Seen",
    "Strangers",
    "Tippett",
    "TooFewFaces",
    "against_strangers",
    "calibrated",
    "cllr",
    "fit",
    "least_cllr",
    "line_of",
    "reliability",
    "reliability_chart",
    "tippett",
    "tippett_chart",
    "weigh",
]
