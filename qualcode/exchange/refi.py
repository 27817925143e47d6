"""REFI-QDA: codebooks (QDC) and projects (QDPX) in and out."""

from qualcode.exchange.foreign import Exchanged, Memo
from qualcode.exchange.refi_codes import read_qdc, write_qdc
from qualcode.exchange.refi_reading import read_qdpx
from qualcode.exchange.refi_writing import Outgoing, write_qdpx

__all__ = [
    "Exchanged",
    "Memo",
    "Outgoing",
    "read_qdc",
    "read_qdpx",
    "write_qdc",
    "write_qdpx",
]
