"""The HTML templates of the exports: one environment, everything escaped unless a template says otherwise."""

from functools import lru_cache

from jinja2 import Environment, PackageLoader, Template, select_autoescape


@lru_cache(maxsize=1)
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("kg.export"),
        autoescape=select_autoescape(default=True),
        trim_blocks=True,
        lstrip_blocks=True,
    )


def template(name: str) -> Template:
    """Return a template of `kg/export/templates` by file name."""
    return _environment().get_template(name)
