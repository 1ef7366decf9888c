// Package web carries the built front end inside the binary. Without a build it holds
// nothing, so that Go alone can compile and test everything else.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist returns the built files: index.html, widget.js, assets/.
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		return dist // cannot be: the directory is embedded
	}
	return sub
}
