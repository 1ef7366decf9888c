package admin_test

import (
	"net/http/httptest"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"prilavok/core/catalog"
	"prilavok/sample"
	"prilavok/store/storetest"
)

// TestExamples runs what the pages of the API show, with curl, against a server with the
// sample shop. Both pages show the same.
func TestExamples(t *testing.T) {
	for _, tool := range []string{"bash", "curl", "jq"} {
		if _, err := exec.LookPath(tool); err != nil {
			t.Fatalf("the examples need %s: apt-get install %s", tool, tool)
		}
	}
	var pages [2][]string
	for i, file := range []string{"../../docs/api.md", "../../docs/api.ru.md"} {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
			pages[i] = append(pages[i], m[1])
		}
	}
	if len(pages[0]) < 8 || !slices.Equal(pages[0], pages[1]) {
		t.Fatalf("the pages have %d and %d examples, and the same is wanted", len(pages[0]), len(pages[1]))
	}
	x := openTill(t, storetest.SQLite(t), "north")
	x.OK(sample.Load(x.Ctx, sample.Deps{Catalog: x.app.Catalog, Knowledge: x.app.Knowledge, Delivery: x.app.Delivery, Promos: x.app.Promos, Tx: x.Store}))
	goods, err := x.app.Catalog.ProductsAfter(x.Ctx, "", 100)
	x.OK(err)
	p := goods[slices.IndexFunc(goods, func(g catalog.Product) bool { return g.InStock() })]
	v := p.Sellable()[slices.IndexFunc(p.Sellable(), func(v catalog.Variant) bool { return v.Available() > 0 })]
	x.buy(v.ID, 1)
	o := x.buy(v.ID, 1)
	x.Pass(time.Minute)
	s := httptest.NewServer(x.api)
	defer s.Close()
	for _, script := range pages[0] {
		cmd := exec.Command("bash", "-c", "set -euo pipefail\n"+script)
		cmd.Dir = t.TempDir()
		cmd.Env = append(os.Environ(), "SHOP="+s.URL, "KEY="+x.key, "ORDER="+o.ID, "PRODUCT="+p.ID, "VARIANT="+v.ID)
		got, err := cmd.CombinedOutput()
		if err != nil || len(strings.TrimSpace(string(got))) == 0 {
			t.Errorf("%v\n%s\n%s", err, script, got)
		}
	}
}
