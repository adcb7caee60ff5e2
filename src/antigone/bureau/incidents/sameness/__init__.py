"""Which media of the bureau are one recording published again, and which show one scene."""
