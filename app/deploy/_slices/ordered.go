package slices

import "cmp"

func pdqsortOrdered[E cmp.Ordered](data []E, a, b, _ int) {
	stableCmpFunc(data[a:], b-a, cmp.Compare[E])
}
