"""Compiles templates so that what is HTML already is printed as it is.

Jinja escapes whatever is printed by a call, which costs most where there is nothing to do: of HTML. Most of what a mail
prints is that, as styles are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from jinja2.compiler import CodeGenerator

if TYPE_CHECKING:
    from jinja2.compiler import Frame
    from jinja2.nodes import Expr

BEFORE, AFTER = "(_said if type(_said := ", ") is Markup else environment.shown(_said))"


class Printing(CodeGenerator):
    """Jinja's own but for the printing of values, which it lets others write in these two methods."""

    def _output_child_pre(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401  private to Jinja
        if _is_escaped(frame, finalize):
            self.write(BEFORE)
        else:
            super()._output_child_pre(node, frame, finalize)

    def _output_child_post(self, node: Expr, frame: Frame, finalize: Any) -> None:  # noqa: ANN401
        if _is_escaped(frame, finalize):
            self.write(AFTER)
        else:
            super()._output_child_post(node, frame, finalize)


def _is_escaped(frame: Frame, finalize: Any) -> bool:  # noqa: ANN401
    return frame.eval_ctx.autoescape and not frame.eval_ctx.volatile and finalize.src is None
