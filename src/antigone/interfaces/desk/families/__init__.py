"""The desk's pages of families: who gave a sample, what DNA says, whom to ask next. Never a genotype, never a name."""
