package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"strings"
	"testing"

	"prilavok/core/seal"
)

func key(b byte) []byte { return bytes.Repeat([]byte{b}, seal.KeySize) }

func ring(t *testing.T, keys ...seal.Key) *seal.Keyring {
	t.Helper()
	r, err := seal.New(keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestOpen(t *testing.T) {
	r := ring(t, seal.Key{ID: "a", Bytes: key(1)})
	id, sealed, err := r.Seal("shop_1", "accounts.secret", []byte("123:token"))
	if err != nil || id != "a" {
		t.Fatalf("id %q, err %v", id, err)
	}
	if bytes.Contains(sealed, []byte("token")) {
		t.Error("the plain text shows")
	}
	changed := bytes.Clone(sealed)
	changed[len(changed)-1] ^= 1
	tests := []struct {
		name, id, shop, column string
		sealed                 []byte
		want                   error
	}{
		{"as sealed", "a", "shop_1", "accounts.secret", sealed, nil},
		{"another shop", "a", "shop_2", "accounts.secret", sealed, seal.ErrBroken},
		{"another column", "a", "shop_1", "accounts.other", sealed, seal.ErrBroken},
		{"parts moved over", "a", "shop_1accounts", ".secret", sealed, seal.ErrBroken},
		{"changed", "a", "shop_1", "accounts.secret", changed, seal.ErrBroken},
		{"cut", "a", "shop_1", "accounts.secret", sealed[:5], seal.ErrBroken},
		{"empty", "a", "shop_1", "accounts.secret", nil, seal.ErrBroken},
		{"unknown key", "b", "shop_1", "accounts.secret", sealed, seal.ErrNoKey},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			plain, err := r.Open(tt.id, tt.shop, tt.column, tt.sealed)
			if !errors.Is(err, tt.want) || (tt.want == nil) != (err == nil) {
				t.Fatalf("err %v, want %v", err, tt.want)
			}
			if tt.want == nil && string(plain) != "123:token" {
				t.Errorf("plain %q", plain)
			}
		})
	}
}

func TestNoncesDiffer(t *testing.T) {
	r := ring(t, seal.Key{ID: "a", Bytes: key(1)})
	_, one, _ := r.Seal("s", "c", []byte("x"))
	_, two, _ := r.Seal("s", "c", []byte("x"))
	if bytes.Equal(one, two) {
		t.Error("one text sealed twice gives the same bytes")
	}
}

func TestRotation(t *testing.T) {
	old := ring(t, seal.Key{ID: "2025", Bytes: key(1)})
	id, sealed, err := old.Seal("s", "c", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	both := ring(t, seal.Key{ID: "2026", Bytes: key(2)}, seal.Key{ID: "2025", Bytes: key(1)})
	plain, err := both.Open(id, "s", "c", sealed)
	if err != nil || string(plain) != "x" || !both.Stale(id) {
		t.Fatalf("plain %q, err %v, stale %v", plain, err, both.Stale(id))
	}
	id, sealed, err = both.Seal("s", "c", plain)
	if err != nil || id != "2026" || both.Stale(id) {
		t.Fatalf("sealed again with %q, err %v", id, err)
	}
	if _, err := old.Open(id, "s", "c", sealed); !errors.Is(err, seal.ErrNoKey) {
		t.Errorf("err %v", err)
	}
	swapped := ring(t, seal.Key{ID: "2026", Bytes: key(1)})
	if _, err := swapped.Open(id, "s", "c", sealed); !errors.Is(err, seal.ErrBroken) {
		t.Errorf("another key under the same id: %v", err)
	}
}

func TestParseKeys(t *testing.T) {
	std := base64.StdEncoding.EncodeToString(key(0xfb))
	url := base64.RawURLEncoding.EncodeToString(key(0xfb))
	hx := hex.EncodeToString(key(0xfb))
	tests := []struct {
		name, setting string
		ids           string // "" is refused
	}{
		{"base64", std, "k1"},
		{"base64 for URLs, unpadded", url, "k1"},
		{"hex", hx, "k1"},
		{"two named", "new:" + std + ", old:" + hx, "new old"},
		{"empty", "", ""},
		{"short", "c2hvcnQ=", ""},
		{"31 bytes", base64.StdEncoding.EncodeToString(key(1)[:31]), ""},
		{"words", "correct horse battery staple", ""},
		{"one id twice", "a:" + std + ",a:" + hx, ""},
		{"two unnamed", std + "," + hx, ""},
		{"odd id", "новый:" + std, ""},
		{"comma at the end", std + ",", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			keys, err := seal.ParseKeys(tt.setting)
			if tt.ids == "" {
				if err == nil {
					t.Fatal("accepted")
				}
				if len(tt.setting) > 12 && strings.Contains(err.Error(), tt.setting[:12]) {
					t.Error("the fault shows the key")
				}
				return
			}
			var ids []string
			for _, k := range keys {
				ids = append(ids, k.ID)
				if !bytes.Equal(k.Bytes, key(0xfb)) {
					t.Errorf("key %s decoded to other bytes", k.ID)
				}
			}
			if err != nil || strings.Join(ids, " ") != tt.ids {
				t.Errorf("ids %q, err %v", ids, err)
			}
		})
	}
}

func TestNewKeyParses(t *testing.T) {
	text, err := seal.NewKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	keys, err := seal.ParseKeys(text)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := seal.New(keys, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := seal.New(nil, nil); err == nil {
		t.Error("a keyring without keys was made")
	}
}
