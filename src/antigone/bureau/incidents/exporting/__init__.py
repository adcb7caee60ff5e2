"""A case as a folder that anybody can check: written once, verified without the bureau and without a network."""
