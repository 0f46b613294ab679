"""Where things are behind the walls: the same paths for who builds them and who lives
there."""

HOME = "/home/learner"
WORK = f"{HOME}/work"
TESTS = "/opt/tests"
SCRATCH = (HOME, "/tmp", "/dev/shm")  # noqa: S108  # inside the sandbox
