"""Stand-ins for the outside services: the shapes of their answers and the faults that real clients meet.

``python -m tests.stubs`` starts all of them on this machine and prints the settings that point the product at them.
"""

from tests.stubs.server import Fault, Reply, Request, Stub, running

__all__ = ["Fault", "Reply", "Request", "Stub", "running"]
