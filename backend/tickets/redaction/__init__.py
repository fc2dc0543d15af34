"""Single values of a ticket that are taken out of it for good."""
