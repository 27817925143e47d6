"""What stands beside a table that has no room for saying where it comes from: `FILE.csv-metadata.json`.

A csv or json file holds rows and nothing else. Its origin lies in a small file beside it, for csv in the form of the
W3C's "Metadata Vocabulary for Tabular Data" (2015), under the names that it lays down, so that programs which know
the form find the delimiter, the decimal sign and the columns' types too.
"""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from qualcode.document import Output

if TYPE_CHECKING:
    import pandas as pd

_TERMS = {
    "project": "dc:isPartOf",
    "codebook": "dc:references",
    "selection": "dc:coverage",
    "coders": "dc:contributor",
    "date": "dc:date",
    "program": "dc:creator",
    "command": "dc:provenance",
    "notes": "dc:description",
}
"""The facts as terms of the Dublin Core."""
_DIALECT = {"delimiter": ";", "encoding": "utf-8", "header": True, "lineTerminators": ["\r\n"]}
_TYPES: Mapping[str, Any] = {
    "integer": "integer",
    "boolean": {"base": "boolean", "format": "True|False"},
    "floating": {"base": "decimal", "format": {"decimalChar": ","}},
}


def metadata_bytes(files: Mapping[str, Output], form: str) -> bytes:
    """What one file, or several of one kind in a folder, were made from; `files` are the outputs by file name."""
    told = [{"url": name, **_origin(output), **_shape(output, form)} for name, output in files.items()]
    lang = next(iter(files.values())).lang
    context = ["http://www.w3.org/ns/csvw", {"@language": lang}] if form == "csv" else _PLAIN
    whole = told[0] if len(told) == 1 else {"tables": told}
    return (json.dumps({"@context": context, **whole}, ensure_ascii=False, indent=2) + "\n").encode()


_PLAIN = {"dc": "http://purl.org/dc/terms/", "url": "@id"}


def _origin(output: Output) -> dict[str, str]:
    facts = output.provenance.named(output.lang)
    return {"dc:title": output.title, **{_TERMS[name]: value for name, value in facts.items()}}


def _shape(output: Output, form: str) -> dict[str, Any]:
    """How a csv file is written, and what its columns hold."""
    if form != "csv":
        return {}
    columns = [{"titles": str(name), "datatype": _type(output.table[name])} for name in output.table.columns]
    return {"dialect": _DIALECT, "tableSchema": {"columns": columns}}


def _type(column: "pd.Series[Any]") -> Any:
    from pandas.api.types import infer_dtype

    return _TYPES.get(infer_dtype(column, skipna=True), "string")
