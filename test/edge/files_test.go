package edge_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"prilavok/core/upload"
)

const png = "\x89PNG\r\n\x1a\n and the rest of it"

// pictures: a picture of a product goes to Storage by itself, and is shown once it was looked at.
func (o *office) pictures() {
	w := &walk{t: o.t, ask: o.doors()["edge"], name: "edge", seen: map[string]string{}}
	secret := o.token(manager)
	invite := func() (t struct{ Method, URL, Public string }) {
		o.t.Helper()
		a := w.do(200, "POST", "/picture-tickets", secret, fmt.Sprintf(`{"type":"image/png","bytes":%d}`, len(png)), nil)
		ok(o.t, json.Unmarshal([]byte(a.body), &t))
		return t
	}
	send := func(method, url, body string) {
		o.t.Helper()
		req, err := http.NewRequestWithContext(o.t.Context(), method, url, strings.NewReader(body))
		ok(o.t, err)
		req.Header.Set("Content-Type", "image/png")
		res, err := http.DefaultClient.Do(req)
		ok(o.t, err)
		_ = res.Body.Close()
		if res.StatusCode != http.StatusOK {
			o.t.Errorf("sent: %d", res.StatusCode)
		}
	}
	product := func(picture string) string {
		return fmt.Sprintf(`{"slug":"shown","title":{"ru":"Кружка"},"variants":[{"sku":"SHOWN","price":{"amount":49900,"currency":"RUB"}}],"images":[{"url":%q}]}`, picture)
	}
	good, page := invite(), invite()
	send(good.Method, good.URL, png)
	send(page.Method, page.URL, "<!doctype html><script>")
	w.do(404, "POST", "/products", secret, product(good.Public), nil)
	w.do(403, "POST", "/picture-checks", o.reader, fmt.Sprintf(`{"public":%q}`, good.Public), nil)
	w.do(404, "POST", "/picture-checks", o.other, fmt.Sprintf(`{"public":%q}`, good.Public), nil)
	w.do(204, "POST", "/picture-checks", secret, fmt.Sprintf(`{"public":%q}`, good.Public), nil)
	w.do(422, "POST", "/picture-checks", secret, fmt.Sprintf(`{"public":%q}`, page.Public), nil)
	w.do(201, "POST", "/products", secret, product(good.Public), map[string]string{"Idempotency-Key": "shown-now"})
	if names := o.storage.Names(); len(names) != 1 || !strings.HasSuffix(good.Public, names[0]) {
		o.t.Errorf("in the bucket are %v", names)
	}
}

// files: what customers send is shown to staff of their shop alone.
func (o *office) files() {
	st := o.deps.Store
	u, err := upload.New(st, st, time.Now, o.deps.IDs).SaveOurs(o.ctx, o.acc.ID, "anna", []byte(png))
	ok(o.t, err)
	ask := o.doors()["edge"]
	path := "/files/" + u.ID
	for what, c := range map[string]struct {
		secret string
		status int
	}{"a manager": {o.token(manager), 200}, "a program of all scopes": {o.key, 200}, "a reader of orders": {o.reader, 403}, "another shop": {o.other, 404}, "nobody": {"", 401}} {
		a := ask("GET", path, c.secret, "", map[string]string{"Origin": panelOrigin})
		if a.status != c.status || (c.status == 200) != bytes.Equal([]byte(a.body), []byte(png)) {
			o.t.Errorf("%s: %d %.80q", what, a.status, a.body)
		}
		if h := a.header; c.status == 200 && (h.Get("Content-Type") != "image/png" || h.Get("Access-Control-Allow-Origin") != panelOrigin || h.Get("Content-Security-Policy") == "") {
			o.t.Errorf("%s: %v", what, h)
		}
	}
}
