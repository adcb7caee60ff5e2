"""Kill -9 of any part loses nothing that was acknowledged, and the next start recovers.

`python -m benchmarks.kill` runs the same campaign for as long as one likes, also with durability switched off, to
show that it would notice a loss.
"""

import pytest
from benchmarks.kill import campaign

pytestmark = pytest.mark.embedded


@pytest.mark.slow
def test_killing_parts_loses_nothing_acknowledged() -> None:
    report = campaign(12, seed=20261123)
    assert report.acknowledged > 500
    assert (report.lost, report.doubled, report.orphans, report.unexplained) == (0, 0, 0, 0)
    assert report.unplaced == 0
    assert report.ledger_fault == ""
    assert report.left_over == 0
