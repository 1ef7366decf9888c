package upload

import "testing"

func TestKindIsOfTheContent(t *testing.T) {
	for in, want := range map[string]string{
		"\xff\xd8\xff\xe0\x00\x10JFIF": "image/jpeg", "\x89PNG\r\n\x1a\n....": "image/png", "RIFF\x10\x00\x00\x00WEBPVP8 ": "image/webp",
		"RIFF\x10\x00\x00\x00WAVEfmt ": "", "GIF89a": "", "<svg onload=alert(1)>": "", "<html>": "", "": "", "\xff\xd8": "", "RIFF": "",
	} {
		if got := kindOf([]byte(in)); got != want {
			t.Errorf("%q is %q, want %q", in, got, want)
		}
	}
}

func TestPath(t *testing.T) {
	for path, want := range map[string]string{Path("upl_1"): "upl_1", "/media/upl_1": "", "/upload/": "", "/upload/a/b": "", "/upload/../x": "", "upl_1": ""} {
		if got := IDOf(path); got != want {
			t.Errorf("%q names %q, want %q", path, got, want)
		}
	}
}
