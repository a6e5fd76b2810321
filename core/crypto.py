"""Encryption of single fields with a key ring, and a keyed fingerprint to find equal values without reading them."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings


@lru_cache(maxsize=4)
def _ring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(clear: str) -> str:
    """Cipher a value with the newest key."""
    return _ring(tuple(settings.FIELD_KEYS)).encrypt(clear.encode()).decode()


def decrypt(ciphered: str) -> str:
    """Read a value ciphered with any key of the ring."""
    return _ring(tuple(settings.FIELD_KEYS)).decrypt(ciphered.encode()).decode()


def fingerprint(clear: str) -> str:
    """Same value, same 64 hexadecimal characters; useless without the oldest key, which never leaves the ring."""
    return hmac.new(settings.FIELD_KEYS[-1].encode(), clear.encode(), hashlib.sha256).hexdigest()
