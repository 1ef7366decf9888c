// Package panel serves the built panel: /panel/. Its page loads scripts from here alone, and
// runs none that stands in it; nobody shows it in a frame. What it shows comes from the API.
package panel

import (
	"bytes"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
)

// Base is where the panel lives.
const Base = "/panel/"

// Options are what it works with.
type Options struct {
	Files    fs.FS    // index.html and assets/, whose names hold a hash; beside a file its .br and .gz
	Supabase string   // the address of a project whose Auth signs people in, "" without
	Pictures []string // the origins of a store of files that pictures are sent to and read from
}

// Handler returns the panel. Addresses without a file are the page's own: it is shown.
func Handler(o Options) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet && r.Method != http.MethodHead {
			w.Header().Set("Allow", "GET, HEAD")
			w.WriteHeader(http.StatusMethodNotAllowed)
			return
		}
		head := w.Header()
		head.Set("Content-Security-Policy", policy(o))
		head.Set("X-Frame-Options", "DENY")
		head.Set("X-Content-Type-Options", "nosniff")
		head.Set("Referrer-Policy", "no-referrer")
		head.Set("Cross-Origin-Opener-Policy", "same-origin-allow-popups") // Telegram's window answers to the page
		head.Set("Cross-Origin-Resource-Policy", "same-origin")
		head.Set("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()")
		name := strings.TrimPrefix(path.Clean(r.URL.Path), strings.TrimSuffix(Base, "/"))
		name = strings.TrimPrefix(name, "/")
		switch {
		case name != "" && name != "index.html" && serve(w, r, o.Files, name):
		case path.Ext(name) != "" && name != "index.html":
			head.Set("Cache-Control", "no-store")
			http.Error(w, "there is no such file", http.StatusNotFound)
		case !serve(w, r, o.Files, "index.html"):
			head.Set("Cache-Control", "no-store")
			http.Error(w, "The panel is not built into this binary. Run: make web (needs Node 20.19 or newer), then build again.", http.StatusServiceUnavailable)
		}
	})
}

// policy is what the page may load. Styles may stand in elements, as libraries of components
// put them there; scripts may not.
func policy(o Options) string {
	connect, pictures := "'self'", ""
	if o.Supabase != "" {
		connect += " " + strings.TrimSuffix(o.Supabase, "/")
	}
	for _, origin := range o.Pictures {
		pictures += " " + origin
	}
	connect += pictures
	return "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:" + pictures + "; media-src 'self' blob: https:; font-src 'self'; connect-src " +
		connect + "; worker-src 'self'; manifest-src 'self'; frame-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'; object-src 'none'"
}

// encodings are what the build may have compressed beforehand, the smallest first.
var encodings = []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}, {"", ""}}

// serve answers with a file; false when there is none.
func serve(w http.ResponseWriter, r *http.Request, files fs.FS, name string) bool {
	if files == nil || !fs.ValidPath(name) || strings.HasPrefix(path.Base(name), ".") || path.Ext(name) == ".br" || path.Ext(name) == ".gz" {
		return false
	}
	if info, err := fs.Stat(files, name); err != nil || info.IsDir() {
		return false
	}
	head := w.Header()
	for _, e := range encodings {
		if !strings.Contains(r.Header.Get("Accept-Encoding"), e.name) {
			continue
		}
		body, err := fs.ReadFile(files, name+e.suffix)
		if err != nil {
			continue
		}
		if e.name != "" {
			head.Set("Content-Encoding", e.name)
		}
		head.Set("Vary", "Accept-Encoding")
		head.Set("Content-Type", kindOf(name))
		head.Set("Cache-Control", life(name))
		w.WriteHeader(http.StatusOK)
		if r.Method == http.MethodGet {
			_, _ = bytes.NewReader(body).WriteTo(w) // the browser may be gone
		}
		return true
	}
	return false
}

// life is how long browsers keep a file. The page itself they never do: it names the others.
func life(name string) string {
	switch {
	case strings.HasPrefix(name, "assets/"):
		return "public, max-age=31536000, immutable"
	case path.Ext(name) == ".html":
		return "no-store"
	}
	return "no-cache"
}

// kindOf is a file's type. What machines say of scripts differs; browsers insist.
func kindOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}
