package supabase

// Remembered is how many answers about tokens are kept.
func (t *Tokens) Remembered() int { return len(t.auth.known) }
