"""Starts the portal on a bare machine: embedded servers, set-up, processes. `python -m launcher` lists what it does.

Nothing here runs in production, where `DATABASE_URL` and `REDIS_URL` name real servers.
"""

from launcher.services import Services, services

__all__ = ["Services", "services"]
