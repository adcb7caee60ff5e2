"""Photographs: originals under seal, what is made of them, and who has looked at which."""
