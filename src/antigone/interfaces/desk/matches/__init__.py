"""Matches at the desk: their words, forms, and two records side by side."""
