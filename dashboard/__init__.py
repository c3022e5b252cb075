"""The app: its entry point, its navigation, and one small file a page."""
