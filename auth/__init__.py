"""Who asks, and what may they see: tokens, principals, agreements, policy and masks."""
