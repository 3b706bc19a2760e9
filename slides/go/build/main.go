// One user, built by value and built behind a pointer.
package main

type user struct{ name string }

// region value

//go:noinline
func newValue() user {
	u := user{name: "ann"}
	return u
}

// endregion

// region pointer

//go:noinline
func newPointer() *user {
	u := user{name: "ann"}
	return &u
}

// endregion

func main() {
	v, p := newValue(), newPointer()
	println(v.name, p.name)
}
