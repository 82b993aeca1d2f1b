"""Identity: pure functions, tested against labelled cases and properties."""
