"""Bones and DNA of several people in one bag, one body or one grave."""
