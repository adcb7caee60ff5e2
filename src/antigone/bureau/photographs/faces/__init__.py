"""Faces of photographs: indexed by a model, chosen by a human, searched exactly, weighed by a calibration in force."""
