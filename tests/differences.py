"""In which the doubles are known not to be AWS: what each says that AWS's models do not. docs/aws.md tells the rest."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

BOTOCORE: Final[Mapping[str, str]] = {
    r"^iam:\w+ answered: .*PolicyDocument, value: \{": "botocore itself parses the documents of policies in answers",
}
EMULATOR: Final[Mapping[str, str]] = {
    r"^lambda:\w+ answered: .*RuntimeVersionArn, value: 0": "it gives a function's runtime version an empty ARN",
    r"^events:\w+ \.ConnectionArn is '.*connection/[^/]+', which": "the ARN of a connection ends without its UUID",
}
KNOWN: Final = {**BOTOCORE, **EMULATOR}


def unknown(faults: Iterable[str], known: Mapping[str, str] = KNOWN) -> list[str]:
    """Those faults that no difference explains."""
    return [fault for fault in faults if not any(re.search(pattern, fault) for pattern in known)]
