package storetest

import "testing"

// TestSupabaseLooksLikeOne: what the imitation is for. A table made in public is the
// API's to read at once, service_role is not held by policies, and policies know from the
// request's claims who asks.
func TestSupabaseLooksLikeOne(t *testing.T) {
	super := NewSupabase(t)
	owner := openSQL(t, AsOwner(super))
	_, err := owner.ExecContext(t.Context(), `
		CREATE TABLE public.notes (who uuid, body text);
		INSERT INTO public.notes VALUES ('00000000-0000-0000-0000-000000000001', 'mine'), ('00000000-0000-0000-0000-000000000002', 'theirs');
		ALTER TABLE public.notes ENABLE ROW LEVEL SECURITY;
		CREATE POLICY own ON public.notes FOR SELECT TO authenticated USING (who = (SELECT auth.uid()) AND (SELECT auth.role()) = 'authenticated')`)
	check(t, err)
	db := openSQL(t, super)
	for role, want := range map[string]int{"anon": 0, "authenticated": 1, "service_role": 2} {
		tx, err := db.BeginTx(t.Context(), nil)
		check(t, err)
		defer tx.Rollback()
		_, err = tx.ExecContext(t.Context(), `SELECT set_config('request.jwt.claims', json_build_object('sub', '00000000-0000-0000-0000-000000000001', 'role', $1::text)::text, true), set_config('role', $1, true)`, role)
		check(t, err)
		var n int
		check(t, tx.QueryRowContext(t.Context(), `SELECT count(*) FROM public.notes`).Scan(&n))
		if n != want {
			t.Errorf("%s sees %d notes, want %d", role, n, want)
		}
	}
}
