"""The app as a server: the pages, and the data routes beside them. `streamlit run dashboard/app.py` serves it."""

from __future__ import annotations

from pathlib import Path

import streamlit as st
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from dashboard.answers import BASE
from dashboard.compression import CompressedStatics
from dashboard.headers import AnswerHeaders
from dashboard.navigation import CHARTED
from dashboard.preload import ChartPreload
from dashboard.refusals import Door, failed, refused
from dashboard.routes import routes

app = st.App(
    Path(__file__).with_name("main.py"),
    routes=routes(),
    # The first is the outermost.
    middleware=[
        Middleware(AnswerHeaders, base=BASE),
        Middleware(Door, sockets=[f"{BASE}/_stcore/stream"]),
        Middleware(CompressedStatics, base=BASE),
        Middleware(ChartPreload, addresses=CHARTED, base=BASE),
    ],
    exception_handlers={HTTPException: refused, Exception: failed},
)
