// Package zone finds time zones by their names of the IANA database. A server asks Go's
// standard library, which reads files; an isolate of the edge has none, and asks core/zone/table.
package zone

import (
	"sync"
	"time"
)

// found keeps what was found: the library reads and parses anew at each call.
var found sync.Map // of *time.Location, by name

// Load returns the zone of a name like "Europe/Moscow"; "" and "UTC" are UTC. The machine's
// own zone, "Local", is none: what it is depends on the machine.
//
// Faults: an error of time.LoadLocation's kind for a name that is not known.
func Load(name string) (*time.Location, error) {
	if z, ok := found.Load(name); ok {
		return z.(*time.Location), nil
	}
	z, err := load(name)
	if err != nil {
		return nil, err
	}
	found.Store(name, z)
	return z, nil
}
