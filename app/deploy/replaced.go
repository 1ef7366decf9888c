package deploy

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"

	"prilavok/core/fault"
)

// replaced are files of the standard library that the edge has smaller ones for, by their
// places in the source.
var replaced = map[string]string{
	"src/slices/zsortanyfunc.go": "app/deploy/_slices/any.go",
	"src/slices/zsortordered.go": "app/deploy/_slices/ordered.go",
}

// replace writes down for the compiler (go help build, -overlay) what it takes instead of the
// files of its own.
func replace(ctx context.Context, root, file string) error {
	said, err := command(ctx, root, "go", "env", "GOROOT").Output()
	if err != nil {
		return ErrSource
	}
	var overlay struct{ Replace map[string]string }
	overlay.Replace = map[string]string{}
	for theirs, ours := range replaced {
		theirs = filepath.Join(strings.TrimSpace(string(said)), filepath.FromSlash(theirs))
		if _, err := os.Stat(theirs); err != nil { // another Go: a file beside its own would be one too many
			return fault.New(fault.Internal, "deploy.compile", "this Go has no %s, for which the edge has a smaller one: build with the version that go.mod names", theirs)
		}
		overlay.Replace[theirs] = filepath.Join(root, filepath.FromSlash(ours))
	}
	text, err := json.Marshal(overlay)
	if err != nil {
		return err
	}
	return os.WriteFile(file, text, 0o600)
}
