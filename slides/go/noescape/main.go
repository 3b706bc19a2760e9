// Two functions without a body: one with a promise, one without.
package main

// region decl

//go:noescape
func load(p *int64) int64

func loadAnyhow(p *int64) int64

func main() {
	a, b := int64(1), int64(2)
	println(load(&a), loadAnyhow(&b))
}

// endregion
