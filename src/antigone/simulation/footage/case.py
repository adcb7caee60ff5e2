"""One drawn case as files: two images from above, a clip from between, and its mirrored repost.

A camp stands beside a road on the earlier image and in the clip; on the later image it is gone, the road is damaged,
and there are more graves. The place is drawn and nowhere; the story is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from antigone.simulation.footage.camera import REPOSTS, filmed, flight, referenced, seen
from antigone.simulation.footage.ground import Pixels, State, grave_middle, ground

#: Of the place that is drawn.
PLACE: Final = 3
#: Upper left corner of the images, in metres of UTM zone 37: a square of steppe that is called what no village is.
_EAST, _NORTH = 412_000.0, 5_312_000.0
GRAVES_BEFORE, GRAVES_AFTER = 24, 41
_PART: Final = (280, 300, 1240, 1100)
#: By how many pixels the later image is off, as images from above are.
AFTER_OFF: Final = (14, -9)
_BEFORE: Final = State(camp=True, graves=GRAVES_BEFORE)
_BETWEEN: Final = State(camp=True, graves=GRAVES_BEFORE, day=1, light=0.95)
_AFTER: Final = State(damage=True, graves=GRAVES_AFTER, day=2, season=0.4, light=0.9)


@dataclass(frozen=True, slots=True)
class DrawnFile:
    """One file of the case and what its publisher says of it; dates as the register reads them."""

    name: str
    title: str
    published: str
    published_by: str
    recorded: str
    generation: str


FILES: Final = (
    DrawnFile("before.tif", "Image from above, earlier", "2024-05-22", "a maker of images", "2024-05-18", "original"),
    DrawnFile("clip.mp4", "Clip of a camp beside a road", "2024-05-27", "a newspaper", "2024-05-20/2024-05-25", "copy"),
    DrawnFile("repost.mp4", "The same clip, mirrored", "2024-06-11", "a channel", "", "re-encoded"),
    DrawnFile("after.tif", "Image from above, later", "2024-06-08", "a maker of images", "2024-06-03", "original"),
)


def write_files(folder: Path) -> tuple[Path, ...]:
    """Draw the files of the case into a folder; takes some seconds. In the order of `FILES`."""
    earlier, later = _part(ground(PLACE, _BEFORE)), _part(ground(PLACE, _AFTER))
    clip = list(flight(ground(PLACE, _BETWEEN), (960, 450), (1030, 465), frames=20, across=420))
    repost = [REPOSTS["mirrored"](REPOSTS["a tenth cut off"](frame)) for frame in clip]
    contents = (
        referenced(earlier, east=_EAST, north=_NORTH),
        filmed(clip),
        filmed([_even(frame) for frame in repost], bits=900_000),
        referenced(_shifted(later), east=_EAST, north=_NORTH),
    )
    written = []
    for one, content in zip(FILES, contents, strict=True):
        path = folder / one.name
        path.write_bytes(content)
        written.append(path)
    return tuple(written)


def grave_at(number: int, *, off: tuple[int, int] = (0, 0)) -> tuple[float, float]:
    """Where grave `number` (from 0) lies on an image that is off by so many pixels, in shares of width and height."""
    x, y = grave_middle(number)
    left, top, right, bottom = _PART
    return (x - off[0] - left) / (right - left), (y - off[1] - top) / (bottom - top)


def _part(place: Pixels) -> Pixels:
    """The part of the ground with the road, the camp and the graves."""
    left, top, right, bottom = _PART
    return place[top:bottom, left:right]


def _shifted(picture: Pixels) -> Pixels:
    height, width = picture.shape[:2]
    return seen(picture, (width / 2 + AFTER_OFF[0], height / 2 + AFTER_OFF[1]), across=width, size=(width, height))


def _even(frame: Pixels) -> Pixels:
    """Films have even sides."""
    return frame[: frame.shape[0] // 2 * 2, : frame.shape[1] // 2 * 2]
