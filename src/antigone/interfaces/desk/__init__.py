"""The staff's desk: search with reasons, records, imports and sources, each act in a role that may do it."""
