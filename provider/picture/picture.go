// Package picture makes pictures smaller before they are sent to a model. It is the
// server's: at the edge decoders are too large, and a large picture is not looked at there.
package picture

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	_ "image/png" // customers send these two; another kind is refused

	"prilavok/core/fault"
)

const (
	maxPixels = 40_000_000 // of what is decoded: about 160 MB; a phone's picture has 12
	maxSide   = 1568       // of the result: vision models scale what is larger down themselves
	quality   = 82
)

// Faults of pictures.
var (
	ErrKind  = fault.New(fault.Invalid, "shrink.kind", "this is no JPEG or PNG that can be read")
	ErrLarge = fault.New(fault.Invalid, "shrink.large", "the picture has more than 40 million pixels")
)

// decoding bounds memory: one picture at a time is unpacked in a process.
var decoding = make(chan struct{}, 1)

// Shrink returns a picture as a JPEG whose longer side has at most 1568 pixels. How many
// pixels there are is read before they are unpacked, so that a bomb is never unpacked.
//
// Faults: ErrKind, ErrLarge.
func Shrink(data []byte, _ string) ([]byte, string, error) {
	head, _, err := image.DecodeConfig(bytes.NewReader(data))
	switch {
	case err != nil || head.Width <= 0 || head.Height <= 0:
		return nil, "", ErrKind
	case int64(head.Width)*int64(head.Height) > maxPixels:
		return nil, "", ErrLarge
	}
	decoding <- struct{}{}
	defer func() { <-decoding }()
	from, _, err := image.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, "", ErrKind
	}
	var out bytes.Buffer
	if err := jpeg.Encode(&out, scale(from), &jpeg.Options{Quality: quality}); err != nil {
		return nil, "", fault.Wrap(err, fault.Internal, "shrink.encode", "the picture was not written")
	}
	return out.Bytes(), "image/jpeg", nil
}

// scale averages the pixels that become one, over white where they are clear.
func scale(from image.Image) image.Image {
	b := from.Bounds()
	w, h := b.Dx(), b.Dy()
	if long := max(w, h); long > maxSide {
		w, h = max(1, w*maxSide/long), max(1, h*maxSide/long)
	}
	to := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		top, bottom := b.Min.Y+y*b.Dy()/h, b.Min.Y+(y+1)*b.Dy()/h
		for x := range w {
			to.SetRGBA(x, y, average(from, image.Rect(b.Min.X+x*b.Dx()/w, top, b.Min.X+(x+1)*b.Dx()/w, bottom)))
		}
	}
	return to
}

func average(from image.Image, box image.Rectangle) color.RGBA {
	var r, g, b, n uint32
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			pr, pg, pb, pa := from.At(x, y).RGBA() // 16 bits, multiplied by the alpha
			clear := 0xffff - pa
			r, g, b, n = r+(pr+clear)>>8, g+(pg+clear)>>8, b+(pb+clear)>>8, n+1
		}
	}
	return color.RGBA{uint8(r / n), uint8(g / n), uint8(b / n), 0xff}
}
