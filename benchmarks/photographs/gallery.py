"""What a search of the gallery by a picture finds and costs: a first look at all, then a comparison of some in full.

    OMP_NUM_THREADS=1 python -m benchmarks.photographs.gallery [THINGS [QUERIES]]

Drawn tattoos, as in `benchmarks.marks`: released from an album, sought by a picture on a body. Asked is first whether
the thing that is sought fits the picture at all («ten features in one pose»), then whether the first look lists it, as
does the look at everything that `imaging.marks.shortlist` has (the peer), and where the whole search shows it.
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Callable
from typing import TypeVar

import cv2
import numpy as np

from antigone.bureau.disclosure.gallery import MOST_COMPARED, ON_A_PAGE
from antigone.bureau.photographs.gallery.likeness import comparable, described, most_alike, sought
from antigone.imaging.marks import shortlist
from antigone.imaging.marks.stock import Stock, learned
from antigone.simulation.pictures import Setting, drawn_tattoo

T = TypeVar("T")
_SIDE = 320


def main() -> None:
    """Print the table, one line a size of the gallery."""
    largest, asked = (int(said) for said in [*sys.argv[1:], *("5000", "60")[len(sys.argv) - 1 :]])
    kept = [described(np.asarray(drawn_tattoo(number, side=_SIDE)[1])) for number in range(largest)]
    features = [one for content in kept if (one := comparable(content)) is not None]
    truth = np.random.default_rng(1).permutation(min(200, largest))[:asked].tolist()
    pictures = [drawn_tattoo(number, side=_SIDE, view=1, setting=Setting.BODY)[1] for number in truth]
    measured, each = timed(lambda: [sought(np.asarray(picture)) for picture in pictures])
    fitting = [most_alike(query, [kept[at]], limit=1) == [0] for query, at in zip(measured, truth, strict=True)]
    print(f"{asked} pictures sought, of which {sum(fitting)} fit their thing; OpenCV {cv2.__version__}, one thread;")
    print(f"measuring the picture takes {each / asked * 1000:.0f} ms of CPU\n")
    print(
        f"{'things':>7}{'read':>8}{'MB':>6} {'first look':>11}{'lists':>7}{'peer':>9}{'lists':>7}{'shown':>7}{'all':>9}"
    )
    for count in sorted({size for size in (200, 1000, 5000, largest) if size <= largest}):
        stock, reading = timed(lambda count=count: _stock([one.descriptors for one in features[:count]]))
        first, peer, whole = list[float](), list[float](), list[float]()
        listed = theirs = shown = 0
        for query, at, fits in zip(measured, truth, fitting, strict=True):
            sides = (query.straight.descriptors, query.mirrored.descriptors)
            worth, one = timed(lambda sides=sides, stock=stock: stock.worth(sides, limit=MOST_COMPARED))
            same, two = timed(lambda query=query, count=count: shortlist(query, features[:count], limit=MOST_COMPARED))
            best, three = timed(
                lambda query=query, worth=worth: most_alike(query, [kept[place] for place in worth], limit=ON_A_PAGE)
            )
            first.append(one)
            peer.append(two)
            whole.append(each / asked + one + three)
            listed += fits and at in worth
            theirs += fits and at in same
            shown += fits and at in [worth[place] for place in best]
        size = sum(part.nbytes for part in (stock.cells, stock.bits, stock.owners, stock.descriptors)) / 1e6
        print(
            f"{count:7,}{reading:7.1f}s{size:6.0f} {statistics.median(first) * 1000:8.0f} ms{listed:7}"
            f"{statistics.median(peer) * 1000:6.0f} ms{theirs:7}{shown:7}{statistics.median(whole) * 1000:6.0f} ms"
        )


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """What the work gives, and seconds of CPU that it took."""
    before = time.process_time()
    return work(), time.process_time() - before


def _stock(kept: list[np.ndarray[tuple[int, ...], np.dtype[np.uint8]]]) -> Stock:
    stock = Stock.none(learned(kept[:500]))
    for start in range(0, len(kept), 500):
        stock = stock.changed(added=kept[start : start + 500])
    return stock


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
