"""What the Go runtime allocates: size classes, the tiny allocator, slices that grow, and a heap for them."""

from talk.sim.alloc.heap import Heap, HeapObject
from talk.sim.alloc.sizes import SIZE_CLASSES, Allocation, allocation, size_class
from talk.sim.alloc.slices import AppendTrace, grown_capacity, run_append

__all__ = [
    "SIZE_CLASSES",
    "Allocation",
    "AppendTrace",
    "Heap",
    "HeapObject",
    "allocation",
    "grown_capacity",
    "run_append",
    "size_class",
]
