"""A rehearsal with the image itself: for machines that can run one. Nothing here knows who runs it."""
