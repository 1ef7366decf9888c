package bucket_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"image"
	"image/jpeg"
	"image/png"
	"io"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/picture"
	"prilavok/core/txn"
	"prilavok/provider/bucket"
	"prilavok/provider/bucket/bucketfake"
)

// client carries calls out, as the server's does.
type client struct{ http.Client }

func (c *client) Do(ctx context.Context, r call.Request) (call.Response, error) {
	req, err := http.NewRequestWithContext(ctx, r.Method, r.URL, bytes.NewReader(r.Body))
	if err != nil {
		return call.Response{}, err
	}
	for k, v := range r.Header {
		req.Header.Set(k, v)
	}
	res, err := c.Client.Do(req)
	if err != nil {
		return call.Response{}, fault.New(fault.Unavailable, "call.connect", "nobody")
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, r.MaxBody+1))
	if int64(len(body)) > r.MaxBody {
		return call.Response{}, fault.New(fault.Invalid, "call.too_large", "too large")
	}
	out := call.Response{Status: res.StatusCode, Header: map[string]string{}, Body: body}
	for k := range res.Header {
		out.Header[strings.ToLower(k)] = res.Header.Get(k)
	}
	return out, err
}

// rows are what is known of pictures, in memory; store/storetest has the real ones.
type rows struct {
	sync.Mutex
	at map[string]picture.Kept
}

func (r *rows) InTx(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (r *rows) View(ctx context.Context, fn func(ctx context.Context) error) error { return fn(ctx) }
func (r *rows) AddPicture(_ context.Context, k picture.Kept) error {
	r.at[k.Name] = k
	return nil
}
func (r *rows) PictureByName(_ context.Context, name string) (picture.Kept, bool, error) {
	k, ok := r.at[name]
	return k, ok, nil
}
func (r *rows) CheckPicture(_ context.Context, name string) error {
	k := r.at[name]
	k.Checked = true
	r.at[name] = k
	return nil
}
func (r *rows) HoldPictures(_ context.Context, names []string) (n int, _ error) {
	for _, name := range names {
		if k := r.at[name]; k.Checked {
			n++
			k.LooseAt = time.Time{}
			r.at[name] = k
		}
	}
	return n, nil
}
func (r *rows) LoosenPictures(_ context.Context, names []string, at time.Time) error {
	for _, name := range names {
		k := r.at[name]
		k.LooseAt = at
		r.at[name] = k
	}
	return nil
}
func (r *rows) LoosePictures(_ context.Context, before time.Time, _ int) (out []picture.Kept, _ error) {
	for _, k := range r.at {
		if !k.LooseAt.IsZero() && k.LooseAt.Before(before) {
			out = append(out, k)
		}
	}
	return out, nil
}
func (r *rows) BanPicture(_ context.Context, name string, _ time.Time) (bool, error) {
	return true, nil
}
func (r *rows) DropPicture(_ context.Context, name string) error {
	delete(r.at, name)
	return nil
}

// desk is a service over a vault, with a clock of its own.
type desk struct {
	*testing.T
	*picture.Service
	rows  *rows
	vault picture.Vault
	now   time.Time
	ctx   context.Context
	http  *http.Client
}

func open(t *testing.T, v func(d *desk) picture.Vault) *desk {
	d := &desk{T: t, rows: &rows{at: map[string]picture.Kept{}}, now: time.Now(), ctx: txn.ForShop(t.Context(), "shp_1"), http: &http.Client{}}
	d.vault = v(d)
	d.Service = picture.In(d.vault, d.rows, d.rows, func() time.Time { return d.now })
	return d
}

func (d *desk) ticket(mime string, n int) picture.Ticket {
	d.Helper()
	t, err := d.Ticket(d.ctx, picture.Want{MIME: mime, Bytes: int64(n)})
	if err != nil {
		d.Fatal(err)
	}
	return t
}

// send puts a file as a browser does.
func (d *desk) send(t picture.Ticket, mime string, body []byte) int {
	d.Helper()
	req, err := http.NewRequestWithContext(d.ctx, t.Method, t.URL, bytes.NewReader(body))
	if err != nil {
		d.Fatal(err)
	}
	for k, v := range t.Header {
		req.Header.Set(k, v)
	}
	req.Header.Set("Content-Type", mime)
	res, err := d.http.Do(req)
	if err != nil {
		d.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode
}

// seen is what anybody reads at an address; nil when there is nothing.
func (d *desk) seen(url string) (data []byte, mime string) {
	d.Helper()
	res, err := d.http.Get(url) //nolint:noctx // the test's own server
	if err != nil {
		d.Fatal(err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return nil, ""
	}
	data, _ = io.ReadAll(res.Body)
	return data, res.Header.Get("Content-Type")
}

func pictures(t *testing.T) (plain, shot []byte) {
	var a, b bytes.Buffer
	if err := png.Encode(&a, image.NewRGBA(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 3)), nil); err != nil {
		t.Fatal(err)
	}
	exif := "Exif\x00\x00GPS 55.75 37.61"
	return a.Bytes(), append(append([]byte("\xff\xd8\xff\xe1\x00"), append([]byte{byte(len(exif) + 2)}, exif...)...), b.Bytes()[2:]...)
}

// s3 starts an S3 server that is not ours, and checks signatures.
func s3(t *testing.T) string {
	t.Helper()
	cmd := exec.Command("node", "serve.mjs")
	cmd.Dir = "../../test/s3"
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = in.Close()
		_ = cmd.Wait()
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	var ready struct{ URL string }
	if err != nil || json.Unmarshal([]byte(line), &ready) != nil {
		t.Fatalf("s3rver did not start (npm ci --prefix test/s3): %v %s", err, line)
	}
	return ready.URL
}

func inS3(url, secret string) func(d *desk) picture.Vault {
	return func(*desk) picture.Vault {
		return bucket.S3{Do: &client{}, Endpoint: url, Bucket: "pictures", Region: "us-east-1", KeyID: "S3RVER", Secret: secret, Now: time.Now}
	}
}

func TestS3(t *testing.T) {
	url := s3(t)
	t.Run("a picture", func(t *testing.T) { walk(open(t, inS3(url, "S3RVER"))) })
	t.Run("what is none", func(t *testing.T) { refuse(open(t, inS3(url, "S3RVER")), true) })
	t.Run("another key", func(t *testing.T) {
		d := open(t, inS3(url, "another"))
		raw, _ := pictures(t)
		k := d.ticket("image/png", len(raw))
		if n := d.send(k, "image/png", raw); n != http.StatusForbidden {
			t.Errorf("sent: %d", n)
		}
		if err := d.Check(d.ctx, k.Public); fault.CodeOf(err) != "picture.store_refused" {
			t.Errorf("checked: %v", err)
		}
	})
}

// TestSupabase is against an imitation of Storage, written from its documentation.
func TestSupabase(t *testing.T) {
	with := func(d *desk) picture.Vault {
		server := httptest.NewServer(bucketfake.New())
		d.Cleanup(server.Close)
		return bucket.Supabase{Do: &client{}, Project: server.URL + "/", Key: bucketfake.Key, Bucket: bucketfake.Bucket, Now: time.Now}
	}
	t.Run("a picture", func(t *testing.T) { walk(open(t, with)) })
	t.Run("what is none", func(t *testing.T) { refuse(open(t, with), false) })
}

// walk sends pictures, shows them, and takes them away.
func walk(d *desk) {
	raw, shot := pictures(d.T)
	k := d.ticket("image/png", len(raw))
	if err := d.Check(d.ctx, k.Public); fault.CodeOf(err) != "picture.not_sent" {
		d.Errorf("told before it was sent: %v", err)
	}
	if n := d.send(k, "image/png", raw); n > 299 {
		d.Fatalf("sent: %d", n)
	}
	if err := d.Shown(d.ctx, nil, []string{k.Public}); fault.CodeOf(err) != "picture.unknown" {
		d.Errorf("shown unchecked: %v", err)
	}
	for range 2 {
		if err := d.Check(d.ctx, k.Public); err != nil {
			d.Fatal(err)
		}
	}
	if data, mime := d.seen(k.Public); !bytes.Equal(data, raw) || mime != "image/png" {
		d.Errorf("anybody sees %d bytes, %q", len(data), mime)
	}
	if err := d.Shown(d.ctx, nil, []string{k.Public, "/media/x.jpg", "https://elsewhere.example/x.png"}); err != nil {
		d.Error(err)
	}
	d.sendAgain(k, raw)

	k2 := d.ticket("image/jpeg", len(shot))
	d.send(k2, "image/jpeg", shot)
	if err := d.Check(d.ctx, k2.Public); err != nil {
		d.Fatal(err)
	}
	if data, _ := d.seen(k2.Public); len(data) == 0 || bytes.Contains(data, []byte("GPS")) {
		d.Errorf("what a camera wrote is shown: %d bytes", len(data))
	}

	d.now = d.now.Add(picture.LooseFor + time.Minute)
	if err := d.Sweep(d.ctx); err != nil {
		d.Fatal(err)
	}
	if data, _ := d.seen(k2.Public); data != nil {
		d.Error("what no product shows is kept")
	}
	if data, _ := d.seen(k.Public); data == nil {
		d.Error("what a product shows is deleted")
	}
	if err := d.Shown(d.ctx, []string{k.Public}, nil); err != nil {
		d.Fatal(err)
	}
	d.now = d.now.Add(picture.LooseFor + time.Minute)
	if err := d.Sweep(d.ctx); err != nil {
		d.Fatal(err)
	}
	if data, _ := d.seen(k.Public); data != nil || len(d.rows.at) > 0 {
		d.Errorf("the product shows it no more, and it is kept: %v", d.rows.at)
	}
}

// sendAgain: a ticket that is still good replaces nothing that customers see.
func (d *desk) sendAgain(k picture.Ticket, raw []byte) {
	other := bytes.Clone(raw)
	other[len(other)-1] ^= 1
	d.send(k, "image/png", other)
	if data, _ := d.seen(k.Public); !bytes.Equal(data, raw) {
		d.Error("a picture that is shown was replaced")
	}
}

// refuse sends what is no picture, or another one than was said: nothing of it stays. pinned tells
// that the store itself looks at kind and length.
func refuse(d *desk, pinned bool) {
	raw, _ := pictures(d.T)
	page := []byte("<!doctype html><script>alert(1)</script>")
	drawing := []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`)
	for name, tt := range map[string]struct {
		said, sent string
		n          int
		body       []byte
		code       string
	}{
		"a page that calls itself one":    {"image/png", "image/png", len(page), page, "picture.kind"},
		"a drawing with a script":         {"image/png", "image/png", len(drawing), drawing, "picture.kind"},
		"a picture that is told a page":   {"image/png", "text/html", len(raw), raw, "picture.kind"},
		"more than was said":              {"image/png", "image/png", len(raw) - 1, raw, "picture.too_big"},
		"fifty megabytes":                 {"image/png", "image/png", len(raw), append(bytes.Clone(raw), make([]byte, 50<<20)...), "picture.too_big"},
		"nothing":                         {"image/png", "image/png", 10, nil, "picture.kind"},
		"another kind than that was said": {"image/jpeg", "image/jpeg", len(raw), raw, "picture.kind"},
	} {
		k := d.ticket(tt.said, tt.n)
		status := d.send(k, tt.sent, tt.body)
		if refused := len(tt.body) != tt.n || tt.said != tt.sent; pinned && refused {
			if status < 400 {
				d.Errorf("%s: the store takes it (%d)", name, status)
			}
			tt.code = "picture.not_sent"
		}
		if err := d.Check(d.ctx, k.Public); fault.CodeOf(err) != tt.code {
			d.Errorf("%s: %v, want %s", name, err, tt.code)
		}
		if data, _ := d.seen(k.Public); data != nil {
			d.Errorf("%s is shown", name)
		}
		if sent := d.rows.at[strings.TrimPrefix(k.Public, d.vault.Public(""))].Sent; sent == "" && tt.code == "picture.not_sent" {
			d.Errorf("%s: the ticket is forgotten before it is over", name)
		}
	}
	if err := d.Check(d.ctx, "https://elsewhere.example/p/shp_1/x.png"); fault.CodeOf(err) != "picture.unknown" {
		d.Errorf("an address of others: %v", err)
	}
}

// TestAway: a store that does not answer is asked three times.
func TestAway(t *testing.T) {
	n := 0
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { n++; w.WriteHeader(http.StatusServiceUnavailable) }))
	defer server.Close()
	d := open(t, inS3(server.URL, "S3RVER"))
	k := d.ticket("image/png", 100)
	if err := d.Check(d.ctx, k.Public); fault.CodeOf(err) != "picture.store_away" || n != 3 {
		t.Errorf("%v after %d calls", err, n)
	}
}
