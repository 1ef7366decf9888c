package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/comment"
)

const commentRuleColumns = `id, account_id, title, position, rule, private, public, status, revision, created_at, updated_at`

func scanCommentRule(row scanner) (comment.Rule, error) {
	var r comment.Rule
	err := row.Scan(&r.ID, text(&r.AccountID), &r.Title, &r.Position, doc(&r.When), doc(&r.Private), doc(&r.Public), &r.Status, &r.Revision,
		at(&r.CreatedAt), at(&r.UpdatedAt))
	return r, err
}

// InsertCommentRule implements comment.RuleStore.
func (s *Store) InsertCommentRule(ctx context.Context, r comment.Rule) error {
	_, err := s.conn(ctx).exec(ctx, "insert comment rule", `
		INSERT INTO comment_rules (shop_id, `+commentRuleColumns+`) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`,
		shopID(ctx), r.ID, null(r.AccountID), clean(r.Title), r.Position, toJSON(r.When), toJSON(r.Private), toJSON(r.Public), string(r.Status), r.Revision,
		r.CreatedAt, r.UpdatedAt)
	return err
}

// SaveCommentRule implements comment.RuleStore.
func (s *Store) SaveCommentRule(ctx context.Context, r comment.Rule) (bool, error) {
	n, err := s.conn(ctx).exec(ctx, "save comment rule", `
		UPDATE comment_rules SET account_id = $4, title = $5, rule = $6, private = $7, public = $8, status = $9, updated_at = $10, revision = revision + 1
		WHERE shop_id = $1 AND id = $2 AND revision = $3`,
		shopID(ctx), r.ID, r.Revision, null(r.AccountID), clean(r.Title), toJSON(r.When), toJSON(r.Private), toJSON(r.Public), string(r.Status), r.UpdatedAt)
	return n > 0, err
}

// CommentRuleByID implements comment.RuleStore.
func (s *Store) CommentRuleByID(ctx context.Context, id string) (comment.Rule, error) {
	list, err := s.commentRules(ctx, `id = $2`, shopID(ctx), id)
	if err == nil && len(list) == 0 {
		err = comment.ErrNoRule
	}
	if err != nil {
		return comment.Rule{}, err
	}
	return list[0], nil
}

// CommentRules implements comment.RuleStore.
func (s *Store) CommentRules(ctx context.Context, archived bool) ([]comment.Rule, error) {
	return s.commentRules(ctx, `(status <> 'archived' OR $2) ORDER BY position, id`, shopID(ctx), archived)
}

func (s *Store) commentRules(ctx context.Context, where string, args ...any) ([]comment.Rule, error) {
	var out []comment.Rule
	err := s.conn(ctx).all(ctx, "comment rules", `SELECT `+commentRuleColumns+` FROM comment_rules WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		r, err := scanCommentRule(row)
		out = append(out, r)
		return err
	})
	return out, err
}

// PlaceCommentRule implements comment.RuleStore.
func (s *Store) PlaceCommentRule(ctx context.Context, id string, position int64, at time.Time) error {
	_, err := s.conn(ctx).exec(ctx, "place comment rule", `
		UPDATE comment_rules SET position = $3, updated_at = $4 WHERE shop_id = $1 AND id = $2 AND position <> $3`, shopID(ctx), id, position, at)
	return err
}

// What is known of a comment from the start, and what changes: in this order everywhere.
const (
	commentSeen = `id, account_id, key, kind, comment_id, parent_id, media_id, original_media_id, live, own, person_id, username, text, said_at, seen_at, lang`
	commentDone = `state, reason, rule_id, product_id, by_hand, step, due_at, attempts, private_state, private_text, private_id, private_at,
		public_state, public_text, public_id, public_at, conversation_id, seq, updated_at, intents, sorted`
)

func commentSeenArgs(e comment.Entry) []any {
	return []any{e.ID, e.AccountID, e.Key, string(e.Kind), null(e.CommentID), null(e.ParentID), null(e.MediaID), null(e.OriginalMediaID), e.Live, e.Own,
		null(e.PersonID), null(clean(e.Username)), clean(e.Text), e.At, e.SeenAt, string(e.Lang)}
}

func commentDoneArgs(e comment.Entry) []any {
	due := e.DueAt
	if e.Step == "" {
		due = time.Time{}
	}
	return []any{string(e.State), null(e.Reason), null(e.RuleID), null(e.ProductID), e.ByHand, null(string(e.Step)), due, e.Attempts,
		null(string(e.Private.State)), null(clean(e.Private.Text)), null(e.Private.ExternalID), e.Private.At,
		null(string(e.Public.State)), null(clean(e.Public.Text)), null(e.Public.ExternalID), e.Public.At, null(e.ConversationID), e.Seq, e.UpdatedAt,
		toJSON(e.Intents), null(e.Sorted)}
}

func scanComment(row scanner) (comment.Entry, error) {
	var e comment.Entry
	err := row.Scan(commentDest(&e)...)
	return e, err
}

func commentDest(e *comment.Entry) []any {
	return []any{&e.ID, &e.AccountID, &e.Key, &e.Kind, text(&e.CommentID), text(&e.ParentID), text(&e.MediaID), text(&e.OriginalMediaID), flag(&e.Live),
		flag(&e.Own), text(&e.PersonID), text(&e.Username), &e.Text, at(&e.At), at(&e.SeenAt), &e.Lang,
		&e.State, text(&e.Reason), text(&e.RuleID), text(&e.ProductID), flag(&e.ByHand), text((*string)(&e.Step)), at(&e.DueAt), &e.Attempts,
		text((*string)(&e.Private.State)), text(&e.Private.Text), text(&e.Private.ExternalID), at(&e.Private.At),
		text((*string)(&e.Public.State)), text(&e.Public.Text), text(&e.Public.ExternalID), at(&e.Public.At), text(&e.ConversationID), &e.Seq, at(&e.UpdatedAt),
		doc(&e.Intents), text(&e.Sorted)}
}

// AddComments implements comment.LedgerStore: one statement for what came together.
func (s *Store) AddComments(ctx context.Context, list []comment.Entry) ([]string, error) {
	var fresh []string
	for part := range slices.Chunk(list, 128) {
		args := []any{shopID(ctx)}
		var rows []string
		for _, e := range part {
			values := append(commentSeenArgs(e), commentDoneArgs(e)...)
			rows = append(rows, `($1, `+in(len(args)+1, len(values))+`)`)
			args = append(args, values...)
		}
		err := s.conn(ctx).all(ctx, "add comments", `
			INSERT INTO comments (shop_id, `+commentSeen+`, `+commentDone+`) VALUES `+strings.Join(rows, ", ")+`
			ON CONFLICT (account_id, key) DO NOTHING RETURNING id`, args, func(row scanner) error {
			var id string
			err := row.Scan(&id)
			fresh = append(fresh, id)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return fresh, nil
}

// CommentByID implements comment.LedgerStore.
func (s *Store) CommentByID(ctx context.Context, id string, lock bool) (comment.Entry, error) {
	end := ""
	if lock {
		end = s.db.Dialect.forUpdate()
	}
	list, err := s.comments(ctx, `id = $2`+end, shopID(ctx), id)
	if err == nil && len(list) == 0 {
		err = comment.ErrNoEntry
	}
	if err != nil {
		return comment.Entry{}, err
	}
	return list[0], nil
}

func (s *Store) comments(ctx context.Context, where string, args ...any) ([]comment.Entry, error) {
	var out []comment.Entry
	err := s.conn(ctx).all(ctx, "comments", `SELECT `+commentSeen+`, `+commentDone+` FROM comments WHERE shop_id = $1 AND `+where, args, func(row scanner) error {
		e, err := scanComment(row)
		out = append(out, e)
		return err
	})
	return out, err
}

// SaveComment implements comment.LedgerStore.
func (s *Store) SaveComment(ctx context.Context, e comment.Entry) error {
	_, err := s.conn(ctx).exec(ctx, "save comment", `
		UPDATE comments SET state = $3, reason = $4, rule_id = $5, product_id = $6, by_hand = $7, step = $8, due_at = $9, attempts = $10,
			private_state = $11, private_text = $12, private_id = $13, private_at = $14,
			public_state = $15, public_text = $16, public_id = $17, public_at = $18, conversation_id = $19, seq = $20, updated_at = $21, intents = $22, sorted = $23
		WHERE shop_id = $1 AND id = $2`, append([]any{shopID(ctx), e.ID}, commentDoneArgs(e)...)...)
	return err
}

// Comments implements comment.LedgerStore.
func (s *Store) Comments(ctx context.Context, f comment.Filter, cursor string, limit int) ([]comment.Entry, error) {
	where, args := `TRUE`, []any{shopID(ctx)}
	add := func(what string, v any) {
		args = append(args, v)
		where += ` AND ` + what + ` ` + in(len(args), 1)
	}
	for _, x := range []struct{ column, value string }{{"account_id =", f.AccountID}, {"media_id =", f.MediaID}, {"rule_id =", f.RuleID},
		{"person_id =", f.PersonID}, {"state =", string(f.State)}, {"reason =", f.Reason}, {"id <", cursor}} {
		if x.value != "" {
			add(x.column, x.value)
		}
	}
	if !f.From.IsZero() {
		add("seen_at >=", f.From)
	}
	if !f.Until.IsZero() {
		add("seen_at <", f.Until)
	}
	args = append(args, limit)
	return s.comments(ctx, where+` ORDER BY id DESC LIMIT `+in(len(args), 1), args...)
}
