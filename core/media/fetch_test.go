package media

import (
	"context"
	"errors"
	"strings"
	"testing"

	"prilavok/core/call"
	"prilavok/core/fault"
)

// places answers by address; what it does not know cannot be reached.
type places struct {
	at    map[string]call.Response
	asked []string
}

// Do implements call.Doer.
func (p *places) Do(_ context.Context, r call.Request) (call.Response, error) {
	p.asked = append(p.asked, r.URL)
	res, ok := p.at[r.URL]
	switch {
	case !ok:
		return res, fault.New(fault.Unavailable, "call.connect", "nobody")
	case int64(len(res.Body)) > r.MaxBody:
		return res, fault.New(fault.Invalid, "call.too_large", "too large")
	}
	return res, nil
}

const cdn = "https://lookaside.fbsbx.com/ig?asset_id=1"

var (
	jpeg = "\xff\xd8\xff\xe0 a picture"
	m4a  = "\x00\x00\x00\x20ftypM4A \x00\x00\x00\x00"
	mp4  = "\x00\x00\x00\x20ftypisom\x00\x00\x00\x00"
)

func ok(body string, header ...string) call.Response {
	h := map[string]string{}
	for i := 0; i+1 < len(header); i += 2 {
		h[header[i]] = header[i+1]
	}
	return call.Response{Status: 200, Header: h, Body: []byte(body)}
}

func to(where string) call.Response {
	return call.Response{Status: 302, Header: map[string]string{"location": where}}
}

func TestGet(t *testing.T) {
	far := "https://scontent-fra3-1.xx.fbcdn.net/v/1.jpg"
	for name, c := range map[string]struct {
		kind, url string
		at        map[string]call.Response
		mime      string
		want      *fault.Fault
		asks      int
	}{
		"a picture":                   {"photo", cdn, map[string]call.Response{cdn: ok(jpeg, "content-type", "image/jpeg", "content-length", "14")}, "image/jpeg", nil, 1},
		"no type told":                {"photo", cdn, map[string]call.Response{cdn: ok(jpeg, "content-type", "application/octet-stream")}, "image/jpeg", nil, 1},
		"a voice in a film's box":     {"voice", cdn, map[string]call.Response{cdn: ok(mp4, "content-type", "video/mp4")}, "audio/mp4", nil, 1},
		"a voice":                     {"voice", cdn, map[string]call.Response{cdn: ok(m4a)}, "audio/mp4", nil, 1},
		"a film":                      {"video", cdn, map[string]call.Response{cdn: ok(mp4)}, "video/mp4", nil, 1},
		"a paper":                     {"document", cdn, map[string]call.Response{cdn: ok("%PDF-1.7 …", "content-type", "application/pdf")}, "application/pdf", nil, 1},
		"on to another host":          {"photo", cdn, map[string]call.Response{cdn: to(far), far: ok(jpeg)}, "image/jpeg", nil, 2},
		"on to a stranger":            {"photo", cdn, map[string]call.Response{cdn: to("https://evil.example/x.jpg")}, "", ErrHost, 1},
		"on to this machine":          {"photo", cdn, map[string]call.Response{cdn: to("http://127.0.0.1:8080/admin")}, "", ErrHost, 1},
		"on to plain HTTP":            {"photo", cdn, map[string]call.Response{cdn: to("http://lookaside.fbsbx.com/x")}, "", ErrHost, 1},
		"on and on":                   {"photo", cdn, map[string]call.Response{cdn: to(cdn)}, "", ErrHost, 4},
		"on to nowhere":               {"photo", cdn, map[string]call.Response{cdn: {Status: 302}}, "", ErrAway, 1},
		"a stranger":                  {"photo", "https://evil.example/x.jpg", nil, "", ErrHost, 0},
		"a name that only ends alike": {"photo", "https://evilfbsbx.com/x.jpg", nil, "", ErrHost, 0},
		"a name that only begins so":  {"photo", "https://fbsbx.com.evil.example/x.jpg", nil, "", ErrHost, 0},
		"a password":                  {"photo", "https://fbsbx.com@evil.example/x.jpg", nil, "", ErrHost, 0},
		"another port":                {"photo", "https://lookaside.fbsbx.com:8443/x.jpg", nil, "", ErrHost, 0},
		"the cloud's own address":     {"photo", "https://169.254.169.254/latest/meta-data", nil, "", ErrHost, 0},
		"an address in brackets":      {"photo", "https://[::1]/x", nil, "", ErrHost, 0},
		"a file of this machine":      {"photo", "file:///etc/passwd", nil, "", ErrHost, 0},
		"no address":                  {"photo", "://", nil, "", ErrHost, 0},
		"ended: 403":                  {"photo", cdn, map[string]call.Response{cdn: {Status: 403}}, "", ErrGone, 1},
		"ended: 404":                  {"photo", cdn, map[string]call.Response{cdn: {Status: 404}}, "", ErrGone, 1},
		"ended: 410":                  {"photo", cdn, map[string]call.Response{cdn: {Status: 410}}, "", ErrGone, 1},
		"later: 429":                  {"photo", cdn, map[string]call.Response{cdn: {Status: 429}}, "", ErrAway, 1},
		"later: 502":                  {"photo", cdn, map[string]call.Response{cdn: {Status: 502}}, "", ErrAway, 1},
		"a part: 206":                 {"photo", cdn, map[string]call.Response{cdn: {Status: 206, Body: []byte(jpeg)}}, "", ErrPartial, 1},
		"shorter than told":           {"photo", cdn, map[string]call.Response{cdn: ok(jpeg, "content-length", "15")}, "", ErrPartial, 1},
		"nothing":                     {"photo", cdn, map[string]call.Response{cdn: ok("")}, "", ErrPartial, 1},
		"too large":                   {"photo", cdn, map[string]call.Response{cdn: ok(jpeg + strings.Repeat("x", 100))}, "", ErrTooLarge, 1},
		"a page":                      {"photo", cdn, map[string]call.Response{cdn: ok("<html><script>", "content-type", "image/jpeg")}, "", ErrKind, 1},
		"a drawing with a script":     {"photo", cdn, map[string]call.Response{cdn: ok(`<svg onload="x()">`, "content-type", "image/svg+xml")}, "", ErrKind, 1},
		"a page that begins as a GIF": {"photo", cdn, map[string]call.Response{cdn: ok("GIF89a<script>", "content-type", "text/html")}, "", ErrKind, 1},
		"a film as a picture":         {"photo", cdn, map[string]call.Response{cdn: ok(mp4)}, "", ErrKind, 1},
		"a picture as a voice":        {"voice", cdn, map[string]call.Response{cdn: ok(jpeg)}, "", ErrKind, 1},
		"a program as a paper":        {"document", cdn, map[string]call.Response{cdn: ok("MZ\x90\x00")}, "", ErrKind, 1},
		"a kind that is none":         {"anything", cdn, map[string]call.Response{cdn: ok(jpeg)}, "", ErrKind, 1},
	} {
		t.Run(name, func(t *testing.T) {
			p := &places{at: c.at}
			got, err := NewFetcher(Config{Do: p, Max: 64}).Get(t.Context(), c.kind, c.url)
			if c.want != nil && !errors.Is(err, c.want) || c.want == nil && err != nil || got.MIME != c.mime || len(p.asked) != c.asks {
				t.Errorf("%q, %v after %d calls; want %q, %v after %d", got.MIME, err, len(p.asked), c.mime, c.want, c.asks)
			}
			if err != nil && (strings.Contains(err.Error(), "asset_id") || strings.Contains(err.Error(), "evil")) {
				t.Errorf("the address shows in %q", err)
			}
		})
	}
}

func TestHosts(t *testing.T) {
	f := NewFetcher(Config{Hosts: " *.cdn.example , .files.example."})
	for address, want := range map[string]bool{"https://cdn.example/a": true, "https://a.b.CDN.example/": true, "https://files.example": true,
		"https://lookaside.fbsbx.com/": false, "https://xcdn.example/": false} {
		if f.may(address) != want {
			t.Errorf("%s: %v", address, !want)
		}
	}
}

func FuzzSniff(f *testing.F) {
	for _, s := range []string{jpeg, m4a, mp4, "RIFF____WAVE", "ID3", "\xff\xf1", "\xff\xfb", ""} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		if mime := Sniff(data); strings.Contains(mime, "html") || strings.Contains(mime, "svg") || mime != "" && !strings.Contains(mime, "/") {
			t.Errorf("%q", mime)
		}
	})
}
