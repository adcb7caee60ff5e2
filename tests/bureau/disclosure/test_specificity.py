"""Who already knows a person finds him; who fishes finds nothing."""

from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.disclosure.specificity import PUBLIC, singled_out


def never(left: str, right: str) -> bool:
    return False


def always(left: str, right: str) -> bool:
    return True


def test_a_query_that_says_enough_and_fits_one_person_is_answered() -> None:
    assert singled_out([("his", 9.2), ("another's", 3.0)], PUBLIC, same_person=never) == ("his",)


def test_a_vague_query_is_not_answered_even_if_only_one_person_fits() -> None:
    assert singled_out([("his", PUBLIC.least_log10_lr - 0.1)], PUBLIC, same_person=never) == ()


def test_a_query_that_fits_two_people_alike_is_answered_with_neither() -> None:
    assert singled_out([("his", 9.2), ("his namesake's", 9.0)], PUBLIC, same_person=never) == ()


def test_two_records_of_one_person_do_not_compete() -> None:
    assert singled_out([("his", 9.2), ("his again", 9.0)], PUBLIC, same_person=always) == ("his", "his again")


def test_nothing_found_is_the_empty_answer() -> None:
    assert singled_out([], PUBLIC, same_person=never) == ()


@given(st.lists(st.tuples(st.text(max_size=3), st.floats(-20, 20)), max_size=12))
def test_nobody_below_the_threshold_is_ever_shown(weighed: list[tuple[str, float]]) -> None:
    shown = singled_out(weighed, PUBLIC, same_person=always)
    if shown:
        assert max(weight for _, weight in weighed) >= PUBLIC.least_log10_lr
        assert (shown[0], max(weight for _, weight in weighed)) in weighed
