"""Pages on which a second factor is added, removed and shown."""
