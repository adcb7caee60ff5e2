"""How often a face finds its person, and whether its weights are true, on Labeled Faces in the Wild.

    python -m benchmarks.faces.accuracy LFW CACHE [--minutes 8] [--london FOLDER LONDON_INFO.csv] [--write]

LFW is the folder of pictures by name; CACHE keeps what was read, so that it can be called again until all is read. The
people are split by a hash of their names (`benchmarks.faces.corpus`): 840 fit, 840 report, 2,300 with one picture fill
the gallery. Prints rank-1 and rank-20 in each condition, Cllr clean and over the degradations, and how many strangers
exceed a likelihood ratio of 100; with `--london`, how often strangers of one sex and origin pass. `--write` puts the
calibration and the pictures where the repository has them.
"""

from __future__ import annotations

import argparse
import csv
import datetime
import importlib.metadata
import json
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.evidence.faces import (
    ALIKE_STRANGERS,
    LEAST,
    MOST,
    Calibration,
    Fit,
    Seen,
    Strangers,
    calibrated,
    cllr,
    fit,
    least_cllr,
    reliability,
    reliability_chart,
    tippett,
    tippett_chart,
)
from antigone.imaging.faces import QualityClass, combined, face_reader
from antigone.imaging.faces.quality import quality_class
from benchmarks.faces.corpus import EVERY, EVERY_FITTING, OF_ALL, Corpus, Person, corpus, four_pictures
from benchmarks.faces.degradations import CONDITIONS, DEGRADED
from benchmarks.faces.readings import Readings, readings

Floats = NDArray[np.float64]
Vectors = NDArray[np.float32]
ROOT = Path(__file__).resolve().parents[2]
REFERENCE = ROOT / "src" / "antigone" / "bureau" / "photographs" / "faces" / "reference.json"
PICTURES = ROOT / "docs" / "pictures"
#: A human says of these that a part is hidden.
HIDDEN = ("lower face hidden", "bandage")
SET_NAME = "Labeled Faces in the Wild"


@dataclass(frozen=True, slots=True, eq=False)
class Scored:
    """Cosines of one condition: of one person, and of strangers who share no word of their names; with classes."""

    same: Floats
    same_seen: NDArray[np.int64]
    different: Floats
    different_seen: NDArray[np.int64]


class Trial:
    """What was read, and the gallery of 3,980."""

    def __init__(self, people: Corpus, read: Readings) -> None:
        self.people = people
        self.read = read
        self.gallery = [
            person
            for person in (*people.fitting, *people.reporting, *people.strangers)
            if f"{person.name}/0/clean" in read
        ]
        self.place = {person.name: at for at, person in enumerate(self.gallery)}
        self.vectors = np.stack([read[f"{person.name}/0/clean"].vector for person in self.gallery])
        self.seen = np.array([self._seen(f"{person.name}/0/clean") for person in self.gallery])

    def _seen(self, key: str) -> int:
        """The class as a number, the worst the greatest; hidden where the condition says so."""
        if key.rpartition("/")[2] in HIDDEN:
            return list(QualityClass).index(QualityClass.HIDDEN)
        return list(QualityClass).index(quality_class(self.read[key].quality))

    def ranks(self, probes: Iterable[tuple[Person, str]], gallery: Vectors | None = None) -> tuple[int, Floats]:
        """How many probes were asked for, and the rank of the person for each whose face was found."""
        asked, ranks = 0, []
        vectors = self.vectors if gallery is None else gallery
        for person, key in probes:
            asked += 1
            if key in self.read and person.name in self.place:
                cosines = vectors @ self.read[key].vector
                ranks.append(int((cosines > cosines[self.place[person.name]]).sum()) + 1)
        return asked, np.array(ranks)

    def scored(self, half: Sequence[Person], condition: str, every: int) -> Scored:
        """Probes of one in so many of a half in a condition against the first pictures of that half."""
        against = [self.place[person.name] for person in half if person.name in self.place]
        columns = np.array(against)
        words = [self.gallery[at].words for at in against]
        same, same_seen, different, different_seen = [], [], [], []
        for person in half[::every]:
            key = f"{person.name}/1/{condition}"
            if key not in self.read or person.name not in self.place:
                continue
            cosines = (self.vectors[columns] @ self.read[key].vector).astype(np.float64)
            classes = np.maximum(self.seen[columns], self._seen(key))
            own = columns == self.place[person.name]
            kin = np.array([bool(person.words & its) for its in words])
            same.append(cosines[own])
            same_seen.append(classes[own])
            different.append(cosines[~kin])
            different_seen.append(classes[~kin])
        return Scored(*(np.concatenate(one) for one in (same, same_seen, different, different_seen)))


def pooled(parts: Iterable[Scored]) -> Scored:
    """Several conditions as one."""
    listed = list(parts)
    return Scored(
        *(
            np.concatenate([getattr(part, name) for part in listed])
            for name in ("same", "same_seen", "different", "different_seen")
        )
    )


def weights(cosines: Floats, seen: NDArray[np.int64], lines: Sequence[Fit]) -> Floats:
    """log10 LR by the line of each pair's class, within the bounds."""
    slopes, intercepts = (np.array([getattr(line, name) for line in lines]) for name in ("slope", "intercept"))
    return np.asarray(np.clip(slopes[seen] * cosines + intercepts[seen], LEAST, MOST), dtype=np.float64)


def identification(trial: Trial) -> None:
    reporting = trial.people.reporting
    print(f"\nIdentification among {len(trial.gallery):,}, one picture a person; of all probes, not of those found")
    print(f"{'condition':26s} {'probes':>7s} {'found':>7s} {'rank 1':>7s} {'rank 20':>8s}  rank 1 lies within")
    for condition in ("clean", *CONDITIONS):
        half = reporting[:: _every(condition)]
        _line(condition, trial.ranks((person, f"{person.name}/1/{condition}") for person in half))
    upright = trial.ranks((person, f"{person.name}/1/clean") for person in reporting[::EVERY])
    _line("the same people, upright", upright)
    four = [one for one in four_pictures(trial.people) if one.name in trial.place]
    probes = [(person, f"{person.name}/3/bandage") for person in four]
    _line("bandage, one picture", trial.ranks(probes))
    means = trial.vectors.copy()
    for person in four:
        its = [f"{person.name}/{at}/clean" for at in range(3)]
        means[trial.place[person.name]] = combined([trial.read[key].vector for key in its if key in trial.read])
    _line("bandage, three pictures", trial.ranks(probes, means))


def _line(condition: str, said: tuple[int, Floats]) -> None:
    asked, ranks = said
    first, twenty = (ranks <= 1).sum() / asked, (ranks <= 20).sum() / asked
    low, high = interval(first, asked)
    shares = f"{len(ranks) / asked:7.3f} {first:7.3f} {twenty:8.3f}"
    print(f"{condition:26s} {asked:7d} {shares}  {low:.3f} to {high:.3f}")


def _every(condition: str) -> int:
    """One in how many of the reporting half is sought in a condition."""
    return 1 if condition == "clean" or condition in OF_ALL else EVERY


def interval(share: float, of: int) -> tuple[float, float]:
    """Within what the true share lies in 95 of 100 trials (Wilson 1927)."""
    z = 1.96
    middle, spread = share + z * z / (2 * of), z * float(np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)))
    return (middle - spread) / (1 + z * z / of), (middle + spread) / (1 + z * z / of)


def calibration(trial: Trial, model: str) -> tuple[Calibration, Scored, list[Fit]]:
    fitting, reporting = trial.people.fitting, trial.people.reporting
    conditions = ("clean", *DEGRADED)
    fits = {name: trial.scored(fitting, name, 1 if name == "clean" else EVERY_FITTING) for name in conditions}
    tests = {name: trial.scored(reporting, name, _every(name)) for name in conditions}
    degraded = pooled(fits[name] for name in DEGRADED)
    clean_line, pooled_line = fit(fits["clean"].same, fits["clean"].different), fit(degraded.same, degraded.different)
    # Good faces by the clean pictures alone: they are of many more people than the degraded ones.
    by_class = zip(Seen, (fits["clean"], degraded, degraded), strict=True)
    found = calibrated(
        {
            seen: (its.same[its.same_seen == at], its.different[its.different_seen == at])
            for at, (seen, its) in enumerate(by_class)
        },
        set_name=SET_NAME,
        people=len(fitting),
        model=model,
        fitted_on=datetime.datetime.now(tz=datetime.UTC).date(),
        strangers=Strangers.MIXED,
    )
    classes = [found.fits[seen] for seen in Seen]
    print("\nLines, fitted on the other half: log10 LR = slope x cosine + intercept")
    for name, line in (("clean", clean_line), ("pooled", pooled_line), *found.fits.items()):
        print(
            f"{name:10s} {line.slope:6.2f} {line.intercept:+6.2f}  {line.same_pairs:6,} of one person,"
            f" {line.different_pairs:9,} of strangers"
        )
    print(
        "\nCllr on the reporting half: by single lines without bounds; as weighed, by class and within the bounds; the"
    )
    print(
        "least that any calibration could reach. Strangers above a likelihood ratio of 100, as weighed and as issued,"
    )
    print("with what strangers of all kinds have by their sex and age taken off")
    print(f"{'condition':26s} {'clean':>6s} {'pooled':>6s} {'weighed':>7s} {'least':>6s} {'> 100':>8s} {'issued':>8s}")
    # Of each degradation as many people, so that none outweighs the others.
    everything = pooled(trial.scored(reporting, name, EVERY) for name in DEGRADED)
    for name, its in (*tests.items(), ("all degradations", everything)):
        clean, any_condition = (
            cllr(*(line.slope * side + line.intercept for side in (its.same, its.different)))
            for line in (clean_line, pooled_line)
        )
        same, different = weights(its.same, its.same_seen, classes), weights(its.different, its.different_seen, classes)
        above, issued = (float((different - taken > 2).mean()) for taken in (0.0, ALIKE_STRANGERS))
        least = least_cllr(its.same, its.different[::5])
        costs = f"{clean:6.3f} {any_condition:6.3f} {cllr(same, different):7.3f} {least:6.3f}"
        print(f"{name:26s} {costs} {above:8.1e} {issued:8.1e}  of {len(different):,}")
    return found, pooled([tests["clean"], everything]), classes


def london(folder: Path, info: Path, classes: Sequence[Fit]) -> None:
    """How often strangers pass a bound that mixed strangers of the same set would pass once in a thousand."""
    with info.open(encoding="utf-8") as stream:
        said = {row["face_id"].lstrip("Xx").zfill(3): row for row in csv.DictReader(stream)}
    reader, vectors, groups = face_reader(), {}, {}
    for path in sorted(folder.glob("L*_*.jpg")):
        number, _, expression = path.stem.removeprefix("L").partition("_")
        faces = reader.faces(np.ascontiguousarray(cv2.imread(str(path))[:, :, ::-1]))
        row = said.get(number)
        if faces and row:
            vectors[number, expression] = faces[0].vector
            groups[number] = row["face_sex" if "face_sex" in row else "face_gender"], row["face_eth"]
    neutral = [key for key in vectors if key[1] == "neutral"]
    smiling = [key for key in vectors if key[1] == "smiling"]
    pairs: dict[str, list[float]] = {}
    for one in neutral:
        for other in smiling:
            cosine = float(vectors[one] @ vectors[other])
            (sex, origin), (its_sex, its_origin) = groups[one[0]], groups[other[0]]
            if one[0] == other[0]:
                pairs.setdefault("the same person", []).append(cosine)
                continue
            pairs.setdefault("strangers, all", []).append(cosine)
            if sex != its_sex:
                pairs.setdefault("strangers, other sex", []).append(cosine)
            elif origin != its_origin:
                pairs.setdefault("strangers, same sex, other origin", []).append(cosine)
            else:
                pairs.setdefault("strangers, same sex and origin", []).append(cosine)
                pairs.setdefault(f"  both {sex}, {origin}", []).append(cosine)
    line = classes[0]
    bounds = [(bound - line.intercept) / line.slope for bound in (1.0, 2.0)]
    print("\nLondon set: share of pairs above a likelihood ratio of 10 and of 100, by group (line of good faces)")
    print(f"{'pairs':44s} {'n':>7s} {'> 10':>9s} {'> 100':>9s} {'mean cos':>9s}")
    for group, cosines in sorted(pairs.items()):
        its = np.array(cosines)
        if len(its) >= 20:
            shares = [float((its > bound).mean()) for bound in bounds]
            print(f"{group:44s} {len(its):7d} {shares[0]:9.4f} {shares[1]:9.4f} {its.mean():9.3f}")


def write(found: Calibration, test: Scored, classes: Sequence[Fit]) -> None:
    """The calibration and the pictures, where the repository has them."""
    REFERENCE.write_text(json.dumps(json.loads(found.to_json()), indent=1, sort_keys=True) + "\n", encoding="utf-8")
    same = weights(test.same, test.same_seen, classes)
    different = weights(test.different, test.different_seen, classes)
    said = f"{SET_NAME}, people who were not fitted: {len(same):,} pairs of one person, {len(different):,} of strangers"
    for name, chart in (
        ("tippett", tippett_chart(tippett(same, different), subtitle=said)),
        ("reliability", reliability_chart(reliability(same, different), subtitle=said)),
    ):
        (PICTURES / f"faces-{name}.svg").write_text(chart, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("lfw", type=Path)
    parser.add_argument("cache", type=Path)
    parser.add_argument("--minutes", type=float, default=1e9, help="stop reading after so long; call again to go on")
    parser.add_argument("--london", type=Path, nargs=2)
    parser.add_argument("--write", action="store_true")
    said = parser.parse_args()
    read = readings(said.lfw, said.cache, minutes=said.minutes)
    if read is None:
        sys.exit("not all is read yet; call again")
    model = face_reader().model
    packages = ", ".join(f"{name} {importlib.metadata.version(name)}" for name in ("opencv-python-headless", "numpy"))
    print(f"{model.key}; Python {platform.python_version()}, {packages}, {os.cpu_count()} cores")
    print(f"{read.looked_at:,} pictures read in {read.seconds:.0f} CPU s, drawing of degradations included:", end=" ")
    print(f"{read.looked_at / read.seconds:.1f} a second and core")
    trial = Trial(corpus(said.lfw), read)
    identification(trial)
    found, test, classes = calibration(trial, model.key)
    if said.london:
        london(*said.london, classes)
    if said.write:
        write(found, test, classes)


if __name__ == "__main__":
    main()
