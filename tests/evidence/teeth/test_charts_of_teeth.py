"""Charts in FDI numbers, and a chart of life against a chart of death: time explains, or nothing does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence import traits
from antigone.evidence.teeth import (
    NUMBERS,
    PERMANENT,
    SURFACES,
    Agreement,
    Chart,
    Finding,
    Material,
    NotATooth,
    Reason,
    State,
    chart_in_words,
    chart_of,
    compare_charts,
    surfaces_of,
    tooth_number,
)

SOUND, MISSING = Finding(State.SOUND), Finding(State.MISSING)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    state = draw(st.sampled_from(State))
    surfaces = draw(st.sets(st.sampled_from(SURFACES))) if state in (State.FILLED, State.DECAYED) else set()
    rooted = state in (State.SOUND, State.FILLED, State.CROWN, State.DECAYED, State.ROOT) and draw(st.booleans())
    return Finding(state, surfaces_of("".join(surfaces)), draw(st.sampled_from(Material)), rooted)


charts = st.dictionaries(st.sampled_from(sorted(NUMBERS)), findings(), max_size=12)


def test_there_are_thirty_two_teeth_and_twenty_milk_teeth() -> None:
    assert len(PERMANENT) == 32
    assert len(NUMBERS) == 52
    assert [tooth_number(text) for text in ("11", "4.8", " 85 ")] == [11, 48, 85]


@given(charts)
def test_a_chart_is_kept_whole_and_agrees_with_itself(chart: dict[int, Finding]) -> None:
    kept = chart_of({str(number): finding.as_json() for number, finding in chart.items()})
    assert kept == chart
    assert compare_charts(chart, chart).incompatible == 0
    assert compare_charts(chart, chart).explainable == 0


@pytest.mark.parametrize(("before", "after", "reason"), [
    (SOUND, SOUND, Reason.AS_TOLD),
    (SOUND, Finding(State.FILLED, "O"), Reason.TREATED_SINCE),
    (SOUND, MISSING, Reason.LOST_SINCE),
    (SOUND, Finding(State.LOST_AFTER_DEATH), Reason.LOST_AFTER_DEATH),
    (Finding(State.FILLED, "O"), Finding(State.FILLED, "MO"), Reason.MORE_SINCE),
    (Finding(State.FILLED, "MO"), Finding(State.FILLED, "O"), Reason.FEWER_SURFACES),
    (Finding(State.FILLED, "MO"), Finding(State.FILLED), Reason.LESS_TOLD),
    (Finding(State.FILLED, "O"), Finding(State.CROWN), Reason.TREATED_SINCE),
    (Finding(State.CROWN), Finding(State.FILLED, "O"), Reason.UNTREATED_AGAIN),
    (Finding(State.FILLED, "O"), SOUND, Reason.UNTREATED_AGAIN),
    (Finding(State.FILLED, "O", Material.AMALGAM), Finding(State.FILLED, "O", Material.GOLD), Reason.OTHER_MATERIAL),
    (Finding(State.FILLED, "O", Material.AMALGAM), Finding(State.FILLED, "O"), Reason.AS_TOLD),
    (Finding(State.CROWN, root_filled=True), Finding(State.CROWN), Reason.ROOT_UNFILLED_AGAIN),
    (Finding(State.CROWN), Finding(State.CROWN, root_filled=True), Reason.TREATED_SINCE),
    (MISSING, SOUND, Reason.GREW_BACK),
    (MISSING, Finding(State.IMPLANT), Reason.REPLACED_SINCE),
    (Finding(State.IMPLANT), Finding(State.PONTIC), Reason.CANNOT_RETURN),
    (MISSING, Finding(State.UNERUPTED), Reason.LESS_TOLD),
    (Finding(State.UNERUPTED), SOUND, Reason.ERUPTED_SINCE),
    (SOUND, Finding(State.UNERUPTED), Reason.CANNOT_RETURN),
    (SOUND, Finding(State.ROOT), Reason.DECAYED_SINCE),
    (Finding(State.ROOT), SOUND, Reason.GREW_BACK),
])  # fmt: skip
def test_time_explains_or_nothing_does(before: Finding, after: Finding, reason: Reason) -> None:
    (tooth,) = compare_charts({16: before}, {16: after}).teeth
    assert tooth.reason is reason


@given(charts, charts)
def test_every_tooth_of_either_chart_is_judged_once(before: dict[int, Finding], after: dict[int, Finding]) -> None:
    found = compare_charts(before, after)
    assert {tooth.number for tooth in found.teeth} == before.keys() | after.keys()
    assert len(found.teeth) == len(before.keys() | after.keys())
    for tooth in found.teeth:
        if tooth.before is None or tooth.after is None:
            assert tooth.agreement is Agreement.NOTHING
    assert found.telling <= found.same


def test_sound_teeth_tell_nobody_apart() -> None:
    before: Chart = {16: SOUND, 26: Finding(State.FILLED, "O"), 36: MISSING, 46: SOUND}
    after: Chart = {16: SOUND, 26: Finding(State.FILLED, "O"), 36: MISSING, 46: Finding(State.FILLED, "MOD")}
    found = compare_charts(before, after)
    assert (found.same, found.telling, found.explainable, found.incompatible) == (3, 2, 1, 0)


def test_matching_reads_what_the_chart_tells() -> None:
    chart = {16: MISSING, 26: MISSING, 36: Finding(State.FILLED, "O"), 11: Finding(State.CROWN), 12: SOUND}
    read = traits.read(chart_in_words(chart))
    assert read.unread == ()
    assert {(tooth.number, tooth.state.value) for tooth in read.teeth} == {
        (16, "missing"), (26, "missing"), (36, "filling"), (11, "crown"),
    }  # fmt: skip
    assert chart_in_words({12: SOUND}) == ""


@pytest.mark.parametrize(("kept", "sentence"), [
    ({"19": {"state": "sound"}}, "is no tooth"),
    ({"x": {"state": "sound"}}, "is no tooth"),
    ({"16": {"state": "gone"}}, "tooth 16"),
    ({"16": {}}, "tooth 16"),
    ({"16": {"state": "filled", "surfaces": "MX"}}, "names no surfaces"),
    ({"16": {"state": "sound", "surfaces": "M"}}, "only fillings and decay"),
    ({"16": {"state": "missing", "root_filled": True}}, "no root to be filled"),
])  # fmt: skip
def test_what_no_tooth_can_be_is_refused(kept: dict[str, dict[str, object]], sentence: str) -> None:
    with pytest.raises(NotATooth, match=sentence):
        chart_of(kept)
