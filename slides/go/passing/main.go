// Passing weighs a copy against a pointer, handed down to a function and
// handed up from one, at several sizes.
package main

type words interface {
	[1]uint64 | [8]uint64 | [32]uint64 | [128]uint64 | [512]uint64 | [2048]uint64
}

// region functions
//
//go:noinline
func takeValue[T words](v T) uint64 { return v[0] }

//go:noinline
func takePointer[T words](p *T) uint64 { return (*p)[0] }

//go:noinline
func giveValue[T words](n uint64) (v T) {
	v[0] = n
	return v
}

//go:noinline
func givePointer[T words](n uint64) *T {
	var v T
	v[0] = n
	return &v
}

//go:noinline
func fill[T words](p *T, n uint64) { (*p)[0] = n }

// endregion

func main() {}
