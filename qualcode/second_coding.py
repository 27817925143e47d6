"""The name under which a coder codes a second time."""

AGAIN = " (again)"
"""Behind the name of a coder who codes the same transcripts a second time, blind to the first. Such a name counts only
where it is asked for, since it repeats what is coded already."""


def again(coder: str) -> str:
    """The name under which a coder codes a second time."""
    return coder if coder.endswith(AGAIN) else coder + AGAIN
