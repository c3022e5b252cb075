"""One file a page; each has a function `page(view)` that reads like its table of contents."""
