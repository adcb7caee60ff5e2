"""Descriptions in groups of fields, of people who are missed and of remains alike."""
