"""Goroutines on threads and processors: the Go scheduler as a discrete-event simulation."""
