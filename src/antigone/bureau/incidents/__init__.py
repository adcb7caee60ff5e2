"""Incidents: what is claimed, what published media show, between which moments something changed, what is unclear."""
