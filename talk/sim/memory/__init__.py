"""The memory of small Go programs: types, frames, values, addresses."""
