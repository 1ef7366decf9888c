//go:build linux || darwin || freebsd

package doctor

import (
	"os"
	"path/filepath"
	"syscall"
)

// Free returns the bytes left for this program and the size of the disk that dir
// lies on; for a folder that is not there yet, of the nearest one above it.
func Free(dir string) (left, total uint64, err error) {
	dir, err = filepath.Abs(dir)
	if err != nil {
		return 0, 0, err
	}
	for {
		if _, err := os.Stat(dir); err == nil || dir == filepath.Dir(dir) {
			break
		}
		dir = filepath.Dir(dir)
	}
	var s syscall.Statfs_t
	if err := syscall.Statfs(dir, &s); err != nil {
		return 0, 0, err
	}
	size := uint64(s.Bsize)
	return uint64(s.Bavail) * size, s.Blocks * size, nil
}
