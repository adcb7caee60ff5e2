"""Whether the samples of one body, of one record or of one grave are of one person, by DNA."""
