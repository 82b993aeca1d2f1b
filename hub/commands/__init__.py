"""The commands of `python -m hub`, grouped by who types them."""
