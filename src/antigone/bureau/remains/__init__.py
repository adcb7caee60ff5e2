"""The register of remains: from recovery to the grave, every part in exactly one place at every time."""
