"""Between which two pictures did something change? Brackets from observations; nothing here knows files or a database.

`infer` takes what observers saw of one feature in pictures whose times are intervals, and concludes «appeared after
these pictures and before those». It never counts a feature that could not be seen as absent, and gives no bracket
while observations contradict each other: both sides are listed instead.
"""

from antigone.evidence.brackets.inference import infer
from antigone.evidence.brackets.values import (
    RESOLVED,
    Answer,
    Bracket,
    Change,
    Confidence,
    Contradiction,
    Course,
    Observed,
    SetAside,
    State,
    Times,
    Why,
)

__all__ = [
    "RESOLVED",
    "Answer",
    "Bracket",
    "Change",
    "Confidence",
    "Contradiction",
    "Course",
    "Observed",
    "SetAside",
    "State",
    "Times",
    "Why",
    "infer",
]
