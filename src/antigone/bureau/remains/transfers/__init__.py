"""Lists of remains: drawn up, offered to a party, answered, handed over."""
