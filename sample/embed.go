package sample

import (
	"embed"
	"io/fs"
)

//go:embed all:media
var files embed.FS

// Media holds the pictures.
var Media fs.FS = sub()

func sub() fs.FS {
	m, err := fs.Sub(files, "media")
	if err != nil {
		return files
	}
	return m
}
