package webchat

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net"
	"net/http"
	"path"
	"regexp"
	"strings"
)

// pages is the built front end in memory, each file with its tag and what the build
// compressed beforehand.
type pages struct{ files map[string]asset }

type asset struct {
	body, gz, br []byte
	tag, kind    string
}

// newPages reads the front end once. Without one it is empty, and the page says so.
func newPages(root fs.FS) *pages {
	p := &pages{files: map[string]asset{}}
	if root == nil {
		return p
	}
	_ = fs.WalkDir(root, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".gz") || strings.HasSuffix(name, ".br") || path.Base(name)[0] == '.' {
			return nil // an embedded tree has no unreadable parts
		}
		body, err := fs.ReadFile(root, name)
		if err != nil {
			return nil
		}
		sum := sha256.Sum256(body)
		a := asset{body: body, tag: hex.EncodeToString(sum[:12]), kind: mime.TypeByExtension(path.Ext(name))}
		a.gz, _ = fs.ReadFile(root, name+".gz")
		a.br, _ = fs.ReadFile(root, name+".br")
		p.files[name] = a
		return nil
	})
	return p
}

func (p *pages) file(w http.ResponseWriter, r *http.Request) {
	name := strings.TrimPrefix(r.URL.Path, "/")
	a, ok := p.files[name]
	if !ok {
		http.NotFound(w, r)
		return
	}
	life := "no-cache"
	if strings.HasPrefix(name, "assets/") {
		life = "public, max-age=31536000, immutable" // their names hold a hash
	}
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // widget.js is loaded by other sites
	a.serve(w, r, life)
}

func (a asset) serve(w http.ResponseWriter, r *http.Request, life string) {
	head := w.Header()
	head.Set("Cache-Control", life)
	head.Set("Content-Type", a.kind)
	head.Set("X-Content-Type-Options", "nosniff")
	head.Add("Vary", "Accept-Encoding")
	body, tag := a.body, a.tag
	accepted := r.Header.Get("Accept-Encoding")
	switch {
	case a.br != nil && strings.Contains(accepted, "br"):
		body, tag = a.br, tag+"-br"
		head.Set("Content-Encoding", "br")
	case a.gz != nil && strings.Contains(accepted, "gzip"):
		body, tag = a.gz, tag+"-gz"
		head.Set("Content-Encoding", "gzip")
	}
	tag = `"` + tag + `"`
	head.Set("ETag", tag)
	if strings.Contains(r.Header.Get("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	w.WriteHeader(http.StatusOK)
	_, _ = bytes.NewReader(body).WriteTo(w) // the visitor may be gone
}

// page answers the chat page. Who may show it in a frame is the account's to say.
func (h *Handler) page(w http.ResponseWriter, r *http.Request) {
	embedded := strings.HasPrefix(r.URL.Path, "/embed")
	e, err := h.entry(r.Context(), r.PathValue("account"), r.PathValue("slug"))
	ancestors := "'none'"
	if err == nil && embedded {
		ancestors = frameAncestors(append(local(r.Host), e.account.Config.Origins...))
	}
	head := w.Header()
	head.Set("Content-Security-Policy", policy+"; frame-ancestors "+ancestors)
	head.Set("Referrer-Policy", "strict-origin-when-cross-origin")
	head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(self)")
	switch index, built := h.pages.files["index.html"]; {
	case err != nil:
		status := statusOf(err)
		plainPage(w, status, "Такой витрины нет или она закрыта. · This shop page does not exist or is closed.")
	case !built:
		plainPage(w, http.StatusServiceUnavailable, "The chat page is not built into this binary. Run: make web (needs Node 20.19 or newer), then build again.")
	default:
		index.serve(w, r, "no-cache")
	}
}

// policy lets the page load itself and pictures, and talk to its own host only.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https: data: blob:; connect-src 'self'; " +
	"manifest-src 'self'; base-uri 'none'; form-action 'none'"

// originForm is what may stand in frame-ancestors: an origin, whose first label and
// port may be wild. Anything else could end the directive and add another.
var originForm = regexp.MustCompile(`^https?://(\*\.)?[a-zA-Z0-9]([a-zA-Z0-9.-]*[a-zA-Z0-9])?(:(\d{1,5}|\*))?$`)

func frameAncestors(origins []string) string {
	out := []string{"'self'"}
	for _, o := range origins {
		o = strings.TrimSuffix(strings.TrimSpace(o), "/")
		if o == "*" {
			return "*"
		}
		if originForm.MatchString(o) {
			out = append(out, o)
		}
	}
	return strings.Join(out, " ")
}

// local lets pages of this machine embed a shop that is visited on this machine, so
// that an owner can try the widget before there is a host name to allow.
func local(host string) []string {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil
	}
	return []string{"http://localhost:*", "http://127.0.0.1:*"}
}

func plainPage(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = w.Write([]byte(`<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Prilavok</title><p>` + text + `</p>`))
}
