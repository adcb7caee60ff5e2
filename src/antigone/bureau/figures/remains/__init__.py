"""The bureau's own counts of remains, from the events of custody and the signatures under identifications."""
