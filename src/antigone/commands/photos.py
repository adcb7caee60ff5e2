"""`antigone photos`: read faces by a model, calibrate them, and let the matching know what they weigh."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, say

if TYPE_CHECKING:
    from antigone.bureau.photographs.faces.values import FaceHit, FaceSearch
    from antigone.evidence.faces import Calibration
    from antigone.imaging.faces import Face, FaceReader

photos = typer.Typer(no_args_is_help=True, help="Faces in photographs: read them, calibrate them, weigh them.")
ModelName = Annotated[
    str, typer.Option("--model", help="«sface», or the JSON file that declares another model (docs/faces.md).")
]


@photos.command()
def reindex(model: ModelName = "sface", as_json: Json = False) -> None:
    """Read the faces of all photographs that this model has not read. May be stopped and called again."""
    from antigone.imaging.faces import face_reader
    from antigone.interfaces.terminal import progress_bar

    reader = face_reader(model)
    with at_work():
        from antigone.bureau.photographs.faces.indexing import reindex as read_all
        from antigone.bureau.photographs.faces.indexing import unread

        with progress_bar("photographs", total=unread(reader.model.key)) as advance:
            done = read_all(reader, actor=operator(), progress=advance)
        if as_json:
            print_json({"model": asdict(reader.model), **asdict(done)})
            return
        print(
            f"{done.photographs:,} photographs read by {reader.model.id} ({reader.model.licence}): {done.faces:,} faces"
        )
        if done.waiting:
            print(f"In {done.waiting:,} somebody must choose which face is the record's person, or whether one is.")
        if done.unreadable:
            print(f"{done.unreadable:,} could not be read: their picture is gone or is of another key.")


@photos.command()
def calibrate(
    model: ModelName = "sface",
    name: Annotated[str, typer.Option(help="What the set is called beside each weight.")] = "the bureau's own gallery",
    reference: Annotated[
        bool, typer.Option("--reference", help="Use the calibration that comes with the model, from a public set.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Fit what a face weighs on this bureau's own photographs, and put it in force. Refused where they are too few."""
    from datetime import UTC, datetime

    from antigone.imaging.faces import face_reader

    key = face_reader(model).model.key
    with at_work():
        from antigone.bureau.photographs.faces.actions import keep_calibration
        from antigone.bureau.photographs.faces.calibrating import model_by_key, own_calibration, reference_calibration

        its = model_by_key(key)
        if reference:
            calibration = reference_calibration()
        else:
            calibration = own_calibration(its, set_name=name, on=datetime.now(tz=UTC).date())
        number = keep_calibration(calibration, actor=operator())
        print_json({"number": number, **_as_json(calibration)}) if as_json else print(_in_words(number, calibration))


@photos.command()
def weigh(model: ModelName = "sface", as_json: Json = False) -> None:
    """Let the match queue know what chosen faces say of pairs of records. Faces alone never name anybody."""
    from antigone.imaging.faces import face_reader
    from antigone.interfaces.terminal import progress_bar

    key = face_reader(model).model.key
    with at_work():
        from antigone.bureau.identification.faces.actions import tell_faces

        with progress_bar("records") as advance:
            told = tell_faces(key, actor=operator(), progress=advance)
        if as_json:
            print_json(asdict(told))
        else:
            print(
                f"{told.records:,} records with a face: {told.pairs:,} pairs weighed, {told.changed:,} weights changed."
            )


@photos.command()
def faces(
    photograph: Annotated[
        UUID | None, typer.Argument(help="Its public id; none: all in which somebody must choose.")
    ] = None,
    model: ModelName = "sface",
    as_json: Json = False,
) -> None:
    """List the faces of a photograph, or of all photographs in which nobody has said who is the record's person."""
    from antigone.imaging.faces import face_reader

    key = face_reader(model).model.key
    with at_work():
        from antigone.bureau.photographs.faces.queries import faces_of, faces_to_choose

        found = faces_to_choose(key) if photograph is None else faces_of(photograph, key)
        if as_json:
            print_json([asdict(face) for face in found])
            return
        for face in found:
            said = {True: "the record's person", False: "somebody else", None: "not said"}[face.chosen]
            left, top, width, height = (f"{share:.0%}" for share in face.box)
            where = f"{width} x {height} of the picture at {left}, {top}"
            print(f"{face.photograph}  face {face.number}: {where}, {face.size:.0f} pixels, {face.seen}; {said}")
        if not found:
            print("No such face.")


@photos.command()
def choose(
    photograph: Annotated[UUID, typer.Argument(help="Its public id.")],
    face: Annotated[
        int | None, typer.Argument(min=1, help="The face's number, from «antigone photos faces».", show_default=False)
    ] = None,
    nobody: Annotated[bool, typer.Option("--nobody", help="None of the faces is the record's person.")] = False,
    hidden: Annotated[bool, typer.Option("--hidden", help="A part of this face is hidden.")] = False,
    model: ModelName = "sface",
) -> None:
    """Say which face of a photograph is the record's person, or that none is; the others then are not."""
    from antigone.evidence.faces import Seen
    from antigone.imaging.faces import face_reader

    key = face_reader(model).model.key
    with at_work():
        from antigone.bureau.photographs.faces.actions import choose_face, choose_nobody
        from antigone.bureau.photographs.faces.values import UnknownFace

        if nobody is (face is not None):
            raise UnknownFace("say which face is the record's person by its number, or --nobody, and not both")
        if face is None:
            choose_nobody(photograph, key, actor=operator())
            print("None of the faces is the record's person.")
        else:
            choose_face(photograph, key, face, seen=Seen.HIDDEN if hidden else None, actor=operator())
            print(f"Face {face} is the record's person. The worker lets the match queue know.")


def search_by_photo(pictures: list[Path], *, face: int | None, hidden: bool, limit: int, as_json: bool) -> None:
    """What `antigone search --photo` prints; several pictures are of one person.

    Args:
        face: which face of the picture, from 1, where there are several.
        hidden: a part of the face is hidden, which no measurement sees reliably.
    """
    from antigone.evidence.faces import Seen
    from antigone.imaging.faces import face_reader

    reader = face_reader()
    asked = [_face_of(picture, reader, face) for picture in pictures]
    with at_work():
        from antigone.bureau.photographs.faces.seeking import seek_face

        found = seek_face(
            [one for one, _ in asked],
            reader.model,
            pictures=[digest for _, digest in asked],
            limit=limit,
            seen=Seen.HIDDEN if hidden else None,
            actor=operator(),
        )
        print_json(_search_as_json(found)) if as_json else print(_search_in_words(found))


def _face_of(picture: Path, reader: FaceReader, number: int | None) -> tuple[Face, str]:
    """The face meant in a picture, and the digest of its pixels."""
    from antigone.imaging.decoding import MOST_PIXELS, decoded
    from antigone.imaging.faces import FaceError

    if picture.stat().st_size > MOST_PIXELS:
        raise FaceError(f"{picture}: a photograph of more than {MOST_PIXELS // 1_000_000} MB is not read")
    read = decoded(picture.read_bytes(), longest=1600)
    faces = reader.faces(read.pixels)
    if not faces:
        raise FaceError(
            f"{picture}: no face of 16 pixels or more was found; crop the picture to the face and try again"
        )
    if number is None and len(faces) > 1:
        for at, face in enumerate(faces, start=1):
            box = face.found.box
            where = f"{box.width:.0f} x {box.height:.0f} pixels at {box.left:.0f}, {box.top:.0f}"
            say(f"face {at}: {where}, {face.seen}")
        raise FaceError(f"{picture}: there are {len(faces)} faces; say with --face which one is meant")
    if not 1 <= (number or 1) <= len(faces):
        raise FaceError(f"{picture}: there is no face {number}; the picture has {len(faces)}")
    return faces[(number or 1) - 1], read.pixels_sha256


def _as_json(calibration: Calibration) -> dict[str, Any]:
    import json

    return dict(json.loads(calibration.to_json()))


def _in_words(number: int, calibration: Calibration) -> str:
    lines = [
        f"Calibration {number} is in force for {calibration.model}: «{calibration.set_name}», "
        f"{calibration.people:,} people, strangers {calibration.strangers}"
    ]
    for seen, line in calibration.fits.items():
        lines.append(
            f"  {seen}: log10 LR = {line.slope:.2f} x cosine {line.intercept:+.2f}, Cllr {line.cllr:.3f},"
            f" {line.same_pairs:,} pairs of one person, {line.different_pairs:,} of strangers"
        )
    missing = {"good", "degraded", "hidden"} - {seen.value for seen in calibration.fits}
    if missing:
        lines.append(f"  too few pairs for faces seen as {', '.join(sorted(missing))}: these are not weighed")
    return "\n".join(lines)


def _search_as_json(found: FaceSearch) -> dict[str, Any]:
    document = asdict(found)
    document["hits"] = [asdict(hit) | {"log10_lr": hit.weight.against_stranger} for hit in found.hits]
    return document


def _search_in_words(found: FaceSearch) -> str:
    lines = [_hit_in_words(hit) for hit in found.hits]
    if not lines:
        lines = ["No record's face speaks for this person."]
    lines.append(
        f"{found.searched:,} faces compared, each one; weights by «{found.calibration}», {found.people:,} people, of "
        f"{found.fitted_on}; model {found.model}, weights under {found.licence}. A face alone never names anybody."
    )
    return "\n".join(lines)


def _hit_in_words(hit: FaceHit) -> str:
    names = ", ".join(hit.names) or "unnamed"
    unchosen = "" if hit.chosen else " (nobody has said that this face is the record's person)"
    pictures = "" if hit.pictures == 1 else f", {hit.pictures} pictures together"
    return (
        f"{hit.weight.against_stranger:+.1f}  {names}  [{hit.kind}, {hit.source}] {hit.record}{pictures}{unchosen}\n"
        f"      {hit.weight.reason}"
    )
