"""Standardisation: labelled cases in CSV files, which are the source of truth (edit by hand to add one)."""
