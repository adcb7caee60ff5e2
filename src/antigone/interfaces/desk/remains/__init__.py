"""The custodians' pages: storage, parts and bodies, moves, transfers, counts."""
