"""The app as a server: the pages, and the data routes beside them. `streamlit run dashboard/app.py` serves it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from dashboard.answers import BASE
from dashboard.compression import CompressedStatics
from dashboard.navigation import CHARTED
from dashboard.preload import ChartPreload
from dashboard.routes import routes

app = st.App(
    Path(__file__).with_name("main.py"),
    routes=routes(),
    middleware=[Middleware(CompressedStatics, base=BASE), Middleware(ChartPreload, addresses=CHARTED, base=BASE)],
)
