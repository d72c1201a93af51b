"""The function's image: its OCI layout, its manifest, the registry, its bill of materials."""
