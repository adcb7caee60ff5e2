"""Belongings of the dead, in sealed packets with a full list and two signatures."""
