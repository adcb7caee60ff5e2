from __future__ import annotations

import numpy as np
from lxml import etree

from antigone.evidence.faces import reliability, reliability_chart, tippett, tippett_chart

SAME = np.random.default_rng(1).normal(3, 1, 4_000).clip(-2, 4)
DIFFERENT = np.random.default_rng(2).normal(-1.5, 1, 9_000).clip(-2, 4)


def texts(chart: str) -> str:
    root = etree.fromstring(chart.encode())
    assert {element.tag.rpartition("}")[2] for element in root.iter()} <= {
        "svg", "title", "desc", "style", "rect", "text", "line", "polyline", "circle",
    }  # fmt: skip
    return " ".join(root.itertext())


def test_a_tippett_plot_says_in_words_what_it_draws() -> None:
    said = texts(tippett_chart(tippett(SAME, DIFFERENT), subtitle="two towns & a village"))
    assert "two towns & a village" in said
    # The words are read off the drawn curve, so they may be a step of it away from the pairs themselves.
    share = float((SAME > 2).mean())
    stated = float(said.partition("likelihood ratio above 1 and ")[2].partition("%")[0]) / 100
    assert abs(stated - share) < 0.03


def test_a_reliability_plot_has_a_point_for_each_range_with_both_kinds() -> None:
    bins = reliability(SAME, DIFFERENT)
    chart = reliability_chart(bins, subtitle="two towns")
    assert chart.count("<circle") == sum(1 for one in bins if one.same and one.different) > 3
    assert "from the diagonal" in texts(chart)
