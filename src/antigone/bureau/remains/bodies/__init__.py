"""Bodies: parts put together, taken apart, put elsewhere; and parts that turn out to be several."""
