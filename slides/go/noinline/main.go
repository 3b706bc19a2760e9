// The same constructor, kept as a call.
package main

type user struct{ name string }

// region pragma

//go:noinline
func newUser(name string) *user {
	return &user{name: name}
}

// endregion

func main() {
	u := newUser("ann")
	println(u.name)
}
