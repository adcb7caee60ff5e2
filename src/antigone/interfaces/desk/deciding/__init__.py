"""The desk's side of deciding: words for identifiers and verdicts, forms, and where signatures come from."""
