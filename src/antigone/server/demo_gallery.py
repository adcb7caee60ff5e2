"""The demonstration's gallery: drawn tattoos of the unnamed dead, released by two people as real ones would be."""

from __future__ import annotations

from antigone.bureau.ledger import Actor

_MOST = 8
_PROPOSER, _SECOND = Actor("first", "case worker"), Actor("second", "case worker")


def release_things_once() -> int:
    """Release drawn tattoos of remains into the families' gallery, unless that was done; gives how many stand there.

    Needs Django set up with the staff's or the owner's rights, and the demonstration's pictures.
    """
    from antigone.bureau.photographs.actions import propose_redaction, sign_redaction
    from antigone.bureau.photographs.gallery.actions import propose_release, sign_release
    from antigone.bureau.photographs.gallery.models import Release
    from antigone.bureau.photographs.gallery.queries import suggested
    from antigone.bureau.photographs.gallery.values import ReleaseDraft
    from antigone.bureau.photographs.models import Photograph
    from antigone.evidence.traits.reading import read

    if not Release.objects.exists():
        drawn = Photograph.objects.filter(shows="tattoo", record__kind="remains", withdrawn_on=None).order_by("pk")
        for photograph in drawn[:_MOST]:
            copy, _ = propose_redaction(
                photograph.public_id,
                manner="crop",
                boxes=[(0.05, 0.05, 0.9, 0.9)],
                purpose="for the families' gallery",
                actor=_PROPOSER,
            )
            sign_redaction(copy, actor=_SECOND)
            found = suggested(copy)
            if found is None:
                continue
            said = found.draft
            marks = read(f"татуювання: {said.words_uk}").marks
            what = marks[0].what if marks else ""
            draft = ReleaseDraft(
                "tattoo",
                "so that a family may know the tattoo",
                place=said.place,
                side=said.side,
                what=what,
                words_uk=said.words_uk,
                year_from=said.year_from,
                year_to=said.year_to,
                region=said.region,
            )
            sign_release(propose_release(copy, draft, actor=_PROPOSER), actor=_SECOND)
    return Release.objects.filter(withdrawn_by="").exclude(signed_by="").count()
