package fill

import (
	"os"
	"strconv"
)

// Many is how many of something a benchmark fills a shop with: as a variable of the environment
// says, else n.
func Many(variable string, n int) int {
	if s := os.Getenv(variable); s != "" {
		n, _ = strconv.Atoi(s)
	}
	return n
}
