"""A film is watched in the sandbox: where it cuts, and one picture of each shot.

from antigone.imaging.footage import video

film = video.watched(data)          # shots, key frames, and what could not be read
"""

from antigone.imaging.footage.video.values import Film, FilmRefused, KeyFrame, Shot, Unwatchable
from antigone.imaging.footage.video.watching import MOST_SAMPLES, sampled, watched

__all__ = ["MOST_SAMPLES", "Film", "FilmRefused", "KeyFrame", "Shot", "Unwatchable", "sampled", "watched"]
