package main

import (
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"prilavok/app/config"
	"prilavok/channel/instagram"
	"prilavok/httpapi/admin"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/connect"
)

var (
	ownAddress = regexp.MustCompile("`PUBLIC_URL(/[^`]*)`")
	apiCall    = regexp.MustCompile("`(GET|POST) (/api/v1/[^`]*)`")
	named      = regexp.MustCompile(`(?m)^\s*([A-Z_]+)=`)
	permission = regexp.MustCompile("instagram_business_[a-z_]+")
	metricName = regexp.MustCompile("`(prilavok_[a-z_]+)`")
)

// TestInstagramGuide: the addresses, routes, settings, permissions, webhooks and metrics that
// the guides name exist.
func TestInstagramGuide(t *testing.T) {
	metrics, err := os.ReadFile("../../docs/METRICS.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := connect.New(nil, func() string { return "" }, false, nil)
	for _, name := range []string{"docs/instagram.md", "docs/instagram.ru.md"} {
		page := guides(t)[name]
		found := 0
		for _, m := range ownAddress.FindAllStringSubmatch(page, -1) {
			found++
			// A method that no address has tells a known one, 405, from others.
			r := pages.Serve(t.Context(), connect.Request{Method: http.MethodPut, Path: m[1], Header: func(string) string { return "" }})
			if r.Status != http.StatusMethodNotAllowed && m[1] != "/hook/instagram" {
				t.Errorf("%s: nobody answers %s", name, m[1])
			}
		}
		for _, m := range apiCall.FindAllStringSubmatch(page, -1) {
			found++
			if !slices.ContainsFunc(admin.Routes(), func(r gate.Route) bool { return r.Method == m[1] && gate.Base+r.Path == m[2] }) {
				t.Errorf("%s: the API has no %s %s", name, m[1], m[2])
			}
		}
		for _, m := range named.FindAllStringSubmatch(page, -1) {
			found++
			if !strings.Contains(config.Page(), "`"+m[1]+"`") {
				t.Errorf("%s: there is no setting %s", name, m[1])
			}
		}
		for _, p := range permission.FindAllString(page, -1) {
			if found++; !slices.Contains(instagram.Permissions(false), p) {
				t.Errorf("%s: nobody asks for %s", name, p)
			}
		}
		for _, m := range metricName.FindAllStringSubmatch(page, -1) {
			if found++; !strings.Contains(string(metrics), m[1]) {
				t.Errorf("%s: there is no metric %s", name, m[1])
			}
		}
		for _, f := range instagram.Fields {
			if !strings.Contains(page, "`"+f+"`") {
				t.Errorf("%s: the webhook %s is not named", name, f)
			}
		}
		if found < 20 {
			t.Errorf("%s: only %d names were found", name, found)
		}
	}
}
