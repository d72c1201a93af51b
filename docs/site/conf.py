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


# what stands at the side of every page
NAVIGATION = {
    "Overview": ("docs/*",),
    "App": ("docs/app/*",),
    "Pipeline": ("docs/pipeline/*",),
    "Operations": ("docs/operations/*",),
}


def setup(app: Sphinx) -> None:
    app.connect("source-read", _navigation)
    app.connect("build-finished", _index)


def _navigation(app: Sphinx, name: str, source: list[str]) -> None:
    """In the README as Sphinx reads it; on GitHub it would show as code."""
    if name == root_doc:
        for caption, pages in NAVIGATION.items():
            lines = ("\n```{toctree}", ":hidden:", ":glob:", f":caption: {caption}", "", *pages, "```\n")
            source[0] += "\n".join(lines)


def _index(app: Sphinx, failed: Exception | None) -> None:
    """The README is also what a folder's address shows."""
    if failed is None:
        shutil.copyfile(Path(app.outdir) / "README.html", Path(app.outdir) / "index.html")
