// Pauses keeps a tree of so many MiB alive while it makes garbage, and prints
// the distribution of the collector's stop-the-world pauses as JSON: for each
// bucket that holds any, its lower edge in nanoseconds and their number.
//
//	GOMAXPROCS=2 go run . LIVE_MIB CYCLES
package main

import (
	"encoding/json"
	"math"
	"os"
	"runtime"
	"runtime/metrics"
	"slices"
	"strconv"
)

type node struct {
	left, right *node
	data        [48]byte
}

const nodeBytes = 64

func tree(count int) *node {
	if count == 0 {
		return nil
	}
	rest := count - 1
	return &node{left: tree(rest / 2), right: tree(rest - rest/2)}
}

func distribution() map[int64]uint64 {
	sample := []metrics.Sample{{Name: "/sched/pauses/total/gc:seconds"}}
	metrics.Read(sample)
	found := sample[0].Value.Float64Histogram()
	counts := map[int64]uint64{}
	for i, count := range found.Counts {
		if count > 0 && !math.IsInf(found.Buckets[i], -1) {
			counts[int64(math.Round(found.Buckets[i]*1e9))] = count
		}
	}
	return counts
}

func cycles() uint32 {
	var stats runtime.MemStats
	runtime.ReadMemStats(&stats)
	return stats.NumGC
}

var garbage *node

func main() {
	liveMiB, _ := strconv.Atoi(os.Args[1])
	wanted, _ := strconv.Atoi(os.Args[2])
	live := tree(liveMiB << 20 / nodeBytes)
	runtime.GC()
	before, start := distribution(), cycles()
	for cycles()-start < uint32(wanted) {
		for range 1 << 14 {
			garbage = &node{left: live.left}
		}
	}
	after := distribution()
	runtime.KeepAlive(live)
	rows := [][2]int64{}
	for edge, count := range after {
		if count > before[edge] {
			rows = append(rows, [2]int64{edge, int64(count - before[edge])})
		}
	}
	slices.SortFunc(rows, func(a, b [2]int64) int { return int(a[0] - b[0]) })
	json.NewEncoder(os.Stdout).Encode(rows)
}
