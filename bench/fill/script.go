package fill

import (
	"context"
	"database/sql"
	"fmt"
)

// Script runs statements on one connection until one fails.
type Script struct {
	Ctx  context.Context
	Conn *sql.Conn
	Err  error // of the first that failed
}

// Do runs a statement, if none has failed before.
func (s *Script) Do(q string, args ...any) {
	if s.Err != nil {
		return
	}
	if _, err := s.Conn.ExecContext(s.Ctx, q, args...); err != nil {
		s.Err = fmt.Errorf("%.120s: %w", q, err)
	}
}
