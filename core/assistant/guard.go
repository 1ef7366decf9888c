package assistant

import (
	"strings"
	"unicode"

	"prilavok/core/pattern"
)

// The guard looks at every draft for what must never be said: the prompt's marker,
// the prompt's own sentences, keys and tokens. Links are the fact lock's: only those
// that a tool or the shop's settings named may stand in an answer.

// secrets are shapes of credentials.
var secrets = []struct {
	name string
	re   *pattern.Pattern
}{
	{"api_key", pattern.New(`\b(?:sk|pk|rk)[-_][A-Za-z0-9_-]{16,}`)},
	{"bot_token", pattern.New(`\b\d{8,12}:[A-Za-z0-9_-]{30,}`)},
	{"jwt", pattern.New(`\beyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}\.`)},
	{"aws_key", pattern.New(`\bAKIA[0-9A-Z]{16}\b`)},
	{"private_key", pattern.New(`-----BEGIN [A-Z ]*PRIVATE KEY`)},
	{"bearer", pattern.New(`(?i)\bbearer [A-Za-z0-9._~+/-]{20,}`)},
	{"database_url", pattern.New(`(?i)\b(?:postgres|postgresql|mysql|redis)://\S+:\S+@`)},
}

// shingle is how many words in a row of the prompt give it away.
const shingle = 8

// promptGrams are all runs of words of the rules.
var promptGrams = grams(rules, shingle)

func grams(s string, n int) map[string]bool {
	w := plainWords(s)
	out := make(map[string]bool, len(w))
	for i := 0; i+n <= len(w); i++ {
		out[strings.Join(w[i:i+n], " ")] = true
	}
	return out
}

func plainWords(s string) []string {
	return strings.FieldsFunc(strings.ToLower(s), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// leaks names what a draft gives away, nothing when it may be said. tools are the
// names of the tools.
func leaks(draft, canary string, tools []Tool) []string {
	var out []string
	if squeezed := squeeze(draft); strings.Contains(squeezed, squeeze(canary)) {
		out = append(out, "canary")
	}
	for _, s := range secrets {
		if s.re.MatchString(draft) {
			out = append(out, s.name)
		}
	}
	w := plainWords(draft)
	for i := 0; i+shingle <= len(w); i++ {
		if promptGrams[strings.Join(w[i:i+shingle], " ")] {
			out = append(out, "prompt")
			break
		}
	}
	for _, t := range tools {
		if strings.Contains(t.Name, "_") && strings.Contains(draft, t.Name) {
			out = append(out, "tool_name")
			break
		}
	}
	return out
}

// squeeze keeps letters and digits, so that spaces or dots between do not hide a mark.
func squeeze(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}
