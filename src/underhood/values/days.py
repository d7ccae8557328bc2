"""Days as they are written in records and on the command line."""

from __future__ import annotations

import re

DAY = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])")
