// Package slices: what SortFunc and SortStableFunc call, for the edge. Go's own makes a dozen
// functions for each type that is sorted, 6 KB in WebAssembly; this makes two.
package slices

func pdqsortCmpFunc[E any](data []E, a, b, _ int, cmp func(a, b E) int) {
	mergeCmpFunc(data[a:b], nil, cmp)
}

func stableCmpFunc[E any](data []E, n int, cmp func(a, b E) int) {
	mergeCmpFunc(data[:n], nil, cmp)
}

// mergeCmpFunc sorts stably; spare has room for half of the data, or is nil.
func mergeCmpFunc[E any](data, spare []E, cmp func(a, b E) int) {
	n := len(data)
	if n <= 8 {
		for i := 1; i < n; i++ {
			for j := i; j > 0 && cmp(data[j], data[j-1]) < 0; j-- {
				data[j], data[j-1] = data[j-1], data[j]
			}
		}
		return
	}
	half := n / 2
	if spare == nil {
		spare = make([]E, half)
	}
	mergeCmpFunc(data[:half], spare, cmp)
	mergeCmpFunc(data[half:], spare, cmp)
	if cmp(data[half], data[half-1]) >= 0 {
		return
	}
	left := spare[:copy(spare, data[:half])]
	for at := 0; len(left) > 0; at++ {
		if half < n && cmp(data[half], left[0]) < 0 {
			data[at] = data[half]
			half++
		} else {
			data[at], left = left[0], left[1:]
		}
	}
}
