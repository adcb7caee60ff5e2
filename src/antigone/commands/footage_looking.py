"""`antigone footage read`, `same`, `align` and `compare`: what looks at pixels."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated, Any

import typer

from antigone.commands.frame import Json, at_work, operator, print_json, say

Case = Annotated[str, typer.Argument(metavar="CASE", help="Code of the case.")]


def read(
    case_code: Case,
    item: Annotated[int, typer.Argument(help="Number of the item.")],
    file: Annotated[str, typer.Argument(help="Its file, from where it came; the bureau's own copy is sealed.")],
    clear: Annotated[int, typer.Option(help="Keep this picture with its faces, as two people have decided.")] = 0,
    as_json: Json = False,
) -> None:
    """Decode an item's file: key frames, working copies with faces blurred, what the file says, what it resembles."""
    with at_work():
        from antigone.bureau.incidents.frames.actions import keep_clear, read_file

        if clear:
            keep_clear(case_code, clear, file, actor=operator())
            print(f"picture {clear} of case {case_code.upper()} is kept with its faces")
            return
        say("decoding, looking for faces, looking among all media…")
        was = read_file(case_code, item, file, actor=operator())
    if as_json:
        print_json(asdict(was))
        return
    print(f"item {item}: {len(was.pictures)} pictures, {was.shots} shots")
    for sentence in (*was.says, *filter(None, [was.remark])):
        print(f"  {sentence}")
    for one in was.same:
        print(f"  case {one.case}, item {one.item} «{one.title}»: {one.sentence}")


def same(
    file: Annotated[str, typer.Argument(help="A picture or a film; nothing of it is kept.")], as_json: Json = False
) -> None:
    """Look for a picture or a film among all media of the bureau: the same file, or the same scene."""
    with at_work():
        from antigone.bureau.incidents.sameness.finding import same_as_file

        with _refusals():
            found = same_as_file(file)
    if as_json:
        print_json([asdict(one) for one in found])
        return
    for one in found:
        print(f"{one.kind}: case {one.case}, item {one.item} «{one.title}»; {one.sentence}")
    if not found:
        print("nothing of the bureau's media resembles it; that does not show that it is new")


def align(
    case_code: Case,
    before: Annotated[int, typer.Argument(help="Number of the earlier picture.")],
    after: Annotated[int, typer.Argument(help="Number of the later picture.")],
    points: Annotated[
        Path | None,
        typer.Option(
            exists=True, dir_okay=False, help="Control points, a line each: x y x' y', in shares of the sides."
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Lay an earlier picture over a later one: a proposal that may refuse, or control points with their residuals."""
    with at_work():
        from antigone.bureau.incidents.alignment.actions import align_by_points, propose_alignment

        if points is None:
            made = propose_alignment(case_code, before, after, actor=operator())
        else:
            made = align_by_points(case_code, before, after, _points(points), actor=operator())
    print_json(asdict(made)) if as_json else print(made.sentence)


def compare(
    before: Annotated[str, typer.Argument(help="The earlier picture, a file.")],
    after: Annotated[str, typer.Argument(help="The later picture, a file.")],
    out: Annotated[Path | None, typer.Option(help="Write the earlier one as it lies on the later one, as PNG.")] = None,
    attention: Annotated[
        Path | None, typer.Option(help="Write where to look first, as PNG; it says that it is no finding.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Lay one file over another without keeping anything: a proposal, or the sentence why there is none."""
    from antigone.imaging.footage import alignment
    from antigone.imaging.footage.attention import attention as ranked
    from antigone.imaging.footage.attention import drawn_over

    with _refusals():
        (one, first), (two, second) = _picture(before), _picture(after)
    prior = alignment.prior_of(first, second) if first and second else None
    try:
        found = alignment.propose(one, two, prior=prior or alignment.IDENTITY)
    except alignment.AlignmentRefused as refused:
        if as_json:
            print_json({"proposed": False, "because": str(refused)})
            raise typer.Exit(1) from None
        raise typer.BadParameter(f"no alignment is proposed: {refused}") from None
    laid = alignment.laid_over(one, found.transform, width=two.shape[1], height=two.shape[0])
    if out is not None:
        _write(out, laid)
    if attention is not None:
        _write(attention, drawn_over(two, ranked(laid, two)))
    if as_json:
        print_json({"proposed": True, **asdict(found), "georeferenced": prior is not None})
    else:
        print(found.sentence)


def _picture(named: str) -> tuple[Any, Any]:
    """Pixels and georeference of a file; no database is asked."""
    from antigone.bureau.incidents.files import media_type_of, opened, regular_file
    from antigone.imaging.decoding import decoded
    from antigone.imaging.footage.overhead import overhead

    path = regular_file(named)
    with opened(path) as file:
        content = file.read()
    if media_type_of(content[:1024], path.name) == "image/tiff":
        image = overhead(content)
        return image.pixels, image.reference
    return decoded(content).pixels, None


def _write(path: Path, pixels: Any) -> None:
    from PIL import Image

    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, "PNG")
    with path.open("xb") as file:
        file.write(buffer.getvalue())


def _points(path: Path) -> list[Any]:
    from antigone.imaging.footage.alignment import PointPair

    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        try:
            x, y, its_x, its_y = (float(part) for part in line.replace(",", " ").split())
        except ValueError:
            raise typer.BadParameter(
                f"{path.name}, line {number}: write x y x' y', shares of width and height such as 0.25 0.5 0.24 0.52"
            ) from None
        found.append(PointPair((x, y), (its_x, its_y)))
    return found


@contextlib.contextmanager
def _refusals() -> Iterator[None]:
    """What cannot be decoded, as the command's error."""
    from antigone.imaging.decoding import PictureRefused
    from antigone.imaging.footage.video import FilmRefused

    try:
        yield
    except (PictureRefused, FilmRefused) as refused:
        raise typer.BadParameter(str(refused)) from None
