"""Starts the portal on a bare machine: embedded servers, set-up, processes.

`python -m launcher` lists its commands.

Nothing here runs in production, where `DATABASE_URL` and `REDIS_URL` name real servers.
"""

from launcher.embedded import Services, services

__all__ = ["Services", "services"]
