"""Pixels: safe decoding, derivatives, faces, hashes, and the registration of scenes. Knows no database and no web."""
