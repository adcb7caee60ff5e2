"""Papers that left under the bureau's signature, and whether one is such a paper."""
