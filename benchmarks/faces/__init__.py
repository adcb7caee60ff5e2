"""Faces: how accurate on people who have pictures in the public domain of research, and how fast the search is."""
