"""For tools that read the settings and connect to nothing (the type checker): no environment needed."""

import os

for _name, _value in {
    "SECRET_KEY": "nowhere",
    "FIELD_KEYS": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
    "DATABASE_URL": "postgresql://none:none@127.0.0.1:1/none",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}.items():
    os.environ.setdefault(_name, _value)

from .test import *  # noqa: E402
