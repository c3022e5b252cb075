"""Charts: pure functions from a frame to a Plotly figure. They know labels and colors only through their arguments."""
