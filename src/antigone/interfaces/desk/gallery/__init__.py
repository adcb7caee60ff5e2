"""The families' gallery at the desk: a thing is proposed, signed by another person, and taken out at once."""
