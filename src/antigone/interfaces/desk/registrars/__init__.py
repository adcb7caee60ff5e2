"""The registrar's work at the desk: the form of a record, its history in words, the import of a file."""
