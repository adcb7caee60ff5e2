"""Estimates from bones, kept and told to the record."""
