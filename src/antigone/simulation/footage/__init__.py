"""Drawn footage of no place: the ground on several days, a flight over it, and what others make of the film."""

from antigone.simulation.footage.camera import FRAME, REPOSTS, filmed, flight, referenced, saved, seen
from antigone.simulation.footage.ground import METRES, State, ground

__all__ = ["FRAME", "METRES", "REPOSTS", "State", "filmed", "flight", "ground", "referenced", "saved", "seen"]
