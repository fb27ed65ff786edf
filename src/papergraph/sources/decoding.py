"""From bytes to text: compression by magic bytes, then the encoding by content."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any, cast

HEAD = 1 << 20
_ZSTD_PIECE = 1 << 8

_COMPRESSED = ((b"\x1f\x8b", "gzip"), (b"BZh", "bzip2"), (b"\xfd7zXZ\x00", "xz"), (b"\x28\xb5\x2f\xfd", "zstd"))
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_FOREIGN = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a PNG image"), (b"\xff\xd8\xff", "a JPEG image"), (b"GIF8", "a GIF image"),
    (b"PK\x03\x04", "a ZIP archive or office document"), (b"\x7fELF", "a program"),
    (b"SQLite format 3", "an SQLite database"), (b"PAR1", "a Parquet file"), (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
)  # fmt: skip
_CONTROLS = bytes(set(range(32)) - {8, 9, 10, 12, 13, 27} | {127})
_MOST_CONTROLS = 0.05
_FEW_FOREIGN_LETTERS = 0.3
_OTHER_ALPHABETS = ["gb18030", "cp932", "big5", "cp949", "euc_jp", "cp1251", "koi8_r", "cp1253", "cp1255", "cp1256"]
_SURROGATE_BYTES = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")


class NotTextError(ValueError):
    """The bytes are no text; the message says what they are."""


class _Rest(io.RawIOBase):
    """A stream whose head was read already, put together again; an error that cut the head off comes after it."""

    def __init__(self, head: bytes, stream: io.BufferedIOBase, error: Exception | None = None) -> None:
        self._head, self._stream, self._error = head, stream, error

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        if self._head:
            part, self._head = self._head[: len(buffer)], self._head[len(buffer) :]
        elif self._error:
            raise self._error
        else:
            part = self._stream.read1(len(buffer))
        buffer[: len(part)] = part
        return len(part)


class _Zstd(io.RawIOBase):
    """The content of zstd frames; one that is cut off is an error, as with the other compressions.

    It is fed in small pieces, since each may become thirty thousand times as long.
    """

    def __init__(self, stream: io.BufferedIOBase) -> None:
        import zstandard

        self._stream, self._decompressor = stream, zstandard.ZstdDecompressor()
        self._frame: Any = None
        self._ready, self._input = b"", b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and self._feed():
            pass
        part, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(part)] = part
        return len(part)

    def _feed(self) -> bool:
        """Decompress one piece of the input; False at its end."""
        import zstandard

        self._input = self._input or self._stream.read(_ZSTD_PIECE)
        if not self._input:
            if self._frame is not None:
                raise EOFError("the zstd stream ends before its end mark")
            return False
        self._frame = self._frame or self._decompressor.decompressobj()
        try:
            self._ready = self._frame.decompress(self._input)
        except zstandard.ZstdError as error:
            raise OSError(f"broken zstd stream: {error}") from error
        self._input = self._frame.unused_data if self._frame.eof else b""
        self._frame = None if self._frame.eof else self._frame
        return True


def _compression(head: bytes) -> str | None:
    return next((name for magic, name in _COMPRESSED if head.startswith(magic)), None)


def _decompressed(name: str, stream: io.BufferedIOBase) -> io.BufferedIOBase:
    if name == "gzip":
        import gzip

        return gzip.GzipFile(fileobj=stream)
    if name == "bzip2":
        import bz2

        return bz2.BZ2File(stream)
    if name == "xz":
        import lzma

        return lzma.LZMAFile(cast(IO[bytes], stream))
    return io.BufferedReader(_Zstd(stream))


def _read_head(stream: io.BufferedIOBase, size: int) -> tuple[bytes, Exception | None]:
    """The first bytes of a stream, as many as there are up to ``size``, and the error that ended the reading."""
    parts: list[bytes] = []
    try:
        while size > 0 and (part := stream.read1(min(size, 1 << 16))):
            parts.append(part)
            size -= len(part)
    except Exception as error:
        if not parts:
            raise
        return b"".join(parts), error
    return b"".join(parts), None


@contextmanager
def text_of(binary: io.BufferedIOBase) -> Iterator[tuple[str, io.TextIOWrapper]]:
    """The beginning of the text in a stream of bytes, and the whole text as a stream that keeps its line breaks.

    :raises NotTextError: the bytes are empty, compressed twice or no text.
    :raises OSError: they can't be read, or their compression is broken (:class:`EOFError` where it is cut off).
    """
    first, error = _read_head(binary, 16)
    stream: io.BufferedIOBase = io.BufferedReader(_Rest(first, binary, error))
    compression = _compression(first)
    if compression:
        stream = _decompressed(compression, stream)
    head, error = _read_head(stream, HEAD)
    encoding = detect_encoding(head)
    whole = io.BufferedReader(_Rest(head, stream, error))
    yield _decode_head(head, encoding), io.TextIOWrapper(whole, encoding=encoding, errors="papergraph", newline="")


def _decode_head(head: bytes, encoding: str) -> str:
    return codecs.getincrementaldecoder(encoding)(errors="papergraph").decode(head, final=len(head) < HEAD)


def detect_encoding(head: bytes) -> str:
    """The encoding of a text by its first bytes.

    :raises NotTextError: they are none; the message says what they are.

    >>> detect_encoding("é".encode()), detect_encoding(b"caf\\xe9"), detect_encoding("ab".encode("utf-16-be"))
    ('utf-8', 'cp1252', 'utf-16-be')
    """
    if not head.strip():
        raise NotTextError("the file is empty")
    if _compression(head):
        raise NotTextError(f"compressed twice ({_compression(head)} inside); decompress it once")
    for magic, what in _FOREIGN:
        if head.startswith(magic):
            raise NotTextError(f"not text: {what}")
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return encoding
    if wide := _utf16(head):
        return wide
    if len(head) - len(head.translate(None, _CONTROLS)) > _MOST_CONTROLS * len(head):
        raise NotTextError("not text: a binary file")
    return _eight_bit(head)


def _utf16(head: bytes) -> str | None:
    """UTF-16 without a byte order mark shows by NULs in every other byte of Latin letters, digits and blanks."""
    pairs = len(head) // 2
    even, odd = head[: 2 * pairs : 2].count(0), head[1 : 2 * pairs : 2].count(0)
    if pairs and odd > 0.3 * pairs and even < 0.02 * pairs:
        return "utf-16-le"
    return "utf-16-be" if pairs and even > 0.3 * pairs and odd < 0.02 * pairs else None


def _eight_bit(head: bytes) -> str:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head, final=len(head) < HEAD)
    except UnicodeDecodeError:
        return _other_than_utf8(head)
    return "utf-8"


def _other_than_utf8(head: bytes) -> str:
    """UTF-8 with slips where it has more sound sequences than broken bytes; else what charset-normalizer finds."""
    from charset_normalizer import from_bytes

    kept = head.decode("utf-8", errors="ignore")
    sound = sum(len(c.encode()) for c in kept if c > "\x7f") if len(kept) < len(head) else 0
    high = len(head) - len(head.translate(None, bytes(range(128, 256))))
    if 2 * sound > high:
        return "utf-8"
    few = high < _FEW_FOREIGN_LETTERS * len(head)
    best = from_bytes(head[:200_000], cp_isolation=["cp1252", "latin_1"] if few else _OTHER_ALPHABETS).best()
    return "cp1252" if best is None or best.encoding == "latin_1" else best.encoding


def _mend_bytes(error: UnicodeError) -> tuple[str, int]:
    """Decode what an encoding can't: in texts of 8 bits as Windows-1252, else as U+FFFD."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    if _SURROGATE_BYTES.match(error.object, error.start):
        return "\ufffd", error.start + 3
    if not error.encoding.lower().startswith(("utf-8", "utf8", "cp1252", "charmap")):
        return "\ufffd", error.end
    broken = error.object[error.start : error.end]
    return "".join(bytes([byte]).decode("cp1252", errors="ignore") or chr(byte) for byte in broken), error.end


codecs.register_error("papergraph", _mend_bytes)
