"""The public pages of figures: claims, documented names, estimates, each with its chart, table and CSV."""
