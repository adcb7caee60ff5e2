"""Photographs at the desk: covers, looking with a reason, marking, copies fit to be published."""
