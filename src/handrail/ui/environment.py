"""The one Jinja2 environment: strict about names, translated, with every component under ``ui``."""

from contextlib import suppress
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any

from django.templatetags.static import static
from django.urls import reverse
from jinja2 import Environment, FileSystemBytecodeCache, StrictUndefined
from jinja2.bccache import Bucket
from jinja2.runtime import Context, Macro

from handrail.ui import dates
from handrail.ui.addresses import address
from handrail.ui.charts import columns_of
from handrail.ui.scenes import picture_of
from handrail.ui.translate import mark, mark_many, say, say_many

_globals: dict[str, Any] = {}


def add_global(name: str, value: Any) -> None:
    """Give every template ``name``: how a higher package hands in what ``ui`` may not import, at start."""
    _globals[name] = value


# Pictures without words: the same for the same arguments, in every language.
_PICTURES = ("icon", "sign", "sheet")


class Components:
    """``ui.button(...)`` in a template is the macro ``button`` of ``ui/components/button/template.html``."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        module = self._environment.get_template(f"ui/components/{name}/template.html").module
        macro = getattr(module, name)
        found = lru_cache(1024)(macro) if name in _PICTURES else macro
        setattr(self, name, found)
        return found


class AroundPage:
    """``around_page.tabs(frame.shared)`` is the macro ``tabs`` of ``ui/frame.html``, drawn once for each such frame."""

    def __init__(self, environment: Environment) -> None:
        self._environment = environment

    def __getattr__(self, name: str) -> Any:
        macro = getattr(self._environment.get_template("ui/frame.html").module, name)
        drawn = macro if self._environment.auto_reload else lru_cache(1024)(macro)
        setattr(self, name, drawn)
        return drawn


_PLAIN = (FunctionType, MethodType, type(lru_cache(len)))


class PageContext(Context):
    """The context of our pages: a page calls some hundred things, and hardly any of them asks for the context."""

    def call(
        __self,  # with two lines, so that a template may name anything
        __called: Any,
        *args: Any,
        **named: Any,
    ) -> Any:
        """Call what stands in a template; macros and plain functions without Jinja's search for what they ask for."""
        kind = type(__called)
        if kind is Macro:
            args = (__self.eval_ctx, *args)
        elif kind not in _PLAIN or hasattr(__called, "jinja_pass_arg"):
            return super().call(__called, *args, **named)
        named.pop("_block_vars", None)
        named.pop("_loop_vars", None)
        return __called(*args, **named)


class CompiledPages(FileSystemBytecodeCache):
    """What Jinja made of each page, kept for the next start. A disk that takes nothing costs time and nothing else."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder), f"{version('jinja2')}-%s.cache")

    def dump_bytecode(self, bucket: Bucket) -> None:
        with suppress(OSError):
            super().dump_bytecode(bucket)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """Return the address of a view by its name."""
    return reverse(name, kwargs=kwargs) if kwargs else address(name, *args)


def make(*, compiled: Path | None = None, **options: Any) -> Environment:
    """Return the environment that every page of ours is rendered with; pages are kept compiled in ``compiled``."""
    if compiled:
        options["bytecode_cache"] = CompiledPages(compiled)
    options["undefined"] = StrictUndefined
    options.setdefault("trim_blocks", True)
    options.setdefault("lstrip_blocks", True)
    options.setdefault("cache_size", -1)  # every template of ours, without a queue of the last used
    environment = Environment(**options, extensions=["jinja2.ext.i18n"])  # noqa: S701 - Django sets autoescape
    environment.install_gettext_callables(say, say_many, newstyle=True)  # type: ignore[attr-defined]  # the extension adds it
    environment.context_class = PageContext
    environment.globals.update(_=mark, gettext=mark, ngettext=mark_many)
    environment.globals.update(
        ui=Components(environment), around_page=AroundPage(environment), url=url, static=cache(static)
    )
    environment.globals.update(day=dates.day, hour=dates.hour)
    environment.globals.update(picture_of=picture_of, columns_of=columns_of, **_globals)
    return environment
