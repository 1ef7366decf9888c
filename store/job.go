package store

import (
	"context"
	"slices"
	"strings"
	"time"

	"prilavok/core/job"
	"prilavok/core/txn"
)

// EnqueueJob implements job.Store.
func (s *Store) EnqueueJob(ctx context.Context, j job.Job) error {
	return s.EnqueueJobs(ctx, []job.Job{j})
}

// EnqueueJobs implements job.Store.
func (s *Store) EnqueueJobs(ctx context.Context, list []job.Job) error {
	for part := range slices.Chunk(list, 100) {
		var b binder
		var rows []string
		for _, j := range part {
			status, until, attempts := "ready", time.Time{}, 0
			if j.Lease != "" {
				status, until, attempts = "running", j.Until, 1
			}
			first := len(b.args) + 1
			b.args = append(b.args, j.ShopID, j.ID, j.Kind, null(j.Lane), j.Seq, string(j.Payload), status, null(j.Lease), until, attempts, j.RunAt, j.CreatedAt)
			rows = append(rows, `(`+in(first, 12)+`)`)
		}
		err := s.conn(ctx).later(ctx, "enqueue jobs", `
			INSERT INTO jobs (shop_id, id, kind, lane, seq, payload, status, lease, lease_until, attempts, run_at, created_at)
			VALUES `+strings.Join(rows, ", ")+`
			ON CONFLICT (lane) WHERE kind = 'turn' AND status = 'ready'
			DO UPDATE SET run_at = CASE WHEN excluded.run_at > jobs.run_at THEN excluded.run_at ELSE jobs.run_at END`, b.args...)
		if err != nil {
			return err
		}
	}
	return nil
}

const jobColumns = `shop_id, id, kind, lane, seq, payload, run_at, attempts, lease, fault, created_at`

func scanJob(row scanner, extra ...any) (job.Job, error) {
	var j job.Job
	var payload string
	dest := []any{&j.ShopID, &j.ID, &j.Kind, text(&j.Lane), &j.Seq, &payload, at(&j.RunAt), &j.Attempts,
		text(&j.Lease), text(&j.LastFault), at(&j.CreatedAt)}
	err := row.Scan(append(dest, extra...)...)
	j.Payload = []byte(payload)
	return j, err
}

// ClaimJobs implements job.Store. A job is due when its time has come, or when the
// lease of a crashed worker has run out; one that waits or runs holds its lane. On
// Postgres a claim does not wait for the disk: one that a crash of the database loses
// is made again, and its lease is fenced in every unit of work that follows.
func (s *Store) ClaimJobs(ctx context.Context, now time.Time, n int, until time.Time, lease string) ([]job.Job, error) {
	var out []job.Job
	// MATERIALIZED: as a plain subquery Postgres may run it again for every row, and each time
	// it skips what is locked already and finds others: there would be no limit.
	err := s.conn(ctx).all(ctx, "claim jobs", `
		WITH due AS MATERIALIZED (
			SELECT j.id FROM jobs j
			WHERE ((j.status = 'ready' AND j.run_at <= $3) OR (j.status = 'running' AND j.lease_until < $3))
			  AND NOT EXISTS (SELECT 1 FROM jobs k WHERE k.lane = j.lane AND k.status <> 'dead'
			    AND (k.seq < j.seq OR (k.seq = j.seq AND k.id < j.id)))
			ORDER BY j.run_at, j.seq LIMIT $4`+s.db.Dialect.skipLocked()+`)
		UPDATE jobs SET status = 'running', lease = $1, lease_until = $2, attempts = attempts + 1
		WHERE id IN (SELECT id FROM due)`+s.db.Dialect.unhurried()+`
		RETURNING `+jobColumns,
		[]any{lease, until, now, n}, func(row scanner) error {
			j, err := scanJob(row)
			out = append(out, j)
			return err
		})
	return out, err
}

// FenceJob implements job.Store. On Postgres the statement fails by itself, so that nobody
// waits for it: what follows in the unit fails with it.
func (s *Store) FenceJob(ctx context.Context, id, lease string) error {
	if s.db.Dialect == Postgres {
		_, err := s.conn(ctx).exec(with(ctx, How{Later: true, Still: true}), "fence job", `SELECT fence($1, $2)`, id, lease)
		return err
	}
	var one int
	found, err := s.conn(ctx).one(ctx, "fence job", `SELECT 1 FROM jobs WHERE id = $1 AND lease = $2`, []any{id, lease}, &one)
	if err == nil && !found {
		return job.ErrLeaseLost
	}
	return err
}

// FinishJob implements job.Store. On Postgres the statement fails by itself where nothing
// was deleted, by dividing by none, so that nobody waits for it.
func (s *Store) FinishJob(ctx context.Context, id, lease string) error {
	if s.db.Dialect == Postgres {
		err := s.conn(ctx).later(ctx, "finish job", `WITH done AS (DELETE FROM jobs WHERE id = $1 AND lease = $2 RETURNING 1) SELECT 1 / count(*) FROM done`, id, lease)
		return fenced(ctx, err, 1)
	}
	n, err := s.conn(ctx).exec(ctx, "finish job", `DELETE FROM jobs WHERE id = $1 AND lease = $2`, id, lease)
	return fenced(ctx, err, n)
}

// ExtendJobs implements job.Store.
func (s *Store) ExtendJobs(ctx context.Context, lease string, ids []string, until time.Time) error {
	if len(ids) == 0 {
		return nil
	}
	args := []any{lease, until}
	for _, id := range ids {
		args = append(args, id)
	}
	_, err := s.conn(ctx).exec(ctx, "extend jobs",
		`UPDATE jobs SET lease_until = $2 WHERE lease = $1 AND id IN (`+in(3, len(ids))+`)`, args...)
	return err
}

// ReleaseJob implements job.Store.
func (s *Store) ReleaseJob(ctx context.Context, r job.Release) error {
	status, died := "ready", time.Time{}
	if r.Dead {
		status, died = "dead", r.Now
	}
	// A turn that goes back to waiting gives way to a younger one that waits already.
	n, err := s.conn(ctx).exec(ctx, "drop merged turn", `
		DELETE FROM jobs WHERE id = $1 AND lease = $2 AND kind = 'turn' AND $3 = 'ready'
		  AND EXISTS (SELECT 1 FROM jobs k WHERE k.lane = jobs.lane AND k.kind = 'turn' AND k.status = 'ready')`,
		r.ID, r.Lease, status)
	if err != nil || n > 0 {
		return fenced(ctx, err, 1)
	}
	n, err = s.conn(ctx).exec(ctx, "release job", `
		UPDATE jobs SET status = $3, lease = NULL, lease_until = NULL, run_at = $4, attempts = $5, fault = $6, died_at = $7
		WHERE id = $1 AND lease = $2`,
		r.ID, r.Lease, status, r.RunAt, r.Attempts, null(r.Fault), died)
	return fenced(ctx, err, n)
}

// fenced notes that a statement with a job's lease in its condition has changed n rows: it
// is the unit's fence, and none means that the lease is lost.
func fenced(ctx context.Context, err error, n int64) error {
	u := txn.UnitOf(ctx)
	switch {
	case err != nil || u == nil:
		return err
	case n == 0:
		u.Doom(job.ErrLeaseLost)
		return job.ErrLeaseLost
	}
	u.Fenced = true
	return nil
}

// NextJob implements job.Store.
func (s *Store) NextJob(ctx context.Context) (time.Time, error) {
	var t time.Time
	_, err := s.conn(ctx).one(ctx, "next job",
		`SELECT MIN(CASE WHEN status = 'running' THEN lease_until ELSE run_at END) FROM jobs WHERE status <> 'dead'`, nil, at(&t))
	return t, err
}

// DeadJobs implements job.Letters.
func (s *Store) DeadJobs(ctx context.Context, after string, limit int) ([]job.DeadLetter, error) {
	var out []job.DeadLetter
	err := s.conn(ctx).all(ctx, "dead jobs", `
		SELECT `+jobColumns+`, died_at FROM jobs
		WHERE shop_id = $1 AND status = 'dead' AND ($2 = '' OR id < $2) ORDER BY id DESC LIMIT $3`,
		[]any{shopID(ctx), after, limit}, func(row scanner) error {
			var d job.DeadLetter
			var err error
			d.Job, err = scanJob(row, at(&d.DiedAt))
			out = append(out, d)
			return err
		})
	return out, err
}

// ReplayJob implements job.Letters. A dead turn gives way to one that waits already: it
// answers the same messages.
func (s *Store) ReplayJob(ctx context.Context, id string, now time.Time) error {
	n, err := s.conn(ctx).exec(ctx, "drop merged dead turn", `
		DELETE FROM jobs WHERE shop_id = $1 AND id = $2 AND status = 'dead' AND kind = 'turn'
		  AND EXISTS (SELECT 1 FROM jobs k WHERE k.lane = jobs.lane AND k.kind = 'turn' AND k.status = 'ready')`,
		shopID(ctx), id)
	if err != nil || n > 0 {
		return err
	}
	n, err = s.conn(ctx).exec(ctx, "replay job", `
		UPDATE jobs SET status = 'ready', run_at = $3, attempts = 0, lease = NULL, lease_until = NULL, died_at = NULL
		WHERE shop_id = $1 AND id = $2 AND status = 'dead'`, shopID(ctx), id, now)
	if err == nil && n == 0 {
		return job.ErrNotDead
	}
	return err
}

// DropJob implements job.Letters.
func (s *Store) DropJob(ctx context.Context, id string) error {
	n, err := s.conn(ctx).exec(ctx, "drop job",
		`DELETE FROM jobs WHERE shop_id = $1 AND id = $2 AND status = 'dead'`, shopID(ctx), id)
	if err == nil && n == 0 {
		return job.ErrNotDead
	}
	return err
}

// JobStats implements job.Letters.
func (s *Store) JobStats(ctx context.Context, now time.Time) (job.Stats, error) {
	var st job.Stats
	err := s.conn(ctx).all(ctx, "job stats", `
		SELECT status, COUNT(*), SUM(CASE WHEN run_at > $2 THEN 1 ELSE 0 END), MIN(run_at) FROM jobs WHERE $1 = '' OR shop_id = $1 GROUP BY status`,
		[]any{shopID(ctx), now}, func(row scanner) error {
			var status string
			var n, later int64
			var oldest time.Time
			if err := row.Scan(&status, &n, &later, at(&oldest)); err != nil {
				return err
			}
			switch status {
			case "ready":
				st.Ready, st.Later = n, later
				st.OldestReady = max(now.Sub(oldest), 0)
			case "running":
				st.Running = n
			case "dead":
				st.Dead = n
			}
			return nil
		})
	return st, err
}
