package store

import (
	"context"
	"encoding/json"

	"prilavok/core/staff/audit"
)

const auditColumns = `id, at, actor_id, action, path, subject, status, request_id, before, after`

// InsertAudit implements audit.Store.
func (s *Store) InsertAudit(ctx context.Context, e audit.Entry) error {
	_, err := s.conn(ctx).exec(ctx, "insert audit", `
		INSERT INTO audit_log (shop_id, `+auditColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
		shopID(ctx), e.ID, e.At, e.ActorID, e.Action, clean(e.Path), clean(e.Subject), e.Status, e.RequestID, clean(string(e.Before)), clean(string(e.After)))
	return err
}

// AuditPage implements audit.Store.
func (s *Store) AuditPage(ctx context.Context, f audit.Filter, below string, limit int) ([]audit.Entry, error) {
	where, args := `shop_id = $1`, []any{shopID(ctx)}
	add := func(cond string, v any) {
		args = append(args, v)
		where += ` AND ` + cond + in(len(args), 1)
	}
	for _, x := range [][2]string{{`actor_id = `, f.ActorID}, {`action = `, f.Action}, {`subject = `, f.Subject}, {`id < `, below}} {
		if x[1] != "" {
			add(x[0], x[1])
		}
	}
	if !f.Since.IsZero() {
		add(`at >= `, f.Since)
	}
	if !f.Until.IsZero() {
		add(`at < `, f.Until)
	}
	args = append(args, limit)
	var out []audit.Entry
	err := s.conn(ctx).all(ctx, "audit page", `SELECT `+auditColumns+` FROM audit_log WHERE `+where+` ORDER BY id DESC LIMIT `+in(len(args), 1), args, func(row scanner) error {
		var e audit.Entry
		var before, after map[string]any
		err := row.Scan(&e.ID, at(&e.At), &e.ActorID, &e.Action, &e.Path, &e.Subject, &e.Status, &e.RequestID, doc(&before), doc(&after))
		e.Before, e.After = json.RawMessage(toJSON(before)), json.RawMessage(toJSON(after))
		out = append(out, e)
		return err
	})
	return out, err
}
