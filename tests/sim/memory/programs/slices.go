// Slices share an array until append needs a larger one.
package main

func main() {
	a := []int{1, 2, 3}
	b := append(a, 4)
	b[0] = 5
	println(a[0], b[0], len(b), cap(b))
	c := append(b, 6)
	c[0] = 7
	println(b[0], c[0], len(c), cap(c))
	d := c[1:3]
	d[0] = 8
	println(a[1], b[1], c[1], len(d), cap(d))
	e := c[:2:2]
	e = append(e, 9)
	println(c[2], e[2], len(e), cap(e))
	var f [3]int
	g := f[:]
	h := f
	g[1] = 1
	n := copy(g, c)
	println(f[0], f[1], h[1], n)
}

// prints:
// 1 5 4 6
// 7 7 5 6
// 2 8 8 2 5
// 3 9 3 4
// 7 8 0 3
