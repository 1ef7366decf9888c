package scenario

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"prilavok/store"
	"prilavok/store/storetest"
)

func TestScenarios(t *testing.T) {
	files, err := filepath.Glob("*.txt")
	if err != nil || len(files) == 0 {
		t.Fatalf("no scenarios: %v", err)
	}
	for _, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(strings.TrimSuffix(name, ".txt"), func(t *testing.T) {
			storetest.Both(t, func(t *testing.T, st *store.Store) { NewStage(t, st, nil).Play(string(text)) })
		})
	}
}
