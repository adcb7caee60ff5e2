"""Descriptions in groups of fields, teeth, estimates from bones, mixed bodies, and papers about one person."""
