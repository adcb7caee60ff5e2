"""What two people changed at once is put together field by field, and no word of either is lost unseen."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from antigone.bureau.registry.drafts import NameDraft, RecordDraft, RecordKind
from antigone.bureau.registry.entering import merged

_FIELDS = ("rank", "unit", "cause", "note")
_WORDS = st.sampled_from(["", "а", "б", "в"])
_BASE = RecordDraft(RecordKind.DEAD, (NameDraft("Гончар Остап"),))
_DRAFTS = st.builds(
    lambda values, name: replace(_BASE, names=(NameDraft(name),), **dict(zip(_FIELDS, values, strict=True))),
    st.tuples(*(_WORDS for _ in _FIELDS)),
    st.sampled_from(["Гончар Остап", "Гончаренко Остап"]),
)


@given(_DRAFTS, _DRAFTS, _DRAFTS)
def test_each_field_is_mine_or_theirs_and_a_dispute_is_told(
    base: RecordDraft, mine: RecordDraft, theirs: RecordDraft
) -> None:
    both = merged(base, mine, theirs)
    told = {change.field: change for change in both.contested}
    for name in ("names", *_FIELDS):
        was, my, their = (getattr(draft, name) for draft in (base, mine, theirs))
        assert getattr(both.draft, name) == (their if my == was else my), name
        if my != was and their not in (was, my):
            assert (told[name].before, told[name].after) == (their, my)
        else:
            assert name not in told


@given(_DRAFTS, _DRAFTS)
def test_whoever_is_alone_keeps_all_of_hers(base: RecordDraft, mine: RecordDraft) -> None:
    assert merged(base, mine, base) == merged(base, base, mine)
    assert merged(base, mine, base).draft == mine
    assert merged(base, mine, mine).contested == ()
