"""Records of one side that speak of one person: proposed as clusters, never merged, never chained."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from antigone.evidence import joint


def test_duplicates_stand_together() -> None:
    found = joint.clusters(5, [0, 1, 0, 3], [1, 2, 2, 4], [6.0, 5.0, 7.0, 4.0], prior_log10_odds=-2.0)
    assert found.label.tolist() == [0, 0, 0, 1, 1]
    assert found.sizes.tolist() == [3, 2]
    assert found.support[0] > 0.99


def test_a_chain_of_look_alikes_does_not_run_together() -> None:
    records = 1000
    found = joint.clusters(
        records, np.arange(records - 1), np.arange(1, records), np.full(records - 1, 3.0), prior_log10_odds=0.0
    )
    assert found.sizes.max() == 2


def test_one_strong_likeness_does_not_outvote_two_others() -> None:
    found = joint.clusters(4, [0, 0, 1, 0], [1, 2, 2, 3], [6.0, 6.0, 6.0, 9.0], prior_log10_odds=0.0)
    assert found.label.tolist() in ([0, 0, 0, 1], [0, 1, 1, 0])
    assert found.rival[3] == 0 or found.label[3] == 0


def test_ten_thousand_namesakes_with_weak_weights_stay_apart() -> None:
    rng = np.random.default_rng(1)
    records = 10_000
    pairs = rng.integers(0, records, (100_000, 2))
    pairs = np.unique(np.sort(pairs[pairs[:, 0] != pairs[:, 1]], axis=1), axis=0)
    found = joint.clusters(records, pairs[:, 0], pairs[:, 1], rng.normal(0.1, 0.3, len(pairs)), prior_log10_odds=0.0)
    assert found.sizes.max() <= 5


def test_the_largest_cluster_is_bounded() -> None:
    first, second = np.triu_indices(30, 1)
    found = joint.clusters(30, first, second, np.full(len(first), 5.0), prior_log10_odds=0.0, largest=7)
    assert found.sizes.max() == 7


def test_an_impossible_pair_is_never_in_one_cluster() -> None:
    found = joint.clusters(3, [0, 1, 0], [1, 2, 2], [20.0, 19.0, -np.inf], prior_log10_odds=0.0)
    assert found.label.tolist() == [0, 0, 1]


@given(st.randoms(use_true_random=False), st.integers(2, 12))
@settings(max_examples=50, deadline=None)
def test_the_order_of_pairs_does_not_matter(random: object, records: int) -> None:
    rng = np.random.default_rng(random.randrange(2**32))  # type: ignore[attr-defined]
    first, second = np.triu_indices(records, 1)
    weight = rng.normal(0, 3, len(first))
    order = rng.permutation(len(first))
    plain = joint.clusters(records, first, second, weight, prior_log10_odds=0.0)
    other = joint.clusters(records, second[order], first[order], weight[order], prior_log10_odds=0.0)
    assert plain.label.tolist() == other.label.tolist()


def test_a_reason_is_given_in_words() -> None:
    found = joint.clusters(4, [0, 1], [1, 2], [6.0, 3.0], prior_log10_odds=0.0)
    assert found.reason(0) == (
        "stands with 1 other record: on average the probability that they speak of the same person is 1.00"
    )
    assert "nearest other cluster reaches 0.50" in found.reason(2)
    assert found.reason(3) == "stands alone: no other record is likelier than not to speak of the same person"


def test_repeated_records_do_not_multiply_the_evidence() -> None:
    """Three records of one man are one line of evidence about a body, not three."""
    found = joint.clusters(3, [0, 0, 1], [1, 2, 2], [8.0, 8.0, 8.0], prior_log10_odds=0.0)
    answer = joint.clustered_posterior([0, 1, 2], [0, 0, 0], [2.0, 2.0, 2.0], row_clusters=found)
    assert answer.pair == pytest.approx([100 / 101] * 3)
    assert answer.not_here == pytest.approx([1 / 101])


def test_records_of_one_man_do_not_compete_for_his_body() -> None:
    found = joint.clusters(2, [0], [1], [8.0], prior_log10_odds=0.0)
    apart = joint.clustered_posterior([0, 1], [0, 0], [6.0, 6.0])
    together = joint.clustered_posterior([0, 1], [0, 0], [6.0, 6.0], row_clusters=found)
    assert apart.pair == pytest.approx([0.5, 0.5], abs=1e-5)
    assert together.pair == pytest.approx([1, 1], abs=1e-5)


def test_the_mean_of_ratios_speaks_for_a_cluster() -> None:
    rows = joint.clusters(2, [0], [1], [8.0], prior_log10_odds=0.0)
    cols = joint.clusters(3, [0], [1], [8.0], prior_log10_odds=0.0)
    answer = joint.clustered_posterior([0, 1], [0, 1], [1.0, 2.0], row_clusters=rows, col_clusters=cols)
    ratio = (10 + 100) / 4
    assert answer.pair == pytest.approx([ratio / (1 + ratio)] * 2)


def test_one_impossible_record_excludes_the_cluster() -> None:
    found = joint.clusters(2, [0], [1], [8.0], prior_log10_odds=0.0)
    answer = joint.clustered_posterior([0, 1], [0, 0], [6.0, -np.inf], row_clusters=found)
    assert answer.pair.tolist() == [0, 0]


def decided(*flags: int) -> joint.Prior:
    return joint.Prior(identified=np.array(flags, np.bool_))


def test_two_notices_identified_with_one_body_are_one_person() -> None:
    """A mother and a wife each asked; nobody compared their notices; both were told."""
    answer = joint.clustered_posterior([0, 1, 1], [0, 0, 1], [6.0, 6.0, 5.0], decided(1, 1, 0))
    assert answer.pair.tolist() == [1, 1, 0]
    assert answer.not_here.tolist() == [0]


def test_a_proposed_cluster_yields_to_two_identifications() -> None:
    """Two brothers taken for one man by their records, then identified as two."""
    found = joint.clusters(3, [0, 1], [1, 2], [8.0, 8.0], prior_log10_odds=0.0)
    assert found.label[0] == found.label[1]
    answer = joint.clustered_posterior(
        [0, 1, 0, 1], [0, 1, 1, 0], [6.0, 6.0, 5.0, 5.0], decided(1, 1, 0, 0), row_clusters=found
    )
    assert answer.pair.tolist() == [1, 1, 0, 0]


def test_an_identification_speaks_for_the_whole_cluster() -> None:
    found = joint.clusters(2, [0], [1], [8.0], prior_log10_odds=0.0)
    for other in (2.0, -np.inf):
        answer = joint.clustered_posterior(
            [0, 1, 1], [0, 0, 1], [6.0, other, 7.0], decided(1, 0, 0), row_clusters=found
        )
        assert answer.pair.tolist() == [1, 1, 0]
    with pytest.raises(joint.PairsRejected, match="identified, and excluded or impossible"):
        joint.clustered_posterior([0], [0], [-np.inf], decided(1), row_clusters=found)


@pytest.mark.parametrize(
    ("sentence", "question"),
    [
        ("one length", (3, [0], [1, 2], [0.0])),
        ("numbered from 0 to 2", (3, [0], [3], [0.0])),
        ("needs two records", (3, [1], [1], [0.0])),
        ("below infinity", (3, [0], [1], [np.nan])),
        ("listed twice", (3, [0, 1], [1, 0], [0.0, 0.0])),
    ],
)
def test_refused(sentence: str, question: tuple[int, list[int], list[int], list[float]]) -> None:
    with pytest.raises(joint.PairsRejected, match=sentence):
        joint.clusters(*question, prior_log10_odds=0.0)


def test_unknown_records_are_refused() -> None:
    found = joint.clusters(2, [0], [1], [8.0], prior_log10_odds=0.0)
    with pytest.raises(joint.PairsRejected, match="outside 0 to 1"):
        joint.clustered_posterior([2], [0], [1.0], row_clusters=found)
    with pytest.raises(joint.PairsRejected, match="listed twice"):
        joint.clustered_posterior([1, 1], [0, 0], [1.0, 1.0], row_clusters=found)
