// A variable whose address outlives its function lies on the heap.
// heap: open.f main.kept
package main

type File struct {
	fd   int
	name string
}

var last *int

func open(name string) *File {
	f := File{fd: 3, name: name}
	return &f
}

func main() {
	f := open("log")
	g := open("out")
	g.fd++
	kept := 5
	last = &kept
	*last += f.fd
	println(f.fd, g.fd, f.name, g.name, kept)
}

// prints:
// 3 4 log out 8
