"""REFI-QDA: codebooks (QDC) and projects (QDPX) in and out."""

from qualcode.exchange.refi_codes import read_qdc, write_qdc
from qualcode.exchange.refi_reading import Exchanged, Memo, read_qdpx
from qualcode.exchange.refi_writing import write_qdpx

__all__ = ["Exchanged", "Memo", "read_qdc", "read_qdpx", "write_qdc", "write_qdpx"]
