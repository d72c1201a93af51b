"""Text from outside, made safe for a terminal and a page. Pure."""

import re
from typing import Final

# C0 and C1 controls (save tab and line feed), and the marks that turn the direction of text around
_UNSAFE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


_COLOURS: Final = re.compile("\x1b\\[[0-9;]*[A-Za-z]")


def uncoloured(text: str) -> str:
    """What a command said to a terminal, without colours and movements of the cursor."""
    return _COLOURS.sub("", text)


def plain(text: str) -> str:
    """The text with each control character written out: an escape sequence is seen, not obeyed."""
    return _UNSAFE.sub(lambda found: f"\\x{ord(found.group()):02x}", text)
