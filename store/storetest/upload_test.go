package storetest

import (
	"bytes"
	"context"
	"errors"
	"testing"
	"time"

	"prilavok/core/id"
	"prilavok/core/upload"
	"prilavok/store"
)

var _ = Case("AddUpload Uploads UploadData CountUploads ForgetUploads", func(t *testing.T, st *store.Store) {
	north, _, acc := Shop(t, st, "uploads-north")
	south, _, _ := Shop(t, st, "uploads-south")
	now := noon
	s := upload.New(st, st, func() time.Time { return now }, id.New(nil, nil))
	data := append([]byte("\x89PNG\r\n\x1a\n"), 0, 255, '\\', '\'', '"')
	one, err := s.Save(north, acc.ID, "visitor", data)
	check(t, err)
	got, err := s.Open(north, one.ID)
	check(t, err)
	if !bytes.Equal(got.Data, data) || got.MIME != "image/png" || got.Size != len(data) || got.Key != "visitor" || !got.CreatedAt.Equal(noon) {
		t.Errorf("opened %+v", got)
	}
	_, err = s.Open(south, one.ID)
	wantFault(t, err, upload.ErrNotFound)
	two, err := s.Save(north, acc.ID, "visitor", data)
	check(t, err)
	list, err := s.Owned(north, acc.ID, "visitor", []string{two.ID, one.ID})
	check(t, err)
	if len(list) != 2 || list[0].ID != two.ID || list[1].ID != one.ID || list[0].Data != nil {
		t.Errorf("owned %+v", list)
	}
	_, err = s.Owned(north, acc.ID, "another", []string{one.ID})
	wantFault(t, err, upload.ErrNotFound)
	_, err = s.Owned(north, acc.ID, "visitor", []string{one.ID, "upl_none"})
	wantFault(t, err, upload.ErrNotFound)
	for range upload.MaxPerDay - 2 {
		if _, err = s.Save(north, acc.ID, "visitor", data); err != nil {
			t.Fatal(err)
		}
	}
	if _, err = s.Save(north, acc.ID, "visitor", data); !errors.Is(err, upload.ErrTooMany) {
		t.Errorf("one too many: %v", err)
	}
	_, err = s.SaveOurs(north, acc.ID, "visitor", data)
	check(t, err) // a visitor's many pictures do not keep an operator from showing one
	_, err = s.Save(north, acc.ID, "another", data)
	check(t, err)
	now = noon.Add(upload.Keep + time.Second)
	for _, want := range []int64{50, upload.MaxPerDay + 2 - 50, 0} {
		if n, err := s.Forget(north, 50); err != nil || n != want {
			t.Errorf("forgot %d, %v; want %d", n, err, want)
		}
	}
	check(t, st.View(north, func(ctx context.Context) error {
		n, err := st.CountUploads(ctx, acc.ID, "visitor", noon.Add(-time.Hour))
		if n != 0 {
			t.Errorf("%d are left", n)
		}
		return err
	}))
})
