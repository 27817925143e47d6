"""What the wheel is built with beside its files: the catalogues of phrases, compiled."""

from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class Catalogues(BuildHookInterface[Any]):
    """Compiles each `.po` beside itself, and takes the `.mo` into the wheel; git does not keep it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Before the files of a wheel are gathered; also for an editable one, which runs from the checkout."""
        for source in sorted(Path(self.root, "qualcode", "wording").glob("*.po")):
            with source.open("rb") as phrases, source.with_suffix(".mo").open("wb") as compiled:
                write_mo(compiled, read_po(phrases))
            build_data["artifacts"].append(source.with_suffix(".mo").relative_to(self.root).as_posix())
