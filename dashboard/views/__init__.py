"""One file a page; each has a function `page(view)` that reads like its table of contents.

The folder is not called pages: Streamlit takes files in a folder of that name beside the entry script for pages of its own.
"""
