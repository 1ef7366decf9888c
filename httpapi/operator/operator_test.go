package operator_test

import (
	"bufio"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"prilavok/core/desk"
	"prilavok/core/fault"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/gate"
	"prilavok/httpapi/operator"
)

var errNone = fault.New(fault.NotFound, "test.none", "there is none")
var errOut = fault.New(fault.Unauthorized, "test.out", "signed out")

// shop is a shop of which the tests say what changed, and a door of its own.
type shop struct {
	mu    sync.Mutex
	n     int
	out   bool
	files map[string]operator.File
}

func (s *shop) Changes(_ context.Context, cursor string, limit int) ([]desk.Change, string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if cursor == "" {
		return nil, place(s.n).String(), nil
	}
	after, err := strconv.Atoi(strings.TrimPrefix(cursor, "0."))
	if err != nil {
		return nil, "", desk.ErrCursor
	}
	var list []desk.Change
	for n := after + 1; n <= s.n && len(list) < limit; n++ {
		list = append(list, desk.Change{Place: place(n), Kind: "message", ConversationID: "c" + strconv.Itoa(n)})
	}
	return list, place(after + len(list)).String(), nil
}

func place(n int) desk.Place { return desk.Place{Seq: int64(n)} }

func (s *shop) Enter(r *http.Request, _ staff.Scope) (*http.Request, error) {
	return r, s.Still(r, "")
}

func (s *shop) Still(*http.Request, staff.Scope) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.out {
		return errOut
	}
	return nil
}

// say makes n more changes.
func (s *shop) say(n int) {
	s.mu.Lock()
	s.n += n
	s.mu.Unlock()
}

// opened is a server whose bound for reading a request is shorter than any stream.
func opened(t *testing.T, s *shop, o operator.Options) (*operator.Handler, *httptest.Server) {
	t.Helper()
	o.Door, o.Changes, o.Log = s, s, slog.New(slog.DiscardHandler)
	o.Open = func(_ context.Context, id string) (operator.File, error) {
		f, ok := s.files[id]
		if !ok {
			return f, errNone
		}
		f.ID = id
		return f, nil
	}
	h := operator.New(o)
	mux := http.NewServeMux()
	h.Mount(mux)
	web := httptest.NewUnstartedServer(mux)
	web.Config.ReadTimeout = 50 * time.Millisecond
	web.Start()
	t.Cleanup(func() { h.Close(); web.Close() })
	return h, web
}

// page is an open stream.
type page struct {
	t    *testing.T
	body io.ReadCloser
	in   *bufio.Scanner
}

func listen(t *testing.T, web *httptest.Server, last string) *page {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/api/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	resp, err := web.Client().Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { resp.Body.Close() })
	if resp.StatusCode != http.StatusOK || resp.Header.Get("Content-Type") != "text/event-stream" || resp.Header.Get("X-Accel-Buffering") != "no" {
		t.Fatalf("answered %d %v", resp.StatusCode, resp.Header)
	}
	return &page{t, resp.Body, bufio.NewScanner(resp.Body)}
}

// next reads the next event; "" at the end.
func (p *page) next() (name, id, data string) {
	for p.in.Scan() {
		field, value, _ := strings.Cut(p.in.Text(), ": ")
		switch {
		case field == "event":
			name = value
		case field == "id":
			id = value
		case field == "data":
			data = value
		case p.in.Text() == "" && name != "":
			return name, id, data
		}
	}
	return "", "", ""
}

// changes reads n changes, and answers with the conversations and the last id.
func (p *page) changes(n int) (got []string, last string) {
	p.t.Helper()
	for len(got) < n {
		name, id, data := p.next()
		if name == "" {
			p.t.Fatalf("the stream ended after %v", got)
		}
		if name == "change" {
			_, rest, _ := strings.Cut(data, `"conversation_id":"`)
			conv, _, _ := strings.Cut(rest, `"`)
			got, last = append(got, conv), id
		}
	}
	return got, last
}

func named(from, to int) string {
	var out []string
	for n := from; n <= to; n++ {
		out = append(out, "c"+strconv.Itoa(n))
	}
	return strings.Join(out, " ")
}

// TestStreamGoesOn: a page that comes again with what it has is told each change once, also
// more than one look can take, and outlives the server's bound for reading requests.
func TestStreamGoesOn(t *testing.T) {
	s := &shop{n: 7}
	h, web := opened(t, s, operator.Options{Poll: time.Hour, Beat: 20 * time.Millisecond})
	p := listen(t, web, "")
	if name, _, data := p.next(); name != "ready" || !strings.Contains(data, gate.Cursor(place(7).String())) {
		t.Fatalf("began with %s %s", name, data)
	}
	time.Sleep(150 * time.Millisecond) // three bounds
	s.say(2)
	h.Wake("")
	got, last := p.changes(2)
	if strings.Join(got, " ") != named(8, 9) {
		t.Errorf("heard %v", got)
	}
	p.body.Close()
	s.say(450)
	if got, _ := listen(t, web, last).changes(450); strings.Join(got, " ") != named(10, 459) {
		t.Errorf("after coming again heard %d from %s to %s", len(got), got[0], got[len(got)-1])
	}
	if resp, err := web.Client().Get(web.URL + "/api/v1/stream?after=nonsense"); err != nil || resp.StatusCode != http.StatusBadRequest {
		t.Errorf("a cursor of nobody's: %v, %v", resp.StatusCode, err)
	}
}

// TestNobodyWakes: what another process writes is found by looking.
func TestNobodyWakes(t *testing.T) {
	s := &shop{}
	_, web := opened(t, s, operator.Options{Poll: 10 * time.Millisecond})
	p := listen(t, web, "")
	p.next()
	s.say(1)
	if got, _ := p.changes(1); got[0] != "c1" {
		t.Errorf("heard %v", got)
	}
}

// TestStreamEndsWithTheSession: who has signed out is told nothing more.
func TestStreamEndsWithTheSession(t *testing.T) {
	for name, wake := range map[string]bool{"at the next sign of life": false, "at the next change": true} {
		t.Run(name, func(t *testing.T) {
			s := &shop{}
			o := operator.Options{Poll: time.Hour, Beat: 20 * time.Millisecond}
			if wake {
				o.Beat = time.Hour
			}
			h, web := opened(t, s, o)
			p := listen(t, web, "")
			p.next()
			s.mu.Lock()
			s.out, s.n = true, 1
			s.mu.Unlock()
			if wake {
				h.Wake("")
			}
			if name, _, data := p.next(); name != "end" || !strings.Contains(data, errOut.Code) {
				t.Errorf("told %s %s", name, data)
			}
			if name, _, _ := p.next(); name != "" {
				t.Errorf("went on with %s", name)
			}
		})
	}
}

// TestSlowPage: one that reads nothing is cut off, and holds up no other.
func TestSlowPage(t *testing.T) {
	s := &shop{}
	h, web := opened(t, s, operator.Options{Poll: 5 * time.Millisecond, Slow: 200 * time.Millisecond})
	listen(t, web, gate.Cursor(place(0).String())) // never read
	p := listen(t, web, "")
	p.next()
	for n := 0; n < 100_000; n += 20_000 {
		s.say(20_000)
		h.Wake("")
		if got, _ := p.changes(20_000); got[len(got)-1] != "c"+strconv.Itoa(n+20_000) {
			t.Fatalf("the other heard up to %s", got[len(got)-1])
		}
	}
}

// TestStreamsOfOnePerson: there are so many and no more; one that is closed makes room.
func TestStreamsOfOnePerson(t *testing.T) {
	s := &shop{}
	_, web := opened(t, s, operator.Options{PerPerson: 2, Beat: 10 * time.Millisecond})
	first := listen(t, web, "")
	listen(t, web, "")
	resp, err := web.Client().Get(web.URL + "/api/v1/stream")
	if err != nil || resp.StatusCode != http.StatusTooManyRequests || resp.Header.Get("Retry-After") == "" {
		t.Fatalf("a third is answered %v, %v", resp, err)
	}
	first.body.Close()
	for range 200 {
		resp, err = web.Client().Get(web.URL + "/api/v1/stream")
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if resp.StatusCode == http.StatusOK {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	t.Error("the place of a closed page stays taken")
}

// TestFiles: pictures and recordings are shown, whole and in part; what could be a program is
// for saving only.
func TestFiles(t *testing.T) {
	svg := []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`)
	s := &shop{files: map[string]operator.File{
		"photo": {MIME: "image/jpeg", Name: "фото.jpg", Data: []byte("0123456789")},
		"voice": {MIME: "audio/ogg; codecs=opus", Data: []byte("0123456789")},
		"svg":   {MIME: "image/svg+xml", Name: "a.svg", Data: svg},
		"html":  {MIME: "text/html", Name: "a\r\nX-Bad: 1.html", Data: svg},
		"lie":   {MIME: "image/jpeg", Data: svg},
		"pdf":   {MIME: "application/pdf", Data: []byte("%PDF")},
		"none":  {Data: svg},
	}}
	_, web := opened(t, s, operator.Options{})
	get := func(id, part string) (*http.Response, string) {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, web.URL+"/api/v1/files/"+id, nil)
		if err != nil {
			t.Fatal(err)
		}
		if part != "" {
			r.Header.Set("Range", part)
		}
		resp, err := web.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer resp.Body.Close()
		b, err := io.ReadAll(resp.Body)
		if err != nil {
			t.Fatal(err)
		}
		return resp, string(b)
	}
	for id, want := range map[string]string{"photo": "image/jpeg inline", "voice": "audio/ogg inline", "lie": "image/jpeg inline",
		"svg": "application/octet-stream attachment", "html": "application/octet-stream attachment", "pdf": "application/octet-stream attachment", "none": "application/octet-stream attachment"} {
		resp, _ := get(id, "")
		how, _, _ := strings.Cut(resp.Header.Get("Content-Disposition"), ";")
		if got := resp.Header.Get("Content-Type") + " " + how; got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
		if resp.Header.Get("X-Content-Type-Options") != "nosniff" || resp.Header.Get("Content-Security-Policy") != "default-src 'none'; sandbox" || resp.Header.Get("X-Bad") != "" {
			t.Errorf("%s has %v", id, resp.Header)
		}
	}
	if resp, body := get("voice", "bytes=2-4"); resp.StatusCode != http.StatusPartialContent || body != "234" || resp.Header.Get("Content-Range") != "bytes 2-4/10" {
		t.Errorf("a part is %d %q %v", resp.StatusCode, body, resp.Header)
	}
	if resp, body := get("other", ""); resp.StatusCode != http.StatusNotFound || !strings.Contains(body, errNone.Code) {
		t.Errorf("what is not there is %d %s", resp.StatusCode, body)
	}
	s.out = true
	if resp, body := get("photo", ""); resp.StatusCode != http.StatusUnauthorized || strings.Contains(body, "0123") {
		t.Errorf("to a stranger it is %d %s", resp.StatusCode, body)
	}
}
