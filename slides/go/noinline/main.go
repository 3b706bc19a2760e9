// The same constructor, kept as a call.
package main

type user struct{ name string }

// region ctor

//go:noinline
func newUser(name string) *user {
	return &user{name: name}
}

func main() {
	u := newUser("ann")
	println(u.name)
}

// endregion
