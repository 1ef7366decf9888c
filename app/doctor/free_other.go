//go:build !linux && !darwin && !freebsd

package doctor

import "prilavok/core/fault"

// Free is not known on this system.
func Free(string) (left, total uint64, err error) {
	return 0, 0, fault.New(fault.Unsupported, "doctor.disk", "free space cannot be read on this system")
}
