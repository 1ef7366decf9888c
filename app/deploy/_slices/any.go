// Package slices: what SortFunc and SortStableFunc call, for the edge. Go's own makes a dozen
// functions for each type that is sorted, 6 KB in WebAssembly; this makes a small one, and sorts
// numbers of places for all of them.
package slices

func pdqsortCmpFunc[E any](data []E, a, b, _ int, cmp func(a, b E) int) {
	stableCmpFunc(data[a:], b-a, cmp)
}

func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) {
	places := make([]int, n+n/2)
	for i := range n {
		places[i] = i
	}
	mergePlaces(places[:n], places[n:], func(a, b int) bool { return cmp(data[a], data[b]) < 0 })
	before := append([]E(nil), data[:n]...)
	for i, from := range places[:n] {
		data[i] = before[from]
	}
}

// mergePlaces sorts stably; spare has room for half of the places.
func mergePlaces(places, spare []int, less func(a, b int) bool) {
	n := len(places)
	if n <= 8 {
		for i := 1; i < n; i++ {
			for j := i; j > 0 && less(places[j], places[j-1]); j-- {
				places[j], places[j-1] = places[j-1], places[j]
			}
		}
		return
	}
	half := n / 2
	mergePlaces(places[:half], spare, less)
	mergePlaces(places[half:], spare, less)
	if !less(places[half], places[half-1]) {
		return
	}
	left := spare[:copy(spare, places[:half])]
	for at := 0; len(left) > 0; at++ {
		if half < n && less(places[half], left[0]) {
			places[at] = places[half]
			half++
		} else {
			places[at], left = left[0], left[1:]
		}
	}
}
