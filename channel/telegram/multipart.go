package telegram

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"sort"
)

// upload is one file of a request. Its part is named as "attach://<name>" in the
// parameters, or stands for the parameter of that name itself.
type upload struct {
	name string
	mime string
	data []byte
}

// form writes parameters and files as multipart/form-data (RFC 7578). It is written
// out by hand because mime/multipart brings the net package into the edge build.
func form(a args, files []upload) (contentType string, body []byte, err error) {
	h := sha256.New()
	for _, f := range files {
		h.Write(f.data)
	}
	boundary := "prilavok" + hex.EncodeToString(h.Sum(nil)) // cannot stand inside what it is the hash of
	var b bytes.Buffer
	names := make([]string, 0, len(a))
	for name := range a {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		v, err := fieldValue(a[name])
		if err != nil {
			return "", nil, err
		}
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q\r\n\r\n%s\r\n", boundary, name, v)
	}
	for _, f := range files {
		fmt.Fprintf(&b, "--%s\r\nContent-Disposition: form-data; name=%q; filename=%q\r\nContent-Type: %s\r\n\r\n", boundary, f.name, f.name+extension(f.mime), f.mime)
		b.Write(f.data)
		b.WriteString("\r\n")
	}
	fmt.Fprintf(&b, "--%s--\r\n", boundary)
	return "multipart/form-data; boundary=" + boundary, b.Bytes(), nil
}

// fieldValue writes a parameter: texts as they are, all else as JSON.
func fieldValue(v any) (string, error) {
	if s, ok := v.(string); ok {
		return s, nil
	}
	b, err := json.Marshal(v)
	return string(b), err
}

func extension(mime string) string {
	switch mime {
	case "image/png":
		return ".png"
	case "image/webp":
		return ".webp"
	case "image/gif":
		return ".gif"
	}
	return ".jpg"
}
