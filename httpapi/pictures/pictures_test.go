package pictures_test

import (
	"bytes"
	"context"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/picture"
	"prilavok/core/seal"
	"prilavok/core/txn"
	"prilavok/httpapi/pictures"
)

var start = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC)

type desk struct {
	*testing.T
	now     time.Time
	folder  string
	service *picture.Service
	handler pictures.Handler
	ctx     context.Context
}

func open(t *testing.T) *desk {
	keys, err := seal.New([]seal.Key{{ID: "a", Bytes: make([]byte, seal.KeySize)}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, now: start, folder: filepath.Join(t.TempDir(), "media"), ctx: txn.ForShop(t.Context(), "shp_1")}
	shelf := picture.NewSealed(keys, func() time.Time { return d.now })
	d.service, d.handler = picture.New(shelf), pictures.Handler{Tickets: shelf, Folder: d.folder}
	return d
}

func (d *desk) ticket(mime string, n int) picture.Ticket {
	d.Helper()
	t, err := d.service.Ticket(d.ctx, picture.Want{MIME: mime, Bytes: int64(n)})
	if err != nil {
		d.Fatal(err)
	}
	return t
}

func (d *desk) put(url string, body []byte) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	d.handler.ServeHTTP(w, httptest.NewRequest(http.MethodPut, url, bytes.NewReader(body)))
	return w
}

// files are all that lies below the folder.
func (d *desk) files() (names []string) {
	_ = filepath.WalkDir(d.folder, func(path string, e os.DirEntry, err error) error {
		if err == nil && !e.IsDir() {
			names = append(names, path)
		}
		return nil
	})
	return names
}

// photo is a JPEG that says where it was taken.
func photo(t *testing.T) []byte {
	var b bytes.Buffer
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 8, 8)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00GPS 55.75 37.61"
	return append(append([]byte("\xff\xd8\xff\xe1\x00"), append([]byte{byte(len(exif) + 2)}, exif...)...), b.Bytes()[2:]...)
}

func TestOnePictureByTicket(t *testing.T) {
	d := open(t)
	raw := photo(t)
	k := d.ticket("image/jpeg", len(raw))
	if w := d.put(k.URL, raw); w.Code != http.StatusCreated {
		t.Fatalf("it is answered %d %s", w.Code, w.Body)
	}
	kept, err := os.ReadFile(filepath.Join(d.folder, strings.TrimPrefix(k.Public, picture.Root)))
	if err != nil {
		t.Fatal(err)
	}
	if bytes.Contains(kept, []byte("GPS")) {
		t.Error("it still says where it was taken")
	}
	if _, err := jpeg.Decode(bytes.NewReader(kept)); err != nil {
		t.Errorf("it is no picture any more: %v", err)
	}
	if w := d.put(k.URL, raw); w.Code != http.StatusForbidden || len(d.files()) != 1 {
		t.Errorf("a ticket is taken twice: %d, %v", w.Code, d.files())
	}
}

func TestWhatIsNotTaken(t *testing.T) {
	raw := photo(t)
	var drawn bytes.Buffer
	if err := png.Encode(&drawn, image.NewRGBA(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	for name, tt := range map[string]struct {
		body   []byte
		wait   time.Duration
		change func(url string) string
		status int
	}{
		"a script in a drawing":   {body: svg, status: http.StatusUnsupportedMediaType},
		"another kind":            {body: drawn.Bytes(), status: http.StatusUnsupportedMediaType},
		"more than was said":      {body: append(bytes.Clone(raw), make([]byte, 10)...), status: http.StatusRequestEntityTooLarge},
		"fifty megabytes":         {body: append(bytes.Clone(raw), make([]byte, 50<<20)...), status: http.StatusRequestEntityTooLarge},
		"too late":                {body: raw, wait: picture.Life + time.Second, status: http.StatusForbidden},
		"a ticket of one's own":   {body: raw, change: func(string) string { return picture.Desk + "c2hwXzE.YQ.AAAA" }, status: http.StatusForbidden},
		"a path instead":          {body: raw, change: func(string) string { return picture.Desk + "../../x.jpg" }, status: http.StatusForbidden},
		"a ticket for a neighbor": {body: raw, change: func(url string) string { return strings.Replace(url, "c2hwXzE", "c2hwXzI", 1) }, status: http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			d := open(t)
			url := d.ticket("image/jpeg", len(raw)).URL
			if tt.change != nil {
				url = tt.change(url)
			}
			d.now = d.now.Add(tt.wait)
			if w := d.put(url, tt.body); w.Code != tt.status {
				t.Errorf("it is answered %d %s", w.Code, w.Body)
			}
			if len(d.files()) > 0 {
				t.Errorf("it is kept: %v", d.files())
			}
		})
	}
}

func TestNoTicket(t *testing.T) {
	d := open(t)
	for name, tt := range map[string]struct {
		s    *picture.Service
		w    picture.Want
		code string
	}{
		"a drawing":       {d.service, picture.Want{MIME: "image/svg+xml", Bytes: 10}, "picture.kind"},
		"fifty megabytes": {d.service, picture.Want{MIME: "image/png", Bytes: 50 << 20}, "picture.too_big"},
		"nothing":         {d.service, picture.Want{MIME: "image/png"}, "picture.too_big"},
		"no place":        {picture.New(nil), picture.Want{MIME: "image/png", Bytes: 10}, "picture.nowhere"},
	} {
		if _, err := tt.s.Ticket(d.ctx, tt.w); fault.CodeOf(err) != tt.code {
			t.Errorf("%s: %v", name, err)
		}
	}
}
