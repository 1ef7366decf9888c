// Package bucket keeps files in stores of others: whatever speaks S3's protocol, and Supabase
// Storage. Browsers send to them directly, by addresses that are signed for one file.
package bucket

import (
	"bytes"
	"context"
	"strconv"
	"strings"
	"time"

	"prilavok/core/call"
	"prilavok/core/fault"
	"prilavok/core/picture"
)

// Bounds of calls.
const (
	within   = 20 * time.Second
	attempts = 3
	pause    = 200 * time.Millisecond
	forever  = "public, max-age=31536000, immutable" // a file never changes under its name
)

// request is one call to a store; sign makes it anew for each attempt, because what is signed
// names the time.
type request struct {
	name string
	sign func() call.Request
	most int64
}

// ask makes a call up to three times: all that is asked of stores may be asked again.
func ask(ctx context.Context, do call.Doer, r request) (res call.Response, err error) {
	for n := range attempts {
		if n > 0 {
			select {
			case <-time.After(pause << (n - 1)):
			case <-ctx.Done():
				return res, picture.ErrAway
			}
		}
		c := r.sign()
		c.Timeout, c.MaxBody, c.Service, c.Name = within, max(r.most, 64<<10), "files", r.name
		if res, err = do.Do(ctx, c); err == nil && res.Status < 500 && res.Status != 429 {
			return res, nil
		}
		if err != nil && !fault.Is(err, fault.Unavailable) {
			return res, err
		}
	}
	return res, picture.ErrAway
}

// missing reports whether an answer says that there is no such file. Supabase Storage says so in
// a 400's body.
func missing(r call.Response) bool {
	return r.Status == 404 || r.Status == 400 && (bytes.Contains(r.Body, []byte(`"404"`)) || bytes.Contains(r.Body, []byte("not_found")))
}

// looked reads what is told of a file by an answer to a call for its beginning.
func looked(r call.Response, err error) (picture.Sent, bool, error) {
	switch {
	case fault.CodeOf(err) == "call.too_large": // a store that does not know ranges
		return picture.Sent{Size: picture.MaxBytes + 1}, true, nil
	case err != nil:
		return picture.Sent{}, false, err
	case r.Status == 416: // it is empty
		return picture.Sent{}, true, nil
	case missing(r):
		return picture.Sent{}, false, nil
	case r.Status != 200 && r.Status != 206:
		return picture.Sent{}, false, picture.ErrRefused
	}
	kind, _, _ := strings.Cut(r.Header["content-type"], ";")
	s := picture.Sent{Size: int64(len(r.Body)), MIME: strings.TrimSpace(kind), Tag: r.Header["etag"], Head: r.Body}
	if _, all, ok := strings.Cut(r.Header["content-range"], "/"); ok {
		if n, err := strconv.ParseInt(all, 10, 64); err == nil {
			s.Size = n
		}
	}
	return s, true, nil
}

// done reads an answer that says only whether it was done.
func done(r call.Response, err error) error {
	if err == nil && (r.Status < 200 || r.Status > 299) {
		err = picture.ErrRefused
	}
	return err
}
