package supabase

import (
	"encoding/base64"
	"encoding/binary"
	"syscall/js"
)

// verifier checks signatures by one public key that the host keeps (Web Crypto): compiled into
// the module, the arithmetic of both kinds would be 0.7 MB.
type verifier struct {
	key js.Value
	by  map[string]any // the algorithm
}

func pointKey(point []byte) (v verifier, ok bool) {
	return imported("raw", octets(point), map[string]any{"name": "ECDSA", "namedCurve": "P-256", "hash": "SHA-256"})
}

func modulusKey(n []byte, e int) (v verifier, ok bool) {
	exponent := binary.BigEndian.AppendUint32(nil, uint32(e))
	for exponent[0] == 0 {
		exponent = exponent[1:]
	}
	return imported("jwk", js.ValueOf(map[string]any{"kty": "RSA", "n": base64.RawURLEncoding.EncodeToString(n), "e": base64.RawURLEncoding.EncodeToString(exponent)}),
		map[string]any{"name": "RSASSA-PKCS1-v1_5", "hash": "SHA-256"})
}

func imported(format string, what js.Value, by map[string]any) (v verifier, ok bool) {
	key, ok := settled(subtle().Call("importKey", format, what, by, false, []any{"verify"}))
	return verifier{key, by}, ok
}

// signed tells whether the key's owner has signed a text with SHA-256.
func (v verifier) signed(text string, signature []byte) bool {
	answer, ok := settled(subtle().Call("verify", v.by, v.key, octets(signature), octets([]byte(text))))
	return ok && answer.Truthy()
}

func subtle() js.Value { return js.Global().Get("crypto").Get("subtle") }

func octets(b []byte) js.Value {
	a := js.Global().Get("Uint8Array").New(len(b))
	js.CopyBytesToJS(a, b)
	return a
}

// settled waits for a promise; ok is false when it was rejected.
func settled(promise js.Value) (value js.Value, ok bool) {
	done := make(chan struct{})
	end := func(kept bool) js.Func {
		return js.FuncOf(func(_ js.Value, args []js.Value) any {
			value, ok = args[0], kept
			close(done)
			return nil
		})
	}
	kept, broken := end(true), end(false)
	defer kept.Release()
	defer broken.Release()
	promise.Call("then", kept, broken)
	<-done
	return value, ok
}
