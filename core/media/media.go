// Package media brings files of customers' messages home before their links end: it
// fetches what a channel only links to, by a client that goes nowhere else, looks at what
// it really is, and keeps it with the message. It is not for files that a channel keeps
// itself (Telegram's), and a story's media is never kept.
package media

import (
	"bytes"
	"strings"

	"prilavok/core/fault"
)

// DefaultHosts are the names under which Meta serves files (channels.md C.5, seen in other
// programs and not documented: a setting).
const DefaultHosts = "fbsbx.com,fbcdn.net,cdninstagram.com"

// DefaultMax is the most bytes of a file that is kept.
const DefaultMax = 16 << 20

// maxPhoto is what Instagram lets a picture have (channels.md B.6, Limits).
const maxPhoto = 8 << 20

// Faults of files. Their codes are kept with the attachment they are about.
var (
	ErrHost        = fault.New(fault.Invalid, "media.host", "the file's link leads to a place that files are not taken from; FILE_HOSTS lists those that are")
	ErrGone        = fault.New(fault.NotFound, "media.gone", "the link to the file has ended: ask for it to be sent again")
	ErrKind        = fault.New(fault.Invalid, "media.kind", "the file is not what its sender's messenger calls it, or of a kind that is not kept")
	ErrPartial     = fault.New(fault.Unavailable, "media.partial", "only a part of the file came")
	ErrAway        = fault.New(fault.Unavailable, "media.away", "the place that keeps the file does not give it now")
	ErrTooLarge    = fault.New(fault.Invalid, "media.too_large", "the file is larger than FILE_MAX_MB allows")
	ErrUnreachable = fault.New(fault.Unavailable, "media.unreachable", "the file could not be fetched in many tries")
)

// File is what was fetched.
type File struct {
	MIME string // as its bytes say
	Data []byte
}

// Sniff tells a file by how its bytes begin, whatever anybody calls it; "" when it is none
// of the kinds that are kept. What may run a script where it is shown is none of them.
func Sniff(data []byte) string {
	at := func(i int, s string) bool { return len(data) >= i+len(s) && string(data[i:i+len(s)]) == s }
	switch {
	case bytes.HasPrefix(data, []byte("\xff\xd8\xff")):
		return "image/jpeg"
	case bytes.HasPrefix(data, []byte("\x89PNG\r\n\x1a\n")):
		return "image/png"
	case at(0, "GIF87a"), at(0, "GIF89a"):
		return "image/gif"
	case at(0, "RIFF") && at(8, "WEBP"):
		return "image/webp"
	case at(0, "RIFF") && at(8, "WAVE"):
		return "audio/wav"
	case at(4, "ftyp"):
		return boxed(data)
	case at(0, "OggS"):
		return "audio/ogg"
	case at(0, "\x1aE\xdf\xa3"):
		return "video/webm"
	case at(0, "%PDF-"):
		return "application/pdf"
	}
	return frames(data)
}

// boxed tells the files that share the container of MP4 by their brand.
func boxed(data []byte) string {
	if len(data) < 12 {
		return ""
	}
	switch brand := string(data[8:12]); brand {
	case "M4A ", "M4B ":
		return "audio/mp4"
	case "qt  ":
		return "video/quicktime"
	case "isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "M4V ", "dash", "MSNV", "3gp4", "3gp5", "3gp6":
		return "video/mp4"
	}
	return "" // pictures that browsers do not all show, and what is not known
}

// frames tells sound that has no header of its own.
func frames(data []byte) string {
	switch {
	case bytes.HasPrefix(data, []byte("ID3")):
		return "audio/mpeg"
	case len(data) < 2 || data[0] != 0xff:
	case data[1]&0xf6 == 0xf0:
		return "audio/aac"
	case data[1]&0xe6 == 0xe2:
		return "audio/mpeg"
	}
	return ""
}

// fits reports what a file of bytes that say mime is as an attachment of a kind; "" when
// it cannot be one. A voice message comes in the container of a film (channels.md B.5).
func fits(kind, mime string) string {
	group, _, _ := strings.Cut(mime, "/")
	switch kind {
	case "photo", "sticker":
		if group == "image" {
			return mime
		}
	case "video":
		if group == "video" || mime == "image/gif" {
			return mime
		}
	case "voice", "audio":
		if mime == "video/mp4" {
			return "audio/mp4"
		}
		if group == "audio" || mime == "video/webm" {
			return mime
		}
	case "document":
		return mime
	}
	return ""
}

// plain reports whether a declared type may stand beside what the bytes say: pages and
// drawings that run scripts may not, whatever their bytes begin with.
func plain(declared string) bool {
	declared = strings.ToLower(declared)
	for _, bad := range []string{"html", "svg", "xml", "text/", "javascript", "json"} {
		if strings.Contains(declared, bad) {
			return false
		}
	}
	return true
}
