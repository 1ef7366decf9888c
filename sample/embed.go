// Package sample is the shop that `prilavok demo` opens: «Липа и лён», a small shop of
// tea, tableware and clothes, with its goods, delivery rules, answers and pictures. The
// data are the JSON files beside this one; the pictures are drawn by art/.
//
// It is no fixture: tests that need a shop of a certain shape make their own.
package sample

import (
	"embed"
	"io/fs"
)

//go:embed media/*.jpg
var files embed.FS

//go:embed *.json
var data embed.FS

// Media holds the pictures by file name. A server shows them under MediaPath.
var Media fs.FS = sub()

// MediaPath is where products say that their pictures are.
const MediaPath = "/media/sample/"

func sub() fs.FS {
	m, err := fs.Sub(files, "media")
	if err != nil {
		return files // not reached: the name is a constant
	}
	return m
}
