package telegram

import (
	"context"
	"time"

	"prilavok/core/txn"
)

// FileStore keeps file ids in the database, for the shop of ctx.
type FileStore interface {
	TelegramFile(ctx context.Context, accountID, source string) (fileID string, err error)
	SaveTelegramFile(ctx context.Context, accountID, source, fileID string, at time.Time) error
}

// storedFiles is a FileCache that outlives the process, with memory in front.
type storedFiles struct {
	front  *memoryFiles
	run    txn.Runner
	store  FileStore
	shopID string
	now    func() time.Time
}

// NewStoredFiles returns a FileCache of one shop over a database. A database that is
// away costs an upload, nothing more.
func NewStoredFiles(run txn.Runner, store FileStore, shopID string, now func() time.Time) FileCache {
	return &storedFiles{newMemoryFiles(4096), run, store, shopID, now}
}

// FileID implements FileCache.
func (f *storedFiles) FileID(ctx context.Context, accountID, source string) (string, bool) {
	if id, ok := f.front.FileID(ctx, accountID, source); ok {
		return id, true
	}
	var id string
	err := f.run.View(txn.ForShop(ctx, f.shopID), func(ctx context.Context) (err error) {
		id, err = f.store.TelegramFile(ctx, accountID, source)
		return err
	})
	if err != nil || id == "" {
		return "", false
	}
	f.front.RememberFile(ctx, accountID, source, id)
	return id, true
}

// RememberFile implements FileCache.
func (f *storedFiles) RememberFile(ctx context.Context, accountID, source, fileID string) {
	if have, ok := f.front.FileID(ctx, accountID, source); ok && have == fileID {
		return
	}
	f.front.RememberFile(ctx, accountID, source, fileID)
	_ = f.run.InTx(txn.ForShop(ctx, f.shopID), func(ctx context.Context) error { // best effort, as the port says
		return f.store.SaveTelegramFile(ctx, accountID, source, fileID, f.now())
	})
}
