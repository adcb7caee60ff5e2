"""Recorded footage: films and pictures of places are read, found again, and laid over each other.

Its rooms: `same` (the same picture, or the same scene), `video` (shots and key frames), `alignment` (before and after),
`attention` (where to look first), `claims` (what a file says of itself).
"""
