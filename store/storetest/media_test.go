package storetest

import (
	"context"
	"testing"
	"time"

	"prilavok/core/id"
	"prilavok/core/inbox"
	"prilavok/core/upload"
	"prilavok/store"
)

var _ = Case("AskedAs SetPayload", func(t *testing.T, st *store.Store) {
	ctx, c := thread(t, st, "asked-as")
	other, oc := thread(t, st, "asked-as-other")
	receive(t, ctx, st, arrival(c, 1), arrival(c, 2))
	check(t, st.InTx(ctx, func(ctx context.Context) error {
		return st.SetPayload(ctx, c.ID, 1, inbox.Payload{Attachments: []inbox.Attachment{{Kind: "photo", FileID: "upl_1", Fault: "media.gone", Name: "Я"}}})
	}))
	read(t, ctx, st, func(ctx context.Context) error {
		m, found, err := st.AskedAs(ctx, c.ID, "1")
		if a := m.Payload.Attachments; !found || m.Seq != 1 || len(a) != 1 || a[0].FileID != "upl_1" || a[0].Fault != "media.gone" || a[0].Name != "Я" {
			t.Errorf("found %v: %+v", found, m)
		}
		if m, found, e := st.AskedAs(ctx, c.ID, "2"); e != nil || !found || len(m.Payload.Attachments) != 0 {
			t.Errorf("its neighbour: %+v, %v", m, e)
		}
		if _, found, e := st.AskedAs(ctx, c.ID, "7"); e != nil || found {
			t.Errorf("one that is not there: %v, %v", found, e)
		}
		return err
	})
	read(t, other, st, func(ctx context.Context) error {
		_, found, err := st.AskedAs(ctx, c.ID, "1")
		if found {
			t.Error("another shop finds it")
		}
		return err
	})
	_ = oc
})

var _ = Case("UploadFrom DropUploads", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "fetched-north")
	south, _, theirs := Shop(t, st, "fetched-south")
	now := noon
	s := upload.New(st, st, func() time.Time { return now }, id.New(nil, nil))
	file := upload.Upload{AccountID: acc.ID, Key: "olga", MIME: "audio/mp4", Data: []byte("sound"), Source: "link"}
	one, err := s.Keep(north, file)
	check(t, err)
	again, err := s.Keep(north, file)
	check(t, err)
	if again.ID != one.ID {
		t.Errorf("one source is kept twice: %s and %s", one.ID, again.ID)
	}
	file.AccountID = theirs.ID
	their, err := s.Keep(south, file)
	check(t, err)
	plain := upload.Upload{AccountID: acc.ID, Key: "olga", MIME: "image/png", Data: []byte("x")}
	first, err := s.Keep(north, plain)
	check(t, err)
	second, err := s.Keep(north, plain)
	check(t, err)
	if first.ID == second.ID || their.ID == one.ID {
		t.Error("files without a source, or of another account, are taken for one")
	}
	got, found, err := s.Kept(north, acc.ID, "link")
	if err != nil || !found || got.ID != one.ID || got.Source != "link" || got.Size != 5 || got.Data != nil {
		t.Errorf("kept %+v, %v, %v", got, found, err)
	}
	if _, found, err := s.Kept(south, acc.ID, "link"); err != nil || found {
		t.Errorf("another shop finds it: %v, %v", found, err)
	}
	check(t, s.Drop(south, []string{one.ID}))
	_, err = s.Open(north, one.ID)
	check(t, err)
	check(t, s.Drop(north, []string{one.ID, "upl_none"}))
	_, err = s.Open(north, one.ID)
	wantFault(t, err, upload.ErrNotFound)
	_, err = s.Open(north, first.ID)
	check(t, err)
	check(t, s.Drop(north, nil))
})
