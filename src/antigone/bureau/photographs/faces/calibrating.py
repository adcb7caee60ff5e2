"""A calibration from the deployment's own gallery: its people are the strangers among whom somebody is sought."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib.resources import files

import numpy as np
from numpy.typing import NDArray

from antigone.bureau.photographs.faces.index import Rows, index_of
from antigone.bureau.photographs.faces.models import FaceCalibration, FaceModel
from antigone.bureau.photographs.faces.values import UnknownModel
from antigone.bureau.photographs.models import SamePhotograph
from antigone.bureau.registry.models import Name, Record
from antigone.evidence import names
from antigone.evidence.dates import NotADate, UncertainDate
from antigone.evidence.faces import Calibration, Seen, Strangers, calibrated

#: Pairs of strangers that are drawn; more change no coefficient in its third digit.
_PAIRS = 200_000
#: Two photographs more alike than this are one photograph, saved twice: they would flatter the calibration.
_ONE_PHOTOGRAPH = 0.95
#: Strangers are of about the same age when their birth years differ by no more.
_YEARS = 10
_ORDER = ("good", "degraded", "hidden")
_REFERENCE = "reference.json"


def calibration_in_force(model: FaceModel) -> Calibration | None:
    """The newest calibration of a model; None where nobody has kept one."""
    kept = FaceCalibration.objects.filter(model=model).order_by("-pk").first()
    return None if kept is None else Calibration.from_json(kept.document)


def model_by_key(key: str) -> FaceModel:
    """The model as it is kept.

    Raises:
        UnknownModel: nothing was indexed by it.
    """
    model = FaceModel.objects.filter(key=key).first()
    if model is None:
        raise UnknownModel(f"no photograph was read by the model {key}; run «antigone photos reindex» with it")
    return model


def reference_calibration() -> Calibration:
    """The calibration that comes with the shipped model: from LFW, strangers of all kinds (docs/faces.md)."""
    document = (files(__package__) / _REFERENCE).read_text(encoding="utf-8")
    return Calibration.from_json(document)


def own_calibration(model: FaceModel, *, set_name: str, on: date, seed: int = 1) -> Calibration:
    """A calibration from chosen faces of this bureau's records.

    One person is told by records with several different photographs. Strangers are records of one sex and about one age
    that share no key of their names: who shares one may be kin, or one person in two lists.

    Args:
        set_name: what the desk shows beside each weight.
        on: the day.
        seed: the same draws the same pairs.

    Raises:
        antigone.evidence.faces.TooFewFaces: there are too few of either.
    """
    rows, vectors = index_of(model).chosen()
    same_left, same_right = _of_one_person(rows, vectors)
    left, right, strangers = _of_strangers(rows, np.random.default_rng(seed))
    pairs: dict[Seen, tuple[NDArray[np.float64], NDArray[np.float64]]] = {}
    same, different = _cosines(vectors, same_left, same_right), _cosines(vectors, left, right)
    worse_same = np.maximum(rows.seen[same_left], rows.seen[same_right])
    worse_different = np.maximum(rows.seen[left], rows.seen[right])
    for code, seen in enumerate(_ORDER):
        pairs[Seen(seen)] = same[worse_same == code], different[worse_different == code]
    people = len(np.unique(rows.record[same_left]))
    found = calibrated(
        pairs, set_name=set_name, people=max(people, 1), model=model.key, fitted_on=on, strangers=strangers
    )
    return replace(found, people=people)


def _cosines(vectors: NDArray[np.float32], left: NDArray[np.int64], right: NDArray[np.int64]) -> NDArray[np.float64]:
    return np.asarray(np.einsum("ij,ij->i", vectors[left], vectors[right]), dtype=np.float64)


def _of_one_person(rows: Rows, vectors: NDArray[np.float32]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Pairs of different photographs of one record."""
    copies = set(SamePhotograph.objects.filter(undone_on=None).values_list("one_id", "other_id"))
    by_record: dict[int, list[int]] = {}
    for position, record in enumerate(rows.record.tolist()):
        by_record.setdefault(record, []).append(position)
    left, right = [], []
    for positions in by_record.values():
        for at, one in enumerate(positions):
            for other in positions[at + 1 :]:
                pair = sorted((int(rows.photograph[one]), int(rows.photograph[other])))
                if (pair[0], pair[1]) in copies or float(vectors[one] @ vectors[other]) > _ONE_PHOTOGRAPH:
                    continue
                left.append(one)
                right.append(other)
    return np.array(left, dtype=np.int64), np.array(right, dtype=np.int64)


def _of_strangers(rows: Rows, random: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64], Strangers]:
    """Pairs of different people: of one sex and age where enough records say so, else of all kinds."""
    if len(rows.record) < 2:
        nothing = np.empty(0, dtype=np.int64)
        return nothing, nothing, Strangers.MIXED
    records, place = np.unique(rows.record, return_inverse=True)
    sex, year = _sexes_and_years(records)
    keys = _name_keys(records)
    left, right = _drawn_pairs(len(rows.record), random)
    one, other = place[left], place[right]
    apart = one != other
    left, right, one, other = left[apart], right[apart], one[apart], other[apart]
    alike = (sex[one] == sex[other]) & (sex[one] != "") & (np.abs(year[one] - year[other]) <= _YEARS)
    strangers = Strangers.MIXED
    if alike.sum() >= min(_PAIRS, len(left)) / 20:
        left, right, one, other = left[alike], right[alike], one[alike], other[alike]
        strangers = Strangers.ALIKE
    no_kin = np.array(
        [not keys[a] & keys[b] for a, b in zip(one[: 2 * _PAIRS], other[: 2 * _PAIRS], strict=True)], bool
    )
    chosen = np.flatnonzero(no_kin)[:_PAIRS]
    return left[chosen], right[chosen], strangers


def _drawn_pairs(count: int, random: np.random.Generator) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Different pairs of so many things, each once: all of them, or enough by lot."""
    every = count * (count - 1) // 2
    if every <= 6 * _PAIRS:
        left, right = np.triu_indices(count, 1)
        order = random.permutation(every)
        return left[order], right[order]
    drawn = random.integers(0, count, (6 * _PAIRS, 2))
    pairs = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
    pairs = random.permutation(pairs)
    return pairs[:, 0], pairs[:, 1]


def _sexes_and_years(records: NDArray[np.int64]) -> tuple[NDArray[np.str_], NDArray[np.float64]]:
    said = {pk: (sex, born) for pk, sex, born in Record.objects.filter(pk__in=records.tolist()).values_list(
        "pk", "sex", "birth_date"
    )}  # fmt: skip
    sexes, years = [], []
    for record in records.tolist():
        sex, born = said.get(record, ("", ""))
        sexes.append(sex)
        years.append(_year(born))
    return np.array(sexes, dtype=np.str_), np.array(years, dtype=np.float64)


def _year(born: str) -> float:
    if not born:
        return float("nan")
    try:
        low, high = UncertainDate.parse(born).years
    except NotADate:
        return float("nan")
    return (low + high) / 2


def _name_keys(records: NDArray[np.int64]) -> list[frozenset[str]]:
    found: dict[int, set[str]] = {}
    for record, value in Name.objects.filter(record__in=records.tolist()).values_list("record_id", "value"):
        found.setdefault(record, set()).update(names.keys(value))
    return [frozenset(found.get(record, ())) for record in records.tolist()]
