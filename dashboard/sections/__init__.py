"""Parts of pages that are too long for their page's own file."""
