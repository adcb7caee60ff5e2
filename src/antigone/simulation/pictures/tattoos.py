"""A tattoo from a number: a motif in one ink on skin, in a family's album or on a body."""

from __future__ import annotations

from enum import StrEnum

import numpy as np

from antigone.simulation.pictures.canvas import Picture
from antigone.simulation.pictures.designs import MOTIFS, design
from antigone.simulation.pictures.skin import as_in_an_album, as_on_a_body, on_skin

__all__ = ["MOTIFS", "Setting", "drawn_tattoo"]


class Setting(StrEnum):
    """Where a drawn tattoo was photographed."""

    ALBUM = "album"
    BODY = "body"


def drawn_tattoo(
    seed: int, *, view: int = 0, side: int = 256, setting: Setting = Setting.ALBUM, motif: str | None = None
) -> tuple[str, Picture]:
    """A tattoo on skin.

    Args:
        seed: which tattoo, on whose skin.
        view: which picture of it: another angle, size, light and fading.
        side: of the square picture, in pixels.
        setting: as a family photographed it, or as it is found on a body.
        motif: a key of `MOTIFS`; None takes the one that the seed's remainder names.

    Returns:
        the motif's word, and side x side x 3 bytes, red first.
    """
    word, ink = design(seed, motif)
    what = np.random.default_rng([seed, 5])
    taken = np.random.default_rng([seed, 4, view, list(Setting).index(setting)])
    skin = what.uniform(0.55, 1.0) * (np.array([228.0, 178.0, 148.0]) + what.normal(0, 6, 3))
    tint = skin * 0.2 + np.array([what.uniform(0, 20), what.uniform(5, 30), what.uniform(15, 60)])
    sight = as_in_an_album(taken) if setting is Setting.ALBUM else as_on_a_body(taken)
    return word, on_skin(ink, skin, tint, sight, taken, side)
