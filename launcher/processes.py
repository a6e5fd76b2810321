"""The portal's processes, in one place: `make run` starts them, the production images run the same words."""

WEB_WORKERS = 2
WEB_THREADS = 4


def web(*, bind: str) -> list[str]:
    """The web server."""
    return [
        "gunicorn", "passculture_pro.wsgi:application", "--bind", bind,
        "--worker-class", "gthread", "--workers", str(WEB_WORKERS), "--threads", str(WEB_THREADS),
        "--preload", "--graceful-timeout", "3", "--no-control-socket",
    ]  # fmt: skip


def worker() -> list[str]:
    """The worker: runs the jobs."""
    return [
        "celery", "--quiet", "-A", "passculture_pro", "worker",
        "--concurrency", "2", "--without-gossip", "--without-mingle", "--loglevel", "INFO",
    ]  # fmt: skip


def beat(*, schedule: str) -> list[str]:
    """The clock: asks for the periodic jobs. One only."""
    return [
        "celery", "--quiet", "-A", "passculture_pro", "beat",
        "--scheduler", "passculture_pro.beat:BeatingScheduler", "--schedule", schedule, "--loglevel", "INFO",
    ]  # fmt: skip
