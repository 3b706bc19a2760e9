// Numbers wrap, shifts, compares and conversions are those of their types; assignments are at once.
package main

type Celsius float64

type Point struct{ x, y int32 }

type Line struct {
	from, to Point
	name     string
}

func main() {
	var small int8 = 127
	small++
	var word uint16 = 1
	word -= 2
	println(small, word, -7/2, -7%2, 1<<10|1, 6&^2)
	line := Line{from: Point{1, 2}, name: "a" + "b"}
	line.to = line.from
	line.to.x <<= 4
	line.from.x, line.from.y = line.from.y, line.from.x
	println(line.from.x, line.from.y, line.to.x, line.to.y, line.name, len(line.name))
	grid := [2][3]int{{1, 2, 3}, {4, 5, 6}}
	row := grid[1]
	row[0] = 9
	q := &grid[1][2]
	*q = -6
	println(grid[1][0], row[0], grid[1][2], len(grid))
	t := Celsius(20)
	t = t*2 + 0.5
	println(int(t), t > 40, small == -128 && !(word < 3), uint8(small), line.name == "ab", line.name[1])
	s := make([]*Point, 1, 2)
	s[0] = &Point{y: 3}
	s = append(s, new(Point))
	s[1].x = s[0].y
	println(s[0].x, s[1].x, len(s), cap(s), s[0] == s[1], s[0] != nil)
}

// prints:
// -128 65535 -3 -1 1025 4
// 2 1 16 2 ab 2
// 4 9 -6 2
// 40 true true 128 true 98
// 0 3 2 2 false true
