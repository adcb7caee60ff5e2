"""People to weigh: records of every kind with descriptions in three languages, for properties of all lines."""

from __future__ import annotations

from hypothesis import strategies as st

from antigone.evidence.linkage import Particulars

CLAUSES = (
    "рост 178", "зріст близько 181", "height 5'10\"", "рост 1,72 м", "высокий", "short", "зріст 165-170",
    "телосложение худощавое", "статура міцна", "heavy build", "волосы тёмно-русые", "волосся чорне", "grey hair",
    "лысый", "глаза карие", "очі сіро-блакитні", "green eyes", "группа крови A(II) Rh+",
    "група крові друга негативна", "blood O-", "левша", "right-handed", "размер обуви 43", "розмір взуття 41-42",
    "shoe size 44", "без татуировок", "no scars", "татуировка: якорь на левом предплечье",
    "татуювання: ім'я «Марина» на шиї", "tattoo: wolf and rose on the back",
    "tattoo: wolf, rose, lion, anchor on the chest", "шрам от аппендицита", "опік лівого передпліччя",
    "scar on the chin", "пластина в правой ключице", "старий перелом носа", "rod in the left tibia",
    "нет фаланги на правом большом пальце", "ампутация левой голени", "нет зубов 16, 26", "коронка на зубі 16",
    "filling 36; tooth missing 26", "борода", "без очков", "glasses", "нательный крестик",
    "wedding ring engraved «Olya»", "зимова форма, бушлат", "шеврон с позывным «Барс»", "пластина № 4451-АК",
    "скелетированные останки", "тело, гнилостные изменения", "нечто неизвестное",
)  # fmt: skip

descriptions = st.lists(st.sampled_from(CLAUSES), max_size=9).map("; ".join)
records = st.builds(
    Particulars,
    kind=st.sampled_from(("missing", "prisoner", "dead", "remains")),
    source_kind=st.sampled_from(("", "authority", "agency", "organisation", "press", "family", "bureau")),
    sex=st.sampled_from(("", "male", "female", "other")),
    birth_date=st.sampled_from(("", "1990-03-04", "1985", "1979~", "1968-12", "2001-07-09", "not a date", "199X")),
    age_low=st.sampled_from((None, 25, 33, 60)),
    age_high=st.sampled_from((None, 35, 61)),
    age_date=st.sampled_from(("", "2023-05-01")),
    occurred_date=st.sampled_from(("", "2023-02-11", "2022~")),
    last_seen_date=st.sampled_from(("", "2022-10-30")),
    call_sign=st.sampled_from(("", "Барс", "Клён")),
    description=descriptions,
)
