package bucket

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Signature Version 4, as docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
// tells it: in a header, or in the query of an address that somebody else uses.

const (
	algorithm = "AWS4-HMAC-SHA256"
	unsigned  = "UNSIGNED-PAYLOAD"
	moment    = "20060102T150405Z"
)

// signer holds a pair of keys for a region.
type signer struct{ region, key, secret string }

func (s signer) scope(at time.Time) string {
	return at.Format("20060102") + "/" + s.region + "/s3/aws4_request"
}

// header signs a request with all headers of h, into h. Names in h are lower case.
func (s signer) header(method string, u *url.URL, h map[string]string, body []byte, at time.Time) {
	sum := sha256.Sum256(body)
	h["x-amz-content-sha256"], h["x-amz-date"] = hex.EncodeToString(sum[:]), at.UTC().Format(moment)
	names, lines := signed(u, h)
	signature := s.sign(strings.Join([]string{method, escape(u.Path, true), query(u.Query()), lines, names, h["x-amz-content-sha256"]}, "\n"), at)
	h["authorization"] = algorithm + " Credential=" + s.key + "/" + s.scope(at.UTC()) + ",SignedHeaders=" + names + ",Signature=" + signature
}

// address signs an address that is good for a while, with the headers that must be sent then.
func (s signer) address(method string, u *url.URL, h map[string]string, life time.Duration, at time.Time) string {
	names, lines := signed(u, h)
	q := u.Query()
	q.Set("X-Amz-Algorithm", algorithm)
	q.Set("X-Amz-Credential", s.key+"/"+s.scope(at.UTC()))
	q.Set("X-Amz-Date", at.UTC().Format(moment))
	q.Set("X-Amz-Expires", strconv.Itoa(int(life/time.Second)))
	q.Set("X-Amz-SignedHeaders", names)
	all := query(q)
	signature := s.sign(strings.Join([]string{method, escape(u.Path, true), all, lines, names, unsigned}, "\n"), at)
	return u.Scheme + "://" + u.Host + escape(u.Path, true) + "?" + all + "&X-Amz-Signature=" + signature
}

// sign signs a canonical request.
func (s signer) sign(canonical string, at time.Time) string {
	at = at.UTC()
	sum := sha256.Sum256([]byte(canonical))
	key := mac(mac(mac(mac([]byte("AWS4"+s.secret), at.Format("20060102")), s.region), "s3"), "aws4_request")
	return hex.EncodeToString(mac(key, algorithm+"\n"+at.Format(moment)+"\n"+s.scope(at)+"\n"+hex.EncodeToString(sum[:])))
}

func mac(key []byte, text string) []byte {
	h := hmac.New(sha256.New, key)
	h.Write([]byte(text))
	return h.Sum(nil)
}

// signed lists the headers of a request in their order, host among them: their names, and a line
// for each.
func signed(u *url.URL, h map[string]string) (names, lines string) {
	list := []string{"host"}
	for name := range h {
		list = append(list, name)
	}
	slices.Sort(list)
	for _, name := range list {
		value := h[name]
		if name == "host" {
			value = u.Host
		}
		lines += name + ":" + strings.TrimSpace(value) + "\n"
	}
	return strings.Join(list, ";"), lines
}

// query writes parameters in the order of their names.
func query(q url.Values) string {
	var parts []string
	for name, values := range q {
		for _, v := range values {
			parts = append(parts, escape(name, false)+"="+escape(v, false))
		}
	}
	slices.Sort(parts)
	return strings.Join(parts, "&")
}

// escape writes text as S3 wants it in an address: all but what RFC 3986 leaves alone.
func escape(text string, path bool) string {
	const hexits = "0123456789ABCDEF"
	var b strings.Builder
	for i := range len(text) {
		c := text[i]
		if c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || strings.IndexByte("-._~", c) >= 0 || path && c == '/' {
			b.WriteByte(c)
			continue
		}
		b.Write([]byte{'%', hexits[c>>4], hexits[c&15]})
	}
	return b.String()
}
