"""Drawn tattoos found again: photographed in a family's album, sought from a body.

    python -m benchmarks.marks [MARKS [QUERIES [SIDE [FIRST [--alone]]]]]

MARKS drawn tattoos of twenty motifs lie in the gallery, each from an album. QUERIES of them are sought by a picture on
a body: any way up, from up to forty degrees aside, bent around a limb, up to three tenths under cloth, faded, stained,
slipped, in a poor light, some without colour, as a JPEG. Peers over the same pictures: ORB features with a homography
(what people reach for first), and the bureau's search for copies of one photograph, which is not made for it; --alone
leaves them out. FIRST is the number of the first tattoo: the search was made on the numbers from 100,000 on, so that
they show how well it was fitted, and others how well it finds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from antigone.imaging import copies, marks
from antigone.imaging.decoding import Pixels
from antigone.simulation.pictures import Setting, drawn_tattoo


def main() -> None:
    """Print the table."""
    alone = "--alone" in sys.argv
    said = [one for one in sys.argv[1:] if one != "--alone"]
    count, asked, side, first = (int(one) for one in [*said, *("1000", "200", "320", "0")[len(said) :]])
    gallery = [drawn_tattoo(first + number, side=side)[1] for number in range(count)]
    truth = np.random.default_rng(1).permutation(count)[:asked].tolist()
    queries = [drawn_tattoo(first + at, side=side, view=1, setting=Setting.BODY)[1] for at in truth]
    print(f"{count:,} drawn tattoos from number {first:,}, {asked} sought by a picture on a body; one thread\n")
    print(f"{'search':42}{'rank 1':>8}{'rank 10':>9}{'95 %':>15}{'rank 50':>9}{'CPU ms':>9}")
    searches = [("this: several angles, likeness, fit and look", _this)]
    if not alone:
        searches += [("SIFT as for copies, fit of one similarity", _as_copies), ("ORB, fit of a homography", _orb)]
    for name, made in searches:
        search = made(gallery)
        started = time.process_time()
        ranks = np.array([_rank(search(query), at) for query, at in zip(queries, truth, strict=True)])
        each = (time.process_time() - started) / asked * 1000
        low, high = _wilson(int((ranks < 10).sum()), asked)
        print(
            f"{name:44}{(ranks < 1).mean():6.3f}{(ranks < 10).mean():9.3f}   {low:.3f}-{high:.3f}"
            f"{(ranks < 50).mean():9.3f}{each:9.0f}",
            flush=True,
        )


def _wilson(found: int, asked: int) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    z, share = 1.96, found / asked
    middle = (share + z * z / (2 * asked)) / (1 + z * z / asked)
    reach = z / (1 + z * z / asked) * float(np.sqrt(share * (1 - share) / asked + (z / (2 * asked)) ** 2))
    return middle - reach, middle + reach


def _rank(found: Sequence[int], wanted: int) -> int:
    return list(found).index(wanted) if wanted in found else 10**6


def _this(gallery: Sequence[Pixels]) -> Callable[[Pixels], list[int]]:
    kept = [marks.unpacked(marks.packed(marks.features_of(picture))) for picture in gallery]
    return lambda query: [one.position for one in marks.ranked(marks.query_of(query), kept, limit=50)]


def _as_copies(gallery: Sequence[Pixels]) -> Callable[[Pixels], list[int]]:
    kept = [copies.features_of(picture) for picture in gallery]

    def search(query: Pixels) -> list[int]:
        plain, mirror = copies.features_of(query), copies.features_of(copies.mirror_image(query))
        agreed = [copies.agreement(plain, mirror, one) for one in kept]
        fits = np.array([0 if one is None else one.agreeing for one in agreed])
        return [at for at in np.argsort(-fits, kind="stable").tolist() if fits[at]]

    return search


def _orb(gallery: Sequence[Pixels]) -> Callable[[Pixels], list[int]]:
    orb, matcher = cv2.ORB.create(nfeatures=400), cv2.BFMatcher(cv2.NORM_HAMMING)

    def measured(picture: Pixels) -> tuple[NDArray[np.float32], NDArray[np.uint8]]:
        points, descriptors = orb.detectAndCompute(cv2.cvtColor(picture, cv2.COLOR_RGB2GRAY), None)
        if descriptors is None:
            return np.zeros((0, 2), np.float32), np.zeros((0, 32), np.uint8)
        return np.asarray([point.pt for point in points], np.float32), np.asarray(descriptors, np.uint8)

    kept = [measured(picture) for picture in gallery]

    def fits(
        query: tuple[NDArray[np.float32], NDArray[np.uint8]], mark: tuple[NDArray[np.float32], NDArray[np.uint8]]
    ) -> int:
        if min(len(query[0]), len(mark[0])) < 4:
            return 0
        pairs = [pair for pair in matcher.knnMatch(query[1], mark[1], k=2) if len(pair) == 2]
        good = [one for one, other in pairs if one.distance < 0.85 * other.distance]
        if len(good) < 4:
            return 0
        cv2.setRNGSeed(7)
        _, inside = cv2.findHomography(
            np.stack([query[0][one.queryIdx] for one in good]),
            np.stack([mark[0][one.trainIdx] for one in good]),
            cv2.RANSAC,
            8.0,
        )
        return 0 if inside is None else int(inside.sum())

    def search(query: Pixels) -> list[int]:
        its = measured(query)
        found = np.array([fits(its, one) for one in kept])
        return [at for at in np.argsort(-found, kind="stable").tolist() if found[at]]

    return search


if __name__ == "__main__":
    cv2.setNumThreads(1)
    main()
