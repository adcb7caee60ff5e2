"""Looking at pictures of an incident: before beside after, control points, masks, and counts by two people."""
