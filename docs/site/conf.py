"""The documents as a site: `./run docs`. The root of the repo is the source, so that every link reads as on GitHub."""

import shutil
from pathlib import Path

from sphinx.application import Sphinx

project = "Tasador"
html_title = "Tasador"
author = "Tasador"
root_doc = "README"
extensions = ["myst_parser"]
include_patterns = [
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "docs/*.md",
    "docs/*/*.md",
    "*/README.md",
    "infra/*/README.md",
    "web/src/guide/*.md",
]
exclude_patterns = [".*", "**/node_modules", "web/dist"]

html_theme = "furo"
html_theme_options = {"source_edit_link": "", "top_of_page_buttons": []}
html_copy_source = False
html_show_sphinx = False

myst_heading_anchors = 6  # as GitHub makes them
myst_links_external_new_tab = False
suppress_warnings = ["myst.header", "toc.not_included"]  # the README's tables are the table of contents


def setup(app: Sphinx) -> None:
    app.connect("build-finished", _index)


def _index(app: Sphinx, failed: Exception | None) -> None:
    """The README is also what a folder's address shows."""
    if failed is None:
        shutil.copyfile(Path(app.outdir) / "README.html", Path(app.outdir) / "index.html")
