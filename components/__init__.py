"""Pieces of a page that more than one page uses. They draw with Streamlit and Plotly, and compute nothing that `data` can."""
