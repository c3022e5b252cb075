"""The same figures and rows on pages without anything else: what the dashboard is measured beside."""
