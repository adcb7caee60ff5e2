"""The demonstration's photographs: drawn faces and tattoos of nobody, kept with the records of those who bear them.

Marks are measured by the worker as everywhere, and it tells the match queue what faces weigh. The calibration in force
is one of drawn people: to the model they are all kin, and one of photographs would call strangers one person.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from pathlib import Path

from antigone.bureau.ledger import Actor
from antigone.simulation.pictures import ListedPicture, drawn_calibration, listed_pictures

#: So many people are pictured in a war of 10,000; larger wars have no more.
_PICTURED, _PEOPLE = 12, 10_000
# Where a drawn tattoo lies in its picture.
_BOX = (0.08, 0.08, 0.84, 0.84)


def pictured_people(people: int) -> int:
    """Of how many people a war of this size has pictures."""
    return _PICTURED * min(people, _PEOPLE) // _PEOPLE


def keep_pictures_once(world: Path, sources: Mapping[str, str], progress: Callable[[int, int], None]) -> int:
    """Keep the pictures of a written world with their records, unless that was done; gives how many are kept now.

    What was interrupted goes on. On a machine without a sandbox nothing is read, and nothing kept. Needs Django set up
    with the staff's or the owner's rights.

    Args:
        world: the folder of the world.
        sources: the name of the source of each list, by its file.
        progress: told how many are done, and of how many.
    """
    from antigone.bureau.photographs.models import Photograph
    from antigone.imaging.sandbox import SandboxUnavailable

    listed = listed_pictures(world)
    with contextlib.suppress(SandboxUnavailable):
        for done, one in enumerate(listed, start=1):
            _keep(world, one, sources[one.file])
            progress(done, len(listed))
        if listed:
            _read_faces()
    return Photograph.objects.filter(added_by=_keeper().name).count()


def _keep(world: Path, listed: ListedPicture, source: str) -> None:
    from antigone.bureau.photographs.actions import add_photograph, mark_region
    from antigone.bureau.photographs.intake import prepared
    from antigone.bureau.photographs.models import Photograph, Region
    from antigone.bureau.photographs.values import PhotographDraft, RegionDraft
    from antigone.bureau.registry.models import Record

    record = Record.objects.filter(source__name=source, source_record_id=listed.record_id).first()
    if record is None:
        return
    obtained = f"намальовано: {Path(listed.picture).stem}"
    kept = Photograph.objects.filter(record=record, obtained=obtained).values_list("public_id", flat=True).first()
    if kept is None:
        picture = prepared((world / listed.picture).read_bytes())
        kept = add_photograph(record.public_id, picture, PhotographDraft(listed.shows, obtained), actor=_keeper())
    if listed.place and not Region.objects.filter(photograph__public_id=kept).exists():
        draft = RegionDraft(listed.shows, _BOX, listed.place, listed.side, listed.words)
        mark_region(kept, draft, actor=_keeper())


def _read_faces() -> None:
    from antigone.bureau.photographs.faces.actions import keep_calibration
    from antigone.bureau.photographs.faces.calibrating import calibration_in_force, model_by_key
    from antigone.bureau.photographs.faces.indexing import reindex
    from antigone.evidence.faces import Calibration
    from antigone.imaging.faces import face_reader

    reader = face_reader()
    reindex(reader, actor=_keeper())
    if calibration_in_force(model_by_key(reader.model.key)) is None:
        keep_calibration(Calibration.from_json(drawn_calibration()), actor=_keeper())


def _keeper() -> Actor:
    return Actor("demonstration", "operator")
