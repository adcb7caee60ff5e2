"""The page of a case: one telling of it, as static HTML in three languages and as PDF, the same bytes when rebuilt."""
