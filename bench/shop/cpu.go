package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"time"
)

// cpu is the processor time that each side has used: wall-clock figures of a machine
// that others use as well say little, these say where the time goes.
type cpu struct{ server, postgres, load time.Duration }

// spent reads the times from /proc; all zero where there is none.
func spent(server, postgres int) cpu {
	return cpu{server: ticks(server), postgres: tree(postgres), load: ticks(os.Getpid())}
}

// per is the time used since from for one of n.
func (c cpu) per(from cpu, n int) cpu {
	d := time.Duration(max(n, 1))
	return cpu{(c.server - from.server) / d, (c.postgres - from.postgres) / d, (c.load - from.load) / d}
}

func (c cpu) String() string {
	return fmt.Sprintf("CPU of server %d, database %d, load %d µs", c.server.Microseconds(), c.postgres.Microseconds(), c.load.Microseconds())
}

// ticks is the user and system time of a process and of its ended children.
func ticks(pid int) time.Duration {
	b, _ := os.ReadFile(filepath.Join("/proc", strconv.Itoa(pid), "stat"))
	f := bytes.Fields(b[bytes.LastIndexByte(b, ')')+1:])
	if len(f) < 15 {
		return 0
	}
	var sum int64
	for _, one := range f[11:15] {
		n, _ := strconv.ParseInt(string(one), 10, 64)
		sum += n
	}
	return time.Duration(sum) * 10 * time.Millisecond
}

// tree is the time of a process and of everything below it.
func tree(pid int) time.Duration {
	sum := ticks(pid)
	lists, _ := filepath.Glob(filepath.Join("/proc", strconv.Itoa(pid), "task", "*", "children"))
	for _, list := range lists {
		b, _ := os.ReadFile(list)
		for _, child := range bytes.Fields(b) {
			n, _ := strconv.Atoi(string(child))
			sum += tree(n)
		}
	}
	return sum
}
