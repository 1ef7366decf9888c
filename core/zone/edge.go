//go:build js

package zone

import "prilavok/core/zone/table"

var load = table.Load
