package app_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "prilavok/"

// floors are core's packages from the ground up. A package may use the floors below
// its own, never its own; only the ground floor's words may use each other.
var floors = [][]string{
	{"fault", "money", "id", "txn", "call", "lang", "markup", "fold", "meter", "seal", "zone", "pattern"},
	{"shop"},
	{"catalog", "contact", "staff", "experiment", "analytics", "job", "upload", "picture"},
	{"promotion", "delivery", "post"},
	{"cart", "knowledge"},
	{"order", "inbox"},
	{"payment", "handoff", "notify", "hook", "media", "comment"},
	{"dialog", "desk", "bell"},
	{"assistant", "cutover", "rating"},
}

// arrows say who may import whom, outside of core. A name ending in / stands for
// everything below; * stands for one name, and on the right for the same one. The
// first line that fits a package counts. Suites (…test) stand with their adapters.
var arrows = []struct {
	from string
	to   []string
}{
	{"channel/channeltest/", []string{"core/"}},
	{"channel/*/", []string{"core/", "channel/*/"}},
	{"provider/*test/", []string{"core/", "provider/*test/"}},
	{"provider/*/*fake", []string{"core/", "provider/*/", "provider/paymenttest/linefake"}},
	{"provider/*/", []string{"core/", "provider/*/"}},
	{"store/storetest/", []string{"core/", "provider/carriertest", "store/", "supabase"}},
	{"store/migrate", []string{"core/"}},
	{"store/*/", []string{"core/", "store", "store/*/", "store/migrate", "store/sqlstate", "supabase"}},
	{"store", []string{"core/"}},
	{"httpapi/signin", []string{"core/", "httpapi/admin/gate"}},   // it vouches for cookies at the gate, and refuses as the gate does
	{"httpapi/operator", []string{"core/", "httpapi/admin/gate"}}, // it lets in whom the gate lets in
	{"httpapi/*/", []string{"core/", "httpapi/*/"}},
	{"app/", []string{"core/", "channel/", "provider/", "store/", "store", "httpapi/", "app/", "app", "sample", "supabase", "web"}},
	{"app", []string{"core/", "channel/", "provider/", "store/", "store", "httpapi/", "app/", "supabase", "web"}},
	{"cmd/prilavok", []string{"app", "app/", "core/", "sample", "store", "channel/telegram", "provider/nethttp", "bench/tau2"}}, // doctor looks at each by itself
	{"cmd/edge/host", []string{"app", "app/config", "core/", "store", "store/edgedb"}},
	{"cmd/edge/bot", []string{"app", "core/", "cmd/edge/host", "httpapi/webhook", "httpapi/pay"}}, // the entries convert their requests
	{"cmd/edge/admin", []string{"app", "app/api", "app/direct", "cmd/edge/host", "httpapi/admin", "httpapi/admin/gate", "httpapi/connect"}},
	{"cmd/", []string{"app", "app/", "core/", "store"}},
	{"sample", []string{"app", "core/"}}, // the demo shop and its goods
	{"supabase", nil},
	{"web", nil},
	{"tools/", []string{"tools/"}},
	{"test/", []string{"app", "app/", "core/", "channel/", "provider/", "sample", "store", "store/", "httpapi/", "test/", "cmd/"}},
	{"bench/", []string{"app", "app/", "core/", "channel/", "provider/", "store", "store/", "httpapi/", "test/", "bench/"}},
}

// fences are what a group of packages never reaches, directly or through others.
var fences = []struct {
	group string
	fits  func(name string) bool
	never []string
	why   string
}{
	{"core", func(n string) bool { return strings.HasPrefix(n, "core/") && !suite(n) },
		[]string{"net", "net/http", "crypto/tls", "database/sql", "html/template", "os/exec"},
		"core states what it needs as a port, so that the same code runs on a server and at the edge"},
	{"the edge's adapters", func(n string) bool {
		return n == "store" || n == "store/edgedb" || n == "store/sqlstate" || n == "provider/openai" || n == "provider/yookassa" || n == "provider/stripe" || n == "provider/supabase" || n == "httpapi/webhook" || n == "httpapi/pay" || strings.HasPrefix(n, "channel/") && !suite(n)
	}, []string{"net", "net/http", "crypto/tls", "html/template", "os/exec"},
		"outgoing HTTP goes through call.Doer; net/http alone is megabytes of WebAssembly"},
}

// suite reports whether a package serves tests only: a conformance suite or a fake.
func suite(name string) bool {
	return strings.HasSuffix(name, "test") || strings.HasSuffix(name, "fake")
}

// pkg is what `go list -json` tells of one package.
type pkg struct {
	ImportPath    string
	Imports, Deps []string
}

func (p pkg) name() string { return strings.TrimPrefix(p.ImportPath, module) }

func list(t *testing.T, env []string, args ...string) []pkg {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-e", "-json=ImportPath,Imports,Deps"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), env...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	text, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v\n%s", err, stderr.String())
	}
	var out []pkg
	dec := json.NewDecoder(bytes.NewReader(text))
	for {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return out
		} else if err != nil {
			t.Fatal(err)
		}
		out = append(out, p)
	}
}

func TestArrows(t *testing.T) {
	for _, p := range list(t, nil, "./...") {
		for _, imp := range p.Imports {
			if !strings.HasPrefix(imp, module) {
				continue
			}
			if why := forbidden(p.name(), strings.TrimPrefix(imp, module)); why != "" {
				t.Errorf("%s must not import %s: %s", p.name(), strings.TrimPrefix(imp, module), why)
			}
		}
	}
}

// forbidden says why an import is not allowed, "" when it is.
func forbidden(from, to string) string {
	if strings.HasPrefix(from, "core/") {
		return forbiddenInCore(from, to)
	}
	for _, a := range arrows {
		star, ok := fits(a.from, from)
		if !ok {
			continue
		}
		for _, allowed := range a.to {
			if _, ok := fits(strings.ReplaceAll(allowed, "*", star), to); ok {
				return ""
			}
		}
		return fmt.Sprintf("a package of %s imports only %s", a.from, strings.Join(a.to, ", "))
	}
	return "no line of the table of arrows knows it; say there where it belongs"
}

func forbiddenInCore(from, to string) string {
	if !strings.HasPrefix(to, "core/") {
		return "core never imports an adapter; state what is needed as a port"
	}
	a, b := floor(from), floor(to)
	own := strings.Split(from, "/")[1] == strings.Split(to, "/")[1]
	switch {
	case own:
		return ""
	case a < 0 || b < 0:
		return "no floor of core holds it; say there where it belongs"
	case b > a:
		return fmt.Sprintf("core imports downward only, and %s is above", to)
	case b == a && a > 0:
		return "they stand on one floor; what both need belongs below, or app hears an event"
	}
	return ""
}

// floor finds the floor of a core package; a suite stands with what it tests.
func floor(name string) int {
	name = strings.Split(name, "/")[1]
	return slices.IndexFunc(floors, func(f []string) bool { return slices.Contains(f, name) })
}

// fits matches a name of the arrows' table, and returns what its * stood for.
func fits(pattern, name string) (star string, ok bool) {
	below := strings.HasSuffix(pattern, "/")
	want, have := strings.Split(strings.TrimSuffix(pattern, "/"), "/"), strings.Split(name, "/")
	if len(have) < len(want) || len(have) > len(want) && !below {
		return "", false
	}
	for i, w := range want {
		before, after, wild := strings.Cut(w, "*")
		switch {
		case !wild && w != have[i]:
			return "", false
		case wild && (!strings.HasPrefix(have[i], before) || !strings.HasSuffix(have[i], after)):
			return "", false
		case wild:
			star = strings.TrimSuffix(strings.TrimPrefix(have[i], before), after)
		}
	}
	return star, true
}

func TestFences(t *testing.T) {
	pkgs := list(t, nil, "./...")
	for _, f := range fences {
		for _, p := range pkgs {
			if !f.fits(p.name()) {
				continue
			}
			for _, never := range f.never {
				if slices.Contains(p.Deps, never) {
					t.Errorf("%s reaches %s: %s", p.name(), never, f.why)
				}
			}
			if slices.Contains(p.Imports, "os") {
				t.Errorf("%s imports os: files and environment are read in app and cmd", p.name())
			}
		}
	}
}

// TestEdge: what the programs of the edge reach is small and builds for js/wasm. The API
// speaks net/http's types and huma; it dials nobody, fetch does.
func TestEdge(t *testing.T) {
	never := []string{"prilavok/store/sqlite", "prilavok/store/postgres", "prilavok/web", "html/template", "text/template", "os/exec", "modernc.org/sqlite", "github.com/jackc/pgx/v5",
		"prilavok/httpapi/signin", "github.com/go-webauthn/webauthn/webauthn", "github.com/pquerna/otp", "golang.org/x/crypto/argon2"} // there Supabase Auth signs people in
	for name, more := range map[string][]string{
		"bot":   {"net", "net/http", "crypto/tls", "crypto/x509", "github.com/danielgtaylor/huma/v2"},
		"admin": {"prilavok/provider/nethttp"},
		"host":  {"net", "net/http", "crypto/tls", "crypto/x509", "github.com/danielgtaylor/huma/v2"},
	} {
		edge := list(t, []string{"GOOS=js", "GOARCH=wasm"}, "./cmd/edge/"+name)[0]
		if !slices.Contains(edge.Deps, "prilavok/app") {
			t.Fatalf("cmd/edge/%s does not run the app", name)
		}
		if slices.Contains(edge.Imports, "os") {
			t.Errorf("cmd/edge/%s imports os: at the edge there are no files, and the environment is an allow-list", name)
		}
		for _, pkg := range slices.Concat(never, more) {
			if slices.Contains(edge.Deps, pkg) {
				t.Errorf("cmd/edge/%s reaches %s: it does not belong in the WebAssembly build", name, pkg)
			}
		}
	}
}

// TestForbidden: the table itself refuses what it should.
func TestForbidden(t *testing.T) {
	tests := []struct {
		from, to string
		allowed  bool
	}{
		{"core/order", "core/cart", true},
		{"core/cart", "core/order", false},
		{"core/catalog", "core/contact", false},
		{"core/txn", "core/fault", true},
		{"core/shop", "core/job", false},
		{"core/inbox", "store", false},
		{"core/surprise", "core/fault", false},
		{"channel/telegram", "core/inbox", true},
		{"channel/telegram", "channel/telegram/sub", true},
		{"channel/telegram", "channel/webchat", false},
		{"channel/telegram", "store", false},
		{"provider/openai", "provider/nethttp", false},
		{"store/sqlite", "store", true},
		{"store/sqlite", "store/postgres", false},
		{"store", "store/sqlite", false},
		{"httpapi/webhook", "channel/telegram", false},
		{"httpapi/signin", "httpapi/admin/gate", true},
		{"httpapi/signin", "httpapi/admin", false},
		{"httpapi/operator", "httpapi/admin/gate", true},
		{"httpapi/operator", "httpapi/admin", false},
		{"app", "store/sqlite", true},
		{"app/server", "httpapi/health", true},
		{"cmd/prilavok", "app", true},
		{"cmd/prilavok", "store/sqlite", false},
		{"cmd/edge/host", "provider/nethttp", false},
		{"cmd/edge/bot", "httpapi/admin", false},
		{"cmd/edge/admin", "httpapi/admin", true},
		{"cmd/edge/admin", "httpapi/webhook", false},
		{"surprise", "core/fault", false},
	}
	for _, tt := range tests {
		if why := forbidden(tt.from, tt.to); (why == "") != tt.allowed {
			t.Errorf("%s → %s: allowed %v, want %v (%s)", tt.from, tt.to, why == "", tt.allowed, why)
		}
	}
}
