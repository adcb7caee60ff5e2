"""The count: what each side claims, what is documented by name and how that list changed, and estimates kept."""
