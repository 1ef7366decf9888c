package inbox

import "encoding/json"

// Extra reads one entry of a payload's extras, fresh from a parser or back from the
// database; ok is false when it is absent or of another shape.
func Extra[T any](p Payload, key string) (v T, ok bool) {
	x, found := p.Extra[key]
	if !found {
		return v, false
	}
	if v, ok = x.(T); ok {
		return v, true
	}
	b, err := json.Marshal(x)
	if err != nil || json.Unmarshal(b, &v) != nil {
		var zero T
		return zero, false
	}
	return v, true
}

// SetExtra adds what only the channel itself reads.
func (p *Payload) SetExtra(key string, v any) {
	if p.Extra == nil {
		p.Extra = map[string]any{}
	}
	p.Extra[key] = v
}
