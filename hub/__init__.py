"""Puts it together: settings, application, feeds, batch pipeline, command line and demo."""
