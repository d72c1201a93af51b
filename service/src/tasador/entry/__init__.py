"""Where Lambda enters: the handler and the callers it tells apart."""
