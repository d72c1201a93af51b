"""What a price is made of: plain Python over one artifact, without a web framework."""
