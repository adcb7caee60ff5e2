"""What lies where, at any moment; and what somebody found who went and looked."""
