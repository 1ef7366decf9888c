package bucket

import (
	"bytes"
	"context"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/picture"
)

// S3 is a bucket of a store that speaks S3's protocol, reached by its path. It implements
// picture.Vault.
type S3 struct {
	Do                  call.Doer
	Endpoint            string // https://s3.eu-central-1.amazonaws.com, without the bucket
	Bucket, Region      string
	KeyID, Secret, Read string // Read: where files are read by anybody; "" below the endpoint
	Now                 func() time.Time
}

func (s S3) signer() signer { return signer{s.Region, s.KeyID, s.Secret} }

func (s S3) at(name string) *url.URL {
	u, err := url.Parse(strings.TrimSuffix(s.Endpoint, "/"))
	if err != nil { // the configuration has checked it
		u = &url.URL{}
	}
	u.Path += "/" + s.Bucket + "/" + name
	return u
}

// Public implements picture.Vault.
func (s S3) Public(name string) string {
	if s.Read != "" {
		return strings.TrimSuffix(s.Read, "/") + "/" + name
	}
	u := s.at(name)
	return u.Scheme + "://" + u.Host + escape(u.Path, true)
}

// Invite implements picture.Vault. Kind and length are signed: no other file is taken.
func (s S3) Invite(_ context.Context, name string, w picture.Want) (picture.Ticket, error) {
	at := s.Now()
	h := map[string]string{"content-type": w.MIME, "content-length": strconv.FormatInt(w.Bytes, 10)}
	return picture.Ticket{Method: "PUT", URL: s.signer().address("PUT", s.at(name), h, picture.Life, at),
		Header: map[string]string{"Content-Type": w.MIME}, Until: at.Add(picture.Life)}, nil
}

func (s S3) ask(ctx context.Context, what, method, name string, header map[string]string, body []byte, most int64) (call.Response, error) {
	u := s.at(name)
	return ask(ctx, s.Do, request{what, func() call.Request {
		h := map[string]string{}
		maps.Copy(h, header)
		s.signer().header(method, u, h, body, s.Now())
		return call.Request{Method: method, URL: u.Scheme + "://" + u.Host + escape(u.Path, true), Header: h, Body: body}
	}, most})
}

// Look implements picture.Vault.
func (s S3) Look(ctx context.Context, name string, most int) (picture.Sent, bool, error) {
	return looked(s.ask(ctx, "look", "GET", name, map[string]string{"range": "bytes=0-" + strconv.Itoa(most-1)}, nil, picture.MaxBytes+1))
}

// Move implements picture.Vault: a copy, if it is still the file that was looked at, with the
// kind that it is shown as.
func (s S3) Move(ctx context.Context, from, to string, f picture.Sent) error {
	h := map[string]string{"x-amz-copy-source": escape("/"+s.Bucket+"/"+from, true), "x-amz-metadata-directive": "REPLACE", "content-type": f.MIME, "cache-control": forever}
	if f.Tag != "" {
		h["x-amz-copy-source-if-match"] = f.Tag
	}
	r, err := s.ask(ctx, "move", "PUT", to, h, nil, 0)
	switch {
	case err == nil && (r.Status == 412 || r.Status == 404):
		return picture.ErrNotSent
	case err == nil && bytes.Contains(r.Body, []byte("<Error")): // a copy that fails late is 200 already
		return picture.ErrAway
	}
	if err := done(r, err); err != nil {
		return err
	}
	return s.Delete(ctx, from)
}

// Put implements picture.Vault.
func (s S3) Put(ctx context.Context, name, mime string, data []byte) error {
	return done(s.ask(ctx, "put", "PUT", name, map[string]string{"content-type": mime, "cache-control": forever}, data, 0))
}

// Delete implements picture.Vault.
func (s S3) Delete(ctx context.Context, name string) error {
	r, err := s.ask(ctx, "delete", "DELETE", name, nil, nil, 0)
	if err == nil && missing(r) {
		return nil
	}
	return done(r, err)
}
