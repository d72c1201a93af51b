"""Objects that own their verbs: one reaches them by their noun, and then acts."""
