"""A Streamlit page with a year slider, the figures and the rows, and nothing else: `streamlit run benchmarks/peers/bare_streamlit.py`."""

from __future__ import annotations

import sys
from pathlib import Path

import streamlit as st

sys.path.insert(0, str(Path(__file__).parents[2]))
from benchmarks.peers import figures

st.set_page_config(layout="wide")
drawn, rows = figures.shown(st.slider("Years", *figures.whole().years, figures.whole().years))
for number, figure in enumerate(drawn):
    st.plotly_chart(figure, key=f"figure {number}")
st.dataframe(rows, hide_index=True)
