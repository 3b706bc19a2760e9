// Prices weighs walks over values and over pointers, and three ways to count
// exactly against one that does not.
package main

import (
	"math/rand/v2"
	"sync"
	"sync/atomic"
)

type item struct {
	n uint64
	_ [7]uint64
}

// region walks
func overValues(items []item) (sum uint64) {
	for i := range items {
		sum += items[i].n
	}
	return sum
}

func overPointers(items []*item) (sum uint64) {
	for _, each := range items {
		sum += each.n
	}
	return sum
}

// endregion

// scattered makes so many items one by one and shuffles the pointers to them.
func scattered(count int, shuffled bool) []*item {
	items := make([]*item, count)
	for i := range items {
		items[i] = new(item)
	}
	if shuffled {
		rand.New(rand.NewPCG(1, 2)).Shuffle(count, func(i, j int) {
			items[i], items[j] = items[j], items[i]
		})
	}
	return items
}

var n int

// region counts
func plain(times int) {
	for range times {
		n++
	}
}

func atomically(times int) {
	var n atomic.Int64
	for range times {
		n.Add(1)
	}
}

func locked(times int) {
	var mutex sync.Mutex
	for range times {
		mutex.Lock()
		n++
		mutex.Unlock()
	}
}

func sent(times, room int) {
	to, done := make(chan int, room), make(chan bool)
	go func() {
		for more := range to {
			n += more
		}
		close(done)
	}()
	for range times {
		to <- 1
	}
	close(to)
	<-done
}

// endregion

func main() {}
