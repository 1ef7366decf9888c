package tgfake

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
)

// params are a request's parameters as raw values: JSON where it was JSON, texts
// otherwise. Files are uploads by part name.
type params struct {
	values map[string]json.RawMessage
	files  map[string][]byte
}

const maxRequest = 50<<20 + 1<<20

// readParams reads the four encodings that the Bot API takes.
func readParams(r *http.Request) (params, error) {
	p := params{values: map[string]json.RawMessage{}, files: map[string][]byte{}}
	p.form(r.URL.Query())
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		b, err := io.ReadAll(io.LimitReader(r.Body, maxRequest))
		if err != nil {
			return p, err
		}
		if len(b) == 0 || string(b) == "null" {
			return p, nil
		}
		if err := json.Unmarshal(b, &p.values); err != nil {
			return p, fmt.Errorf("can't parse request JSON object")
		}
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return p, err
		}
		p.form(r.PostForm)
	case "multipart/form-data":
		return p, p.multipart(r)
	}
	return p, nil
}

func (p params) form(v url.Values) {
	for name, list := range v {
		p.values[name] = quoteJSON(list[0])
	}
}

// quoteJSON keeps what is JSON already (numbers, flags, objects) and quotes texts.
func quoteJSON(s string) json.RawMessage {
	b, err := json.Marshal(s)
	if err != nil {
		panic("tgfake: " + err.Error())
	}
	return b
}

func (p params) multipart(r *http.Request) error {
	reader, err := r.MultipartReader()
	if err != nil {
		return err
	}
	for {
		part, err := reader.NextPart()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("can't parse multipart request: %w", err)
		}
		b, err := io.ReadAll(io.LimitReader(part, maxRequest))
		if err != nil {
			return err
		}
		if part.FileName() != "" {
			p.files[part.FormName()] = b
		} else {
			p.values[part.FormName()] = quoteJSON(string(b))
		}
	}
}

// check holds the parameters to the documented ones.
func (p params) check(method string) *refusal {
	allowed, ok := documented[method]
	if !ok {
		return refuse(404, "Not Found: method not found")
	}
	for name := range p.values {
		if _, ok := allowed[name]; !ok {
			return bad("tgfake: %s has no parameter %q", method, name)
		}
	}
	for name, required := range allowed {
		if _, have := p.values[name]; required && !have && p.files[name] == nil {
			if name == "text" {
				return bad("message text is empty")
			}
			return bad("tgfake: %s needs parameter %q", method, name)
		}
	}
	return nil
}

func (p params) has(name string) bool { _, ok := p.values[name]; return ok }

func (p params) str(name string) string {
	var s string
	raw := p.values[name]
	if json.Unmarshal(raw, &s) == nil {
		return s
	}
	return strings.TrimSpace(string(raw))
}

func (p params) num(name string) int64 {
	n, _ := strconv.ParseInt(p.str(name), 10, 64)
	return n
}

func (p params) flag(name string) bool { s := p.str(name); return s == "true" || s == "1" }

// object reads a nested object, given as JSON or as a text of JSON.
func (p params) object(name string, v any) *refusal {
	raw, ok := p.values[name]
	if !ok {
		return nil
	}
	var text string
	if json.Unmarshal(raw, &text) == nil {
		if text == "" {
			return nil
		}
		raw = json.RawMessage(text)
	}
	if err := json.Unmarshal(raw, v); err != nil {
		return bad("can't parse %s JSON object", name)
	}
	return nil
}
