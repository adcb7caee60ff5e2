"""One module for each format: from its text to a `DnaFile`, and back."""
