//go:build !js

package zone

import (
	"errors"
	"time"
)

func load(name string) (*time.Location, error) {
	if name == "Local" {
		return nil, errors.New("unknown time zone Local")
	}
	return time.LoadLocation(name)
}
