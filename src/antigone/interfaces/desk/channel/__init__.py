"""The channel at the desk: write, preview, let out by a second person, schedule, write anew, take back."""
