// Package argon hashes passwords with argon2id (RFC 9106) and writes them as PHC strings,
// which carry their parameters. Memory is what argon2 takes on purpose: no more than a few
// hashes are made at once, however many people sign in.
package argon

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/crypto/argon2"

	"prilavok/core/fault"
	"prilavok/core/staff/person"
)

// Params are what a hash costs.
type Params struct {
	Memory  uint32 // KiB
	Time    uint32
	Threads uint8
}

// Default is what OWASP's cheat sheet for storing passwords names first for argon2id: 19 MiB,
// 2 passes, 1 lane.
var Default = Params{Memory: 19 << 10, Time: 2, Threads: 1}

// most bounds what a stored string may ask for: a row that somebody wrote takes no more.
var most = Params{Memory: 256 << 10, Time: 16, Threads: 16}

const (
	saltSize = 16
	keySize  = 32
)

// Hasher implements person.Hasher. It is safe for concurrent use.
type Hasher struct {
	params Params
	random io.Reader
	places chan struct{} // at work
	queue  chan struct{} // at work or waiting
	wait   time.Duration
	dummy  string // for accounts that are none
}

var _ person.Hasher = (*Hasher)(nil)

// New returns a hasher that makes at most atOnce hashes at a time; eight times as many wait,
// for no longer than wait, and the rest are told to come again. A nil source is crypto/rand.
func New(p Params, atOnce int, wait time.Duration, random io.Reader) (*Hasher, error) {
	if random == nil {
		random = rand.Reader
	}
	h := &Hasher{params: p, random: random, places: make(chan struct{}, atOnce), queue: make(chan struct{}, 9*atOnce), wait: wait}
	dummy, err := h.Hash(context.Background(), "nobody's")
	h.dummy = dummy
	return h, err
}

// enter waits for a place.
func (h *Hasher) enter(ctx context.Context) (leave func(), err error) {
	select {
	case h.queue <- struct{}{}:
	default:
		return nil, person.ErrBusy.After(h.wait)
	}
	leave = func() { <-h.places; <-h.queue }
	select {
	case h.places <- struct{}{}:
		return leave, nil
	default:
	}
	timer := time.NewTimer(h.wait)
	defer timer.Stop()
	select {
	case h.places <- struct{}{}:
		return leave, nil
	case <-timer.C:
		err = person.ErrBusy.After(h.wait)
	case <-ctx.Done():
		err = fault.Wrap(ctx.Err(), fault.Unavailable, "staff.gone", "nobody waits for the answer")
	}
	<-h.queue
	return nil, err
}

// Hash implements person.Hasher.
func (h *Hasher) Hash(ctx context.Context, password string) (string, error) {
	leave, err := h.enter(ctx)
	if err != nil {
		return "", err
	}
	defer leave()
	salt := make([]byte, saltSize)
	if _, err := io.ReadFull(h.random, salt); err != nil {
		return "", fault.Wrap(err, fault.Internal, "staff.random", "no randomness for a salt")
	}
	return write(h.params, salt, h.params.key(password, salt, keySize)), nil
}

// Verify implements person.Hasher.
func (h *Hasher) Verify(ctx context.Context, phc, password string) (ok, stale bool, err error) {
	none := phc == ""
	if none {
		phc = h.dummy
	}
	p, salt, want, err := read(phc)
	if err != nil {
		return false, false, err
	}
	leave, err := h.enter(ctx)
	if err != nil {
		return false, false, err
	}
	defer leave()
	got := p.key(password, salt, uint32(len(want)))
	ok = subtle.ConstantTimeCompare(got, want) == 1 && !none
	return ok, ok && p != h.params, nil
}

func (p Params) key(password string, salt []byte, size uint32) []byte {
	return argon2.IDKey([]byte(password), salt, p.Time, p.Memory, p.Threads, size)
}

var b64 = base64.RawStdEncoding

func write(p Params, salt, key []byte) string {
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s", argon2.Version, p.Memory, p.Time, p.Threads, b64.EncodeToString(salt), b64.EncodeToString(key))
}

// errPHC is a row that nobody can sign in by.
var errPHC = fault.New(fault.Internal, "staff.phc", "a stored password cannot be read")

func read(phc string) (p Params, salt, key []byte, err error) {
	parts := strings.Split(phc, "$")
	if len(parts) != 6 || parts[0] != "" || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return p, nil, nil, errPHC
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &p.Memory, &p.Time, &p.Threads); err != nil {
		return p, nil, nil, errPHC
	}
	salt, err = b64.DecodeString(parts[4])
	if err != nil {
		return p, nil, nil, errPHC
	}
	key, err = b64.DecodeString(parts[5])
	if err != nil || len(salt) < 8 || len(key) < 16 || len(key) > 64 || p.Time == 0 || p.Threads == 0 || p.Memory > most.Memory || p.Time > most.Time || p.Threads > most.Threads {
		return p, nil, nil, errPHC
	}
	return p, salt, key, nil
}
