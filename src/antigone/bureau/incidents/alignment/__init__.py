"""Before laid over after: proposals, control points, and masks for what cannot be compared."""
