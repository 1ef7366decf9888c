package catalog

import (
	"context"
	"time"
)

// LogFilter narrows the stock log; empty fields take everything.
type LogFilter struct {
	VariantID string
	Reason    string // as in Movement
	Holder    string // an order's id
	By        string
	From, To  time.Time // in [From, To)
}

// LogStore reads the stock log.
type LogStore interface {
	// StockLog lists movements, newest first, below the id cursor.
	StockLog(ctx context.Context, f LogFilter, cursor string, limit int) ([]Movement, error)
}

// LogPage is part of the stock log; Next is "" at its end.
type LogPage struct {
	Movements []Movement
	Next      string
}

const logPage = 100

// StockLog lists what happened to stock, newest first: what, why, for which order, and
// who did it.
func (s *Service) StockLog(ctx context.Context, f LogFilter, cursor string) (LogPage, error) {
	var page LogPage
	err := s.tx.View(ctx, func(ctx context.Context) error {
		list, err := s.logs.StockLog(ctx, f, cursor, logPage+1)
		page = LogPage{Movements: list}
		if len(list) > logPage {
			page = LogPage{list[:logPage], list[logPage-1].ID}
		}
		return err
	})
	return page, err
}
