package webchat_test

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"testing"

	"prilavok/core/id"
	"prilavok/core/upload"
	"prilavok/httpapi/webchat"
	"prilavok/httpapi/webchat/webchattest"
)

const png = "\x89PNG\r\n\x1a\n picture"

// pictures opens a house that takes pictures.
func pictures(t *testing.T) house {
	return open(t, func(o *webchat.Options) {
		o.Uploads = upload.New(&webchattest.Shelf{}, o.Store, o.Now, id.New(o.Now, nil))
	})
}

func (b tab) attach(data, kind string, header ...string) (status int, code, uploadID string) {
	b.Helper()
	status, body := b.do("POST", "/api/webchat/uploads?account=acc1", data, append([]string{"Content-Type", kind}, header...)...)
	var got struct{ ID, Code string }
	if err := json.Unmarshal([]byte(body), &got); err != nil {
		b.Fatalf("%d %s", status, body)
	}
	return status, got.Code, got.ID
}

func TestPictureIsSentAndSeen(t *testing.T) {
	v := pictures(t).visitor()
	status, code, one := v.attach(png, "image/png")
	if status != 201 || one == "" {
		t.Fatalf("%d %s", status, code)
	}
	if status, body := v.do("POST", "/api/webchat/messages?account=acc1", fmt.Sprintf(`{"client_id":"c-000001","text":"Есть такое?","photos":[%q]}`, one)); status != 202 {
		t.Fatalf("%d %s", status, body)
	}
	_, body := v.do("GET", "/api/webchat/messages?account=acc1", "")
	if !strings.Contains(body, `"photos":["/upload/`+one+`"]`) || !strings.Contains(body, "Есть такое?") {
		t.Errorf("the log has %s", body)
	}
	res := v.request("GET", "/api/webchat/uploads/"+one+"?account=acc1", "")
	data, err := io.ReadAll(res.Body)
	if err != nil || string(data) != png || res.Header.Get("Content-Type") != "image/png" || res.Header.Get("X-Content-Type-Options") != "nosniff" ||
		!strings.Contains(res.Header.Get("Content-Security-Policy"), "sandbox") {
		t.Errorf("%q %v %v", data, res.Header, err)
	}
}

func TestPictureIsTheVisitorsOwn(t *testing.T) {
	h := pictures(t)
	v, stranger := h.visitor(), h.visitor()
	_, _, one := v.attach(png, "image/png")
	if status, body := stranger.do("GET", "/api/webchat/uploads/"+one+"?account=acc1", ""); status != 404 {
		t.Errorf("seen by a stranger: %d %s", status, body)
	}
	if status, body := h.tab().do("GET", "/api/webchat/uploads/"+one+"?account=acc1", ""); status != 401 {
		t.Errorf("seen without a session: %d %s", status, body)
	}
	if status, body := stranger.do("POST", "/api/webchat/messages?account=acc1", fmt.Sprintf(`{"client_id":"c-000001","photos":[%q]}`, one)); status != 404 {
		t.Errorf("sent by a stranger: %d %s", status, body)
	}
	if status, body := v.do("GET", "/api/webchat/uploads/"+one+"?account=acc1", "", "Sec-Fetch-Site", "cross-site"); status != 403 {
		t.Errorf("seen from a foreign page: %d %s", status, body)
	}
}

func TestPictureThatIsNone(t *testing.T) {
	for _, c := range []struct {
		name, data, kind string
		header           []string
		status           int
		code             string
	}{
		{"a script that says it is a picture", "<svg onload=alert(1)>", "image/png", nil, 415, "upload.kind"},
		{"svg", "<svg/>", "image/svg+xml", nil, 415, "upload.kind"},
		{"gif", "GIF89a", "image/gif", nil, 415, "upload.kind"},
		{"nothing", "", "image/png", nil, 415, "upload.kind"},
		{"too big", png + strings.Repeat("x", upload.MaxBytes), "image/png", nil, 413, "upload.too_big"},
		{"a form", png, "application/x-www-form-urlencoded", nil, 415, "webchat.upload_type"},
		{"text", png, "text/plain", nil, 415, "webchat.upload_type"},
		{"from a foreign page", png, "image/png", []string{"Origin", "https://evil.example"}, 403, "webchat.cross_site"},
	} {
		v := pictures(t).visitor()
		if status, code, _ := v.attach(c.data, c.kind, c.header...); status != c.status || code != c.code {
			t.Errorf("%s: %d %s, want %d %s", c.name, status, code, c.status, c.code)
		}
	}
}

func TestPicturesAreBounded(t *testing.T) {
	h := pictures(t)
	v := h.visitor()
	for i := range upload.MaxPerDay {
		h.clock.add(1e9)
		if status, code, _ := v.attach(png, "image/png"); status != 201 {
			t.Fatalf("picture %d: %d %s", i, status, code)
		}
	}
	h.clock.add(60e9)
	if status, code, _ := v.attach(png, "image/png"); status != 429 || code != "upload.too_many" {
		t.Errorf("one too many: %d %s", status, code)
	}
	if status, code, _ := h.visitor().attach(png, "image/png"); status != 201 {
		t.Errorf("another visitor: %d %s", status, code)
	}
}

func TestPageWithoutPictures(t *testing.T) {
	v := open(t, nil).visitor()
	if status, code, _ := v.attach(png, "image/png"); status != 422 || code != "webchat.no_uploads" {
		t.Errorf("%d %s", status, code)
	}
	if status, body := v.do("POST", "/api/webchat/messages?account=acc1", `{"client_id":"c-000001","photos":["upl_1"]}`); status != 422 {
		t.Errorf("%d %s", status, body)
	}
}
