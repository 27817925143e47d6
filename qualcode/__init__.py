"""qualcode: coding of qualitative interviews and thematic analysis, on your own machine.

In a notebook, open a `Project` and call the functions of `qualcode.verbs` with it.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from qualcode.project import Project

__all__ = ["Project", "__version__"]
__version__ = "0.1.0"


def __getattr__(name: str) -> Any:
    """`Project`, imported when it is asked for: the command line's help must not wait for it."""
    if name == "Project":
        from qualcode.project import Project

        return Project
    raise AttributeError(f"module 'qualcode' has no attribute '{name}'")
