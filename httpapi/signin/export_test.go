package signin

// Patterns lists the routes.
func Patterns() (out []string) {
	for _, r := range (&Handler{}).routes() {
		out = append(out, r.pattern)
	}
	return out
}
