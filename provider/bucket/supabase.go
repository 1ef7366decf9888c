package bucket

import (
	"context"
	"encoding/json"
	"maps"
	"strconv"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/picture"
)

// Supabase is a bucket of Supabase Storage, reached with the project's service key. It implements
// picture.Vault.
type Supabase struct {
	Do      call.Doer
	Project string // https://REFERENCE.supabase.co
	Key     string
	Bucket  string
	Now     func() time.Time
}

func (s Supabase) base() string { return strings.TrimSuffix(s.Project, "/") + "/storage/v1" }

// Public implements picture.Vault.
func (s Supabase) Public(name string) string {
	return s.base() + "/object/public/" + s.Bucket + "/" + name
}

func (s Supabase) ask(ctx context.Context, what, method, path string, header map[string]string, body []byte, most int64) (call.Response, error) {
	return ask(ctx, s.Do, request{what, func() call.Request {
		h := map[string]string{"apikey": s.Key}
		if !strings.HasPrefix(s.Key, "sb_") { // newer keys are no tokens
			h["authorization"] = "Bearer " + s.Key
		}
		maps.Copy(h, header)
		return call.Request{Method: method, URL: s.base() + path, Header: h, Body: body}
	}, most})
}

func (s Supabase) post(ctx context.Context, what, path string, body any) (call.Response, error) {
	text, err := json.Marshal(body)
	if err != nil {
		return call.Response{}, err
	}
	return s.ask(ctx, what, "POST", path, map[string]string{"content-type": "application/json"}, text, 0)
}

// Invite implements picture.Vault. The address is good for two hours, whatever we say, for a name
// that nothing has; kind and length are the bucket's to bound, and looked at after.
func (s Supabase) Invite(ctx context.Context, name string, w picture.Want) (picture.Ticket, error) {
	at := s.Now()
	r, err := s.post(ctx, "invite", "/object/upload/sign/"+s.Bucket+"/"+name, struct{}{})
	if err := done(r, err); err != nil {
		return picture.Ticket{}, err
	}
	var said struct {
		URL string `json:"url"`
	}
	if json.Unmarshal(r.Body, &said) != nil || !strings.HasPrefix(said.URL, "/object/") {
		return picture.Ticket{}, picture.ErrRefused
	}
	return picture.Ticket{Method: "PUT", URL: s.base() + said.URL, Header: map[string]string{"Content-Type": w.MIME, "Cache-Control": "max-age=31536000"}, Until: at.Add(picture.Life)}, nil
}

// Look implements picture.Vault.
func (s Supabase) Look(ctx context.Context, name string, most int) (picture.Sent, bool, error) {
	return looked(s.ask(ctx, "look", "GET", "/object/authenticated/"+s.Bucket+"/"+name, map[string]string{"range": "bytes=0-" + strconv.Itoa(most-1)}, nil, picture.MaxBytes+1))
}

// Move implements picture.Vault. What was sent by a signed address is never replaced by another
// file, so that it is the one that was looked at.
func (s Supabase) Move(ctx context.Context, from, to string, _ picture.Sent) error {
	r, err := s.post(ctx, "move", "/object/move", map[string]string{"bucketId": s.Bucket, "sourceKey": from, "destinationKey": to})
	if err == nil && missing(r) {
		return picture.ErrNotSent
	}
	return done(r, err)
}

// Put implements picture.Vault.
func (s Supabase) Put(ctx context.Context, name, mime string, data []byte) error {
	return done(s.ask(ctx, "put", "POST", "/object/"+s.Bucket+"/"+name, map[string]string{"content-type": mime, "cache-control": forever, "x-upsert": "true"}, data, 0))
}

// Delete implements picture.Vault.
func (s Supabase) Delete(ctx context.Context, name string) error {
	r, err := s.ask(ctx, "delete", "DELETE", "/object/"+s.Bucket+"/"+name, nil, nil, 0)
	if err == nil && missing(r) {
		return nil
	}
	return done(r, err)
}
