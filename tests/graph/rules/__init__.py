"""The rules that hold everywhere, one file each. Rule 7 (bad rows are quarantined) is kept by the feeds: tests/hub/feeds."""
