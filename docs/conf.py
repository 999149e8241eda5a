"""How the documentation is built: ``make docs`` writes it to ``docs/_build/html``; a warning is an error."""

from importlib.metadata import version as installed_version

project = "Chorsu"
author = "The Chorsu authors"
project_copyright = "The Chorsu authors, Apache-2.0"
version = release = installed_version("chorsu")

extensions = ["myst_parser"]
exclude_patterns = ["_build"]
myst_heading_anchors = 4  # so that a page can link to a heading of another
myst_enable_extensions = ["deflist"]

html_theme = "furo"
html_title = "Chorsu"
html_show_sourcelink = False
html_theme_options = {
    "light_css_variables": {"color-brand-primary": "#0b6e5f", "color-brand-content": "#0b6e5f"},
    "dark_css_variables": {"color-brand-primary": "#5fc9b6", "color-brand-content": "#5fc9b6"},
}
