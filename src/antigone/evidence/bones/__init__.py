"""What bones say: stature, sex and age as intervals with their errors, and how many people lie mixed at least."""

from antigone.evidence.bones.age import PHASES, AgeEstimate, age_of
from antigone.evidence.bones.counting import (
    LONG,
    SINGLE,
    AgeClass,
    Element,
    MinimumNumber,
    NotCountable,
    Piece,
    Portion,
    Side,
    minimum_number,
)
from antigone.evidence.bones.profile import Measured, Profile, profile_of
from antigone.evidence.bones.sex import SUFFICIENT, Measure, SexEstimate, sex_of
from antigone.evidence.bones.stature import Bone, StatureEstimate, stature
from antigone.evidence.bones.values import NoSuchBone, Sex

__all__ = [
    "LONG",
    "PHASES",
    "SINGLE",
    "SUFFICIENT",
    "AgeClass",
    "AgeEstimate",
    "Bone",
    "Element",
    "Measure",
    "Measured",
    "MinimumNumber",
    "NoSuchBone",
    "NotCountable",
    "Piece",
    "Portion",
    "Profile",
    "Sex",
    "SexEstimate",
    "Side",
    "StatureEstimate",
    "age_of",
    "minimum_number",
    "profile_of",
    "sex_of",
    "stature",
]
