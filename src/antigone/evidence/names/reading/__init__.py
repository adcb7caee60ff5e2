"""From what somebody typed to words whose sounds, kinds and roles are known."""
