"""What drawn faces weigh to the shipped model: the calibration of the demonstration, and how alike drawn people are.

    python -m benchmarks.faces.drawn [PEOPLE [OUT.json]]

To the model all drawn people are kin: strangers among them have cosines that photographed strangers never have. A
calibration fitted on drawn people knows that, so that the demonstration's match queue says no more than is so. The odd
half of the people fit, the even half report.
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

import numpy as np

from antigone.evidence.faces import Seen, Strangers, calibrated, weigh
from antigone.imaging.faces import face_reader
from antigone.simulation.pictures import drawn_face

_FIRST = 50_000_000
_SIDE = 240


def main() -> None:
    """Fit, report, and write where asked."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 320
    reader = face_reader()
    first, second = [], []
    for number in range(people):
        one, other = (reader.faces(drawn_face(_FIRST + number, view=view, side=_SIDE)) for view in (0, 1))
        if len(one) == len(other) == 1:
            first.append(one[0].vector)
            second.append(other[0].vector)
    cosines = np.stack(first) @ np.stack(second).T
    odd = np.arange(len(cosines)) % 2 == 1
    fit, report = cosines[np.ix_(odd, odd)], cosines[np.ix_(~odd, ~odd)]
    same, strangers = np.diag(fit).astype(np.float64), fit[~np.eye(len(fit), dtype=bool)].astype(np.float64)
    calibration = calibrated(
        {Seen.GOOD: (same, strangers), Seen.DEGRADED: (same, strangers)},
        set_name="drawn faces that are nobody's",
        people=len(fit),
        model=reader.model.key,
        fitted_on=date(2026, 11, 27),
        strangers=Strangers.ALIKE,
    )
    theirs = report[~np.eye(len(report), dtype=bool)]
    print(f"{len(cosines)} people, {reader.model.id}")
    print(f"cosine of one person: {np.percentile(np.diag(cosines), [1, 50]).round(3)} (1 %, median)")
    print(f"of two people: {np.percentile(theirs, [50, 99]).round(3)} (median, 99 %)")
    print(f"right one first of {len(report)}: {(report.argmax(axis=1) == np.arange(len(report))).mean():.3f}")
    over = np.mean(
        [weigh(float(c), Seen.GOOD, calibration, model=reader.model.key).against_stranger > 2 for c in theirs]
    )
    found = np.mean(
        [
            weigh(min(float(c), 1.0), Seen.GOOD, calibration, model=reader.model.key).against_stranger > 2
            for c in np.diag(report)
        ]
    )
    print(
        f"above a likelihood ratio of 100: {found:.3f} of one person, {over:.5f} of {len(theirs):,} pairs of strangers"
    )
    if len(sys.argv) > 2:
        Path(sys.argv[2]).write_text(calibration.to_json(), encoding="utf-8")


if __name__ == "__main__":
    main()
