"""The commands of `python -m hub`, one file each, so that a small one does not wait for what a large one imports."""
