"""An account tried out in a throw-away stage: made ready, deployed to, changed, rolled back, and left as it was."""
