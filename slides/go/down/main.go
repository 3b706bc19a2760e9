// Sharing with a callee, and sharing with the world.
package main

type user struct{ name string }

var last *user

// region functions

//go:noinline
func greet(u *user) {
	println("hi", u.name)
}

//go:noinline
func keep(u *user) {
	last = u
}

// endregion

// region main
func main() {
	ann := user{name: "ann"}
	greet(&ann)

	bob := user{name: "bob"}
	keep(&bob)
}

// endregion
