"""frequency."""

from components.page import page_head
from components.view import View


def page(view: View) -> None:
    page_head("frequency", "…", view)
