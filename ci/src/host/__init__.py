"""The stages of a deploy on one machine, without an engine: a small runner and an emulated stack."""
