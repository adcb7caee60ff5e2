"""Marks and things in photographs: measured by the worker, found by place, words of three languages and pictures."""
