// A struct with holes, and what it costs to hand it on.
package main

// region record
type record struct {
	ok   bool
	id   int64
	kind int16
	at   int64
	last bool
}

// endregion

// region sum
//
//go:noinline
func byValue(r record) int64 { return r.id + r.at }

//go:noinline
func byPointer(r *record) int64 { return r.id + r.at }

//go:noinline
func made(id int64) *record { return &record{id: id} }

// endregion

func main() {
	r := record{id: 1, at: 2}
	println(byValue(r), byPointer(&r), made(3).id)
}
