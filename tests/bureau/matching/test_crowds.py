"""Crowds: namesakes by the thousand, components too large to be taken whole. Time is bounded, the answer true."""

from __future__ import annotations

import random

import numpy as np
import pytest
from tests.bureau.matching.lists import compare, families_say, found, lists_say, match_between, missing

from antigone.bureau.matching.models import Match, Run
from antigone.bureau.matching.parameters import parameters_in_force
from antigone.bureau.matching.results import Priors, rejoin
from antigone.bureau.registry.models import Record
from antigone.evidence.linkage.blocking import Blocking

pytestmark = pytest.mark.django_db

NAME = "Иванов Иван"


def test_a_crowd_without_dates_is_not_compared_whole_and_the_run_says_what_it_left_out() -> None:
    families_say(*(missing(f"m{number}", NAME) for number in range(1_000)))
    lists_say(*(found(f"f{number}", NAME) for number in range(1_000)))
    (summary,) = compare()
    assert summary.compared == 2_000
    assert summary.pairs < Blocking().pairs_per_block
    assert "narrowed by birth year" in summary.left_out
    assert "records that tell no birth year" in summary.left_out


@pytest.mark.slow
def test_ten_thousand_of_one_name_and_the_two_who_are_one_man_are_found() -> None:
    dice = random.Random(7)

    def born() -> str:
        date = f"{dice.randint(1960, 2004)}-{dice.randint(1, 12):02}-{dice.randint(1, 28):02}"
        return dice.choice([date, date[:4]]) if dice.random() < 0.1 else ""

    families_say(*(missing(f"m{number}", NAME, birth_date=born()) for number in range(5_000)))
    lists_say(*(found(f"f{number}", NAME, birth_date=born()) for number in range(5_000)))
    summaries = compare()
    assert sum(one.compared for one in summaries) >= 10_000
    assert any("narrowed by birth year" in one.left_out for one in summaries)
    families_say(missing("he", f"{NAME} Иванович", birth_date="1987-05-13", service_number="ВЛ-1234567"))
    lists_say(found("him", "Ivanov Ivan", birth_date="1987-05-13", service_number="VL-1234567"))
    compare()
    assert match_between("he", "him").joint_posterior > 0.9


PRIORS = Priors(across=-2.0, sought=-9.0, found=-9.0)


@pytest.fixture
def chain() -> list[Match]:
    """Each body might be two of the sought, each of the sought two bodies: three hundred records in one component."""
    families_say(*(missing(f"m{number}") for number in range(150)))
    lists_say(*(found(f"f{number}") for number in range(150)))
    parameters = parameters_in_force()
    run = Run.objects.create(
        engine="by hand", engine_version="0", parameters=parameters, blocking={}, floor=0, sought=150, found=150,
        inputs="0", priors={}, state="running", started_by="test",
    )  # fmt: skip
    sought, bodies = (
        list(Record.objects.filter(kind=kind).order_by("id").values_list("id", flat=True))
        for kind in ("missing", "dead")
    )
    dice = random.Random(3)
    links = [(sought[at], bodies[at]) for at in range(150)] + [(sought[at + 1], bodies[at]) for at in range(149)]
    matches = Match.objects.bulk_create(
        Match(
            relation="across", left_id=left, right_id=right, run=run, weights=[], log10_lr=dice.uniform(1.5, 4),
            prior=0, pairwise_posterior=0, joint_posterior=0,
        )
        for left, right in links
    )  # fmt: skip
    rejoin(PRIORS, None)
    return matches


def posteriors() -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    return np.array(Match.objects.order_by("id").values_list("joint_posterior", flat=True))


def test_near_what_changed_a_large_component_answers_as_if_it_were_taken_whole(chain: list[Match]) -> None:
    before = posteriors()
    changed = chain[75]
    Match.objects.filter(pk=changed.pk).update(log10_lr=9)
    touched = np.array([changed.left_id, changed.right_id])
    changed_by_that = rejoin(PRIORS, touched).changed
    near = posteriors()
    rejoin(PRIORS, None)
    whole = posteriors()
    assert near[75] > 0.99
    assert np.abs(whole - before).max() > 0.1
    assert np.abs(whole - near).max() < 1e-6
    assert changed_by_that < 150
