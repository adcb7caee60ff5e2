"""What can be looked at, and what observers see there."""
