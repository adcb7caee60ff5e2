"""Pages of incidents: what is claimed, what pictures show, who looked, what follows and what stays unclear."""
