"""Numbers that count different things are never added, subtracted or taken for each other."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from antigone.evidence.claims import (
    Amount,
    Claim,
    Counted,
    IncompatibleCounts,
    NotAClaim,
    NotAnAmount,
    Population,
    Qualifier,
    Quantity,
    Source,
    Standing,
    Tally,
    claim_document,
    claim_of,
    said_number,
)
from antigone.interfaces.exchange.claims import claims_as_csv, claims_as_json, read_claims

forces = st.sampled_from(["north", "south"])
quantities = st.builds(
    Quantity,
    st.sampled_from(Counted),
    st.builds(Population, forces, st.frozensets(st.sampled_from(["guard", "militia"])), st.frozensets(st.just("navy"))),
    st.sampled_from(["", "the coast"]),
    st.sampled_from(["2022-01-01", "2022-03-01"]),
    st.sampled_from(["2022-02-01", "2022-04-01"]),
    st.sampled_from(Tally),
)
amounts = st.builds(
    lambda quantity, numbers, said: Amount(quantity, *sorted(numbers), as_said=said),
    quantities,
    st.lists(st.integers(0, 100_000), min_size=3, max_size=3),
    st.text("abc =+-@'", max_size=8).map(str.strip),
)
words = st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="|"), max_size=20).map(
    str.strip
)
claims = st.builds(
    Claim,
    key=words.filter(bool),
    speaker=words.filter(bool),
    amount=amounts,
    as_of=st.just("2022-04-14"),
    standing=st.sampled_from(Standing),
    on_behalf_of=words,
    source=st.builds(Source, url=words, relayed_by=st.lists(words.filter(bool), max_size=2).map(tuple)),
    unclear=st.lists(words.filter(bool), max_size=2).map(tuple),
)


@given(amounts, amounts)
def test_only_increments_of_one_type_and_of_periods_apart_have_a_sum(one: Amount, other: Amount) -> None:
    mine, theirs = one.quantity, other.quantity
    alike = (mine.counted, mine.population, mine.territory) == (theirs.counted, theirs.population, theirs.territory)
    apart = mine.period_to < theirs.period_from or theirs.period_to < mine.period_from
    forwards = mine.period_from <= mine.period_to and theirs.period_from <= theirs.period_to
    if alike and apart and forwards and mine.tally is theirs.tally is Tally.INCREMENT:
        assert (one + other).best == (one.best or 0) + (other.best or 0)
    else:
        with pytest.raises(IncompatibleCounts):
            one + other


def _killed(period_from: str, period_to: str) -> Amount:
    quantity = Quantity(
        Counted.KILLED, Population("north"), period_from=period_from, period_to=period_to, tally=Tally.INCREMENT
    )
    return Amount(quantity, best=10)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # A month holds its days, though it is the shorter text.
        (("2022-03", "2022-04"), ("2022-04-15", "2022-04-30")),
        (("2022", "2022"), ("2022-12-31", "2023-01-05")),
        (("2022-03-01", "2022-04-01"), ("2022-03-01", "2022-02-01")),
        (("2022-03-01", "2022-02-01"), ("2022-06-01", "2022-07-01")),
        (("2022-03-01", ""), ("2022-06-01", "2022-07-01")),
        (("spring", "summer"), ("2022-06-01", "2022-07-01")),
    ],
)
def test_periods_that_overlap_run_backwards_or_are_not_said_have_no_sum(
    one: tuple[str, str], other: tuple[str, str]
) -> None:
    for left, right in ((one, other), (other, one)):
        with pytest.raises(IncompatibleCounts):
            _killed(*left) + _killed(*right)


def test_a_month_and_the_day_after_it_have_a_sum() -> None:
    total = _killed("2022-05-01", "2022-05-03") + _killed("2022-03", "2022-04")
    assert (total.best, total.quantity.period_from, total.quantity.period_to) == (20, "2022-03", "2022-05-03")


@given(amounts, amounts)
def test_only_two_cumulative_counts_of_one_type_have_a_difference(one: Amount, other: Amount) -> None:
    if one.quantity == other.quantity and one.quantity.tally is Tally.CUMULATIVE:
        assert one - other == (one.best or 0) - (other.best or 0)
    else:
        with pytest.raises(IncompatibleCounts):
            one - other


@given(claims)
def test_a_claim_becomes_a_document_and_comes_back_equal(claim: Claim) -> None:
    back = claim_of(claim_document(claim))
    assert back == claim
    assert back.amount.as_said == claim.amount.as_said


@given(st.lists(claims, min_size=1, max_size=4))
def test_claims_go_out_as_csv_and_json_and_come_back_equal(
    tmp_path_factory: pytest.TempPathFactory, several: list[Claim]
) -> None:
    file = tmp_path_factory.mktemp("claims") / "claims"
    for text in (claims_as_csv(several), claims_as_json(several)):
        file.write_text(text, encoding="utf-8")
        assert read_claims(file) == tuple(several)


@given(st.lists(claims, min_size=1, max_size=4))
def test_no_cell_of_the_csv_is_a_formula(several: list[Claim]) -> None:
    import csv
    import io

    for row in csv.reader(io.StringIO(claims_as_csv(several))):
        assert not any(cell[:1] in ("=", "+", "-", "@", "\t", "\r") for cell in row)


@pytest.mark.parametrize(
    ("text", "low", "best", "high", "qualifier"),
    [
        ("more than 7,000", 7_000, None, None, Qualifier.MORE_THAN),
        ("7,000-15,000", 7_000, None, 15_000, Qualifier.EXACTLY),
        ("between 7 and 15 thousand", 7_000, None, 15_000, Qualifier.EXACTLY),
        ("около 19 500", None, 19_500, None, Qualifier.ABOUT),
        ("не менее 1500 тел", 1_500, None, None, Qualifier.AT_LEAST),
        ("понад 1,5 тис.", 1_500, None, None, Qualifier.MORE_THAN),
        ("up to 200", None, None, 200, Qualifier.UP_TO),
        ("dozens", 24, None, 99, Qualifier.ABOUT),
        ("десятки тисяч", 20_000, None, 99_999, Qualifier.ABOUT),
        ("hundreds of bodies", 200, None, 999, Qualifier.ABOUT),
        ("unknown", None, None, None, Qualifier.EXACTLY),
    ],
)
def test_words_are_bounded_and_never_coded_to_a_point(
    text: str, low: int | None, best: int | None, high: int | None, qualifier: Qualifier
) -> None:
    said = said_number(text)
    assert (said.low, said.best, said.high, said.qualifier, said.as_said) == (low, best, high, qualifier, text)


def test_numbers_that_are_no_count_are_refused() -> None:
    quantity = Quantity(Counted.KILLED, Population("north"))
    with pytest.raises(NotAnAmount, match="less than nobody"):
        Amount(quantity, best=-1)
    with pytest.raises(NotAnAmount, match="must rise"):
        Amount(quantity, low=5, high=3)
    with pytest.raises(NotAnAmount, match="needs a number"):
        Amount(quantity)


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"colour": "red"}, "there is no field «colour»"),
        ({"speaker": ""}, "«speaker» is missing"),
        ({"counted": "dead-ish"}, "it must be one of killed"),
        ({"best": "dozens"}, "words belong into «as_said»"),
        ({"unclear": "all"}, "must be a list of words"),
        ({"best": -4}, "less than nobody"),
    ],
)
def test_what_is_no_claim_is_refused_with_the_field(change: dict[str, object], sentence: str) -> None:
    good = {
        "key": "a",
        "speaker": "b",
        "force": "north",
        "as_of": "2022",
        "standing": "leaked",
        "counted": "killed",
        "best": 3,
    }
    assert claim_of(good).key == "a"
    with pytest.raises(NotAClaim, match=sentence):
        claim_of(good | change)


def test_a_file_that_is_wrong_names_its_line(tmp_path: Path) -> None:
    file = tmp_path / "claims.csv"
    file.write_text(
        "key,speaker,force,as_of,standing,counted,value\n"
        "a,b,north,2022,leaked,killed,more than 70\n"
        ",b,north,2022,leaked,killed,3\n"
    )
    with pytest.raises(Exception, match=r"claims\.csv, line 3: «key» is missing"):
        read_claims(file)
