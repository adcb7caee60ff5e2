"""Template filters of the families' website."""
