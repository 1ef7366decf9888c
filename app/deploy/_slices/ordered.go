package slices

import "cmp"

func pdqsortOrdered[E cmp.Ordered](data []E, a, b, _ int) {
	mergeCmpFunc(data[a:b], nil, cmp.Compare[E])
}
