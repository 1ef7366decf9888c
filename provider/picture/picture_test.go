package picture_test

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"testing"

	"prilavok/provider/picture"
)

// halves is a picture whose left is one color and whose right is another.
func halves(w, h int, left, right color.Color) image.Image {
	m := image.NewNRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			c := left
			if x >= w/2 {
				c = right
			}
			m.Set(x, y, c)
		}
	}
	return m
}

func packed(t *testing.T, m image.Image, kind string) []byte {
	t.Helper()
	var b bytes.Buffer
	err := png.Encode(&b, m)
	if kind == "jpeg" {
		b.Reset()
		err = jpeg.Encode(&b, m, nil)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// near compares colors; JPEG changes them a little.
func near(got, want color.Color) bool {
	r, g, b, _ := got.RGBA()
	wr, wg, wb, _ := want.RGBA()
	close := func(x, y uint32) bool { return max(x, y)-min(x, y) < 0x0800 }
	return close(r, wr) && close(g, wg) && close(b, wb)
}

func TestShrink(t *testing.T) {
	blue, red, white := color.NRGBA{0, 0, 200, 255}, color.NRGBA{200, 0, 0, 255}, color.NRGBA{255, 255, 255, 255}
	for name, c := range map[string]struct {
		data        []byte
		w, h        int
		left, right color.Color
	}{
		"a large JPEG":         {packed(t, halves(3136, 1000, blue, red), "jpeg"), 1568, 500, blue, red},
		"a tall PNG":           {packed(t, halves(400, 4000, blue, red), "png"), 156, 1568, blue, red},
		"a small one":          {packed(t, halves(60, 20, blue, red), "png"), 60, 20, blue, red},
		"a strip":              {packed(t, halves(4000, 1, blue, red), "png"), 1568, 1, blue, red},
		"clear shows as white": {packed(t, halves(100, 100, color.NRGBA{}, red), "png"), 100, 100, white, red},
	} {
		out, mime, err := picture.Shrink(c.data, "image/png")
		if err != nil || mime != "image/jpeg" {
			t.Errorf("%s: %s, %v", name, mime, err)
			continue
		}
		m, err := jpeg.Decode(bytes.NewReader(out))
		if err != nil || m.Bounds().Dx() != c.w || m.Bounds().Dy() != c.h {
			t.Errorf("%s: %v, %v", name, m, err)
			continue
		}
		if l, r := m.At(1, c.h/2), m.At(c.w-2, c.h/2); !near(l, c.left) || !near(r, c.right) {
			t.Errorf("%s: %v and %v, want %v and %v", name, l, r, c.left, c.right)
		}
	}
}

// TestBombs: what says that it is huge is not unpacked, whatever stands behind its head.
func TestBombs(t *testing.T) {
	bomb := packed(t, halves(2, 2, color.White, color.Black), "png")
	binary.BigEndian.PutUint32(bomb[16:], 60_000) // width and height of the header
	binary.BigEndian.PutUint32(bomb[20:], 60_000)
	binary.BigEndian.PutUint32(bomb[29:], crc32.ChecksumIEEE(bomb[12:29]))
	whole := packed(t, halves(30, 30, color.White, color.Black), "png")
	for name, c := range map[string]struct {
		data []byte
		want error
	}{
		"a bomb":    {bomb, picture.ErrLarge},
		"no head":   {[]byte("RIFFxxxxWEBP"), picture.ErrKind},
		"nothing":   {nil, picture.ErrKind},
		"cut short": {whole[:60], picture.ErrKind},
	} {
		if _, _, err := picture.Shrink(c.data, "image/png"); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}
