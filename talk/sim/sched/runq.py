"""Run queues: who is put where, and who is taken from where.

Source: runqput, runqget, runqputslow, runqgrab, globrunqgetbatch in `runtime/proc.go` of Go 1.27.3.
Omits: the shuffling of builds with the race detector.
"""

from __future__ import annotations

from collections import deque

from talk.sim.sched.entities import RING_SIZE, G, P

# A goroutine from the global queue comes first on every 61st tick of a P.
GLOBAL_TICK = 61


def put(p: P, global_queue: deque[G], g: G) -> None:
    """Put a goroutine at the tail of the ring; of a full ring, half moves to the global queue with it."""
    ring = p.ring
    if len(ring) < RING_SIZE:
        ring.append(g)
        return
    for _ in range(RING_SIZE // 2):
        global_queue.append(ring.popleft())
    global_queue.append(g)


def put_next(p: P, global_queue: deque[G], g: G) -> None:
    """Put a goroutine into runnext; the one that was there is kicked to the tail of the ring."""
    kicked, p.runnext = p.runnext, g
    if kicked is not None:
        put(p, global_queue, kicked)


def take_batch(p: P, global_queue: deque[G], procs: int) -> G:
    """The head of the global queue; this P's share of what follows moves into its ring.

    The ring is empty; the share is 1/procs of the queue, at most half a ring.
    """
    size = len(global_queue)
    n = min(RING_SIZE // 2, size, size // procs + 1)
    first = global_queue.popleft()
    for _ in range(n - 1):
        p.ring.append(global_queue.popleft())
    return first


def grab(thief: P, victim: P) -> G | None:
    """Steal half of a ring (rounded up) from its head: the last of them, the others are queued.

    Returns: the goroutine to run, or None if the victim's ring is empty.
    """
    ring = victim.ring
    n = len(ring) - len(ring) // 2
    if not n:
        return None
    for _ in range(n - 1):
        thief.ring.append(ring.popleft())
    return ring.popleft()
