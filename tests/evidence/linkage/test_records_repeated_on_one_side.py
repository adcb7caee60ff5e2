"""How many records of one side have a twin there is learned from that side alone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from antigone.evidence.linkage import Model, Prior, repeated_share, starting_model


@pytest.mark.parametrize("share", [0.02, 0.1, 0.4])
def test_the_share_of_repeated_records_is_found(share: float) -> None:
    """Twins weigh 8 +- 2, pairs of strangers that share a key -1 +- 2: as an honest model would weigh them."""
    dice = np.random.default_rng(4)
    count = 2000
    twins = int(share * count / 2)
    left, right = dice.integers(0, count, 20_000), dice.integers(0, count, 20_000)
    apart = left != right
    left = np.concatenate([np.arange(twins) * 2, left[apart]])
    right = np.concatenate([np.arange(twins) * 2 + 1, right[apart]])
    totals = np.concatenate([dice.normal(8, 2, twins), dice.normal(-1, 1, int(apart.sum()))])
    assert repeated_share(totals, left, right, count) == pytest.approx(share, rel=0.1)


def test_nobody_is_repeated_where_nothing_speaks_for_it() -> None:
    nobody = np.zeros(0, dtype=np.int64)
    assert repeated_share(np.zeros(0), nobody, nobody, 100) == pytest.approx(1e-6)
    assert repeated_share(np.zeros(0), nobody, nobody, 0) == pytest.approx(1e-6)


def test_what_was_not_learned_leaves_a_parameter_set_as_it_was() -> None:
    model = starting_model()
    assert '"repeated' not in model.to_json()
    learned = replace(model, prior=Prior(0.2, repeated_sought=0.1, repeated_found=0.3))
    assert learned.version != model.version
    assert Model.from_json(learned.to_json()) == learned
    assert Model.from_json(model.to_json()) == model
    with pytest.raises(ValueError, match="another of the same person"):
        Prior(repeated_found=1.0)
