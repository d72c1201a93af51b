"""The HTTP API: routes, schemas, problems, texts."""
