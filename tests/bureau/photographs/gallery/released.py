"""Things in the gallery, made the shortest way; what they show is drawn."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from tests.bureau.photographs.album import CASE_WORKER, COLLEAGUE, add, record

from antigone.bureau.photographs.actions import propose_redaction, sign_redaction
from antigone.bureau.photographs.gallery.actions import propose_release, sign_release
from antigone.bureau.photographs.gallery.values import ReleaseDraft
from antigone.bureau.registry.drafts import RecordDraft, RecordKind

ANCHOR = ReleaseDraft(
    "tattoo",
    "so that a family may know the tattoo",
    place="forearm",
    side="left",
    what="anchor",
    words_uk="Якір, обвитий мотузкою",
    words_ru="Якорь, обвитый верёвкой",
    year_from=2023,
    year_to=2023,
    region="Харківська область",
)
CROSS = replace(
    ANCHOR,
    kind="effect",
    because="so that a family may know the cross",
    place="",
    side="",
    what="cross",
    words_uk="Срібний хрестик на чорному шнурку",
    words_ru="",
    words_en="A silver cross on a black cord",
    year_from=2022,
    year_to=2023,
    region="Сумська область",
)
FACE = replace(
    ANCHOR, kind="face", because="a board has decided to show the face", place="", side="", what="", words_ru="",
    words_uk="Чоловік років тридцяти",
)  # fmt: skip


def remains(identifier: str = "r-1") -> UUID:
    """The record of remains that nobody has named."""
    return record(RecordDraft(RecordKind.REMAINS, source_record_id=identifier, description="якір", sex="male"))


def signed_copy(of: UUID, *, seed: int = 7, shows: str = "tattoo") -> UUID:
    """A copy of a drawn photograph of this record, which two people have signed."""
    made, _ = propose_redaction(
        add(of, seed=seed, shows=shows), manner="crop", boxes=[(0, 0, 1, 1)], purpose="for the gallery",
        actor=CASE_WORKER,
    )  # fmt: skip
    sign_redaction(made, actor=COLLEAGUE)
    return made


def proposed(draft: ReleaseDraft = ANCHOR, *, of: UUID | None = None, seed: int = 7) -> str:
    """The code of a thing that waits for its second signature."""
    return propose_release(signed_copy(of or remains(), seed=seed), draft, actor=CASE_WORKER)


def released(draft: ReleaseDraft = ANCHOR, *, of: UUID | None = None, seed: int = 7) -> str:
    """The code of a thing that anybody can see."""
    code = proposed(draft, of=of, seed=seed)
    sign_release(code, actor=COLLEAGUE)
    return code
