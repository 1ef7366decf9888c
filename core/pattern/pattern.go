// Package pattern keeps regular expressions that need not be compiled before they are used:
// an isolate of the edge lives shortly, pays for its start, and needs few of them. Everywhere
// else they are compiled at the start of their packages, so that a broken one fails at once.
package pattern

import (
	"regexp"
	"runtime"
	"sync"
)

// Pattern is a regular expression. Its methods are those of regexp.Regexp.
type Pattern struct {
	Text     string
	once     sync.Once
	compiled *regexp.Regexp
}

func (p *Pattern) re() *regexp.Regexp {
	p.once.Do(func() { p.compiled = regexp.MustCompile(p.Text) })
	return p.compiled
}

// New returns the pattern of a text; a broken one panics, at the edge only when it is used.
func New(text string) *Pattern {
	p := &Pattern{Text: text}
	if runtime.GOOS != "js" {
		p.re()
	}
	return p
}

// MatchString is regexp.Regexp's.
func (p *Pattern) MatchString(s string) bool { return p.re().MatchString(s) }

// FindString is regexp.Regexp's.
func (p *Pattern) FindString(s string) string { return p.re().FindString(s) }

// FindStringIndex is regexp.Regexp's.
func (p *Pattern) FindStringIndex(s string) []int { return p.re().FindStringIndex(s) }

// FindStringSubmatch is regexp.Regexp's.
func (p *Pattern) FindStringSubmatch(s string) []string { return p.re().FindStringSubmatch(s) }

// FindStringSubmatchIndex is regexp.Regexp's.
func (p *Pattern) FindStringSubmatchIndex(s string) []int { return p.re().FindStringSubmatchIndex(s) }

// FindAllString is regexp.Regexp's.
func (p *Pattern) FindAllString(s string, n int) []string { return p.re().FindAllString(s, n) }

// FindAllStringIndex is regexp.Regexp's.
func (p *Pattern) FindAllStringIndex(s string, n int) [][]int { return p.re().FindAllStringIndex(s, n) }

// FindAllIndex is regexp.Regexp's.
func (p *Pattern) FindAllIndex(b []byte, n int) [][]int { return p.re().FindAllIndex(b, n) }

// FindAllSubmatchIndex is regexp.Regexp's.
func (p *Pattern) FindAllSubmatchIndex(b []byte, n int) [][]int {
	return p.re().FindAllSubmatchIndex(b, n)
}

// FindAllStringSubmatch is regexp.Regexp's.
func (p *Pattern) FindAllStringSubmatch(s string, n int) [][]string {
	return p.re().FindAllStringSubmatch(s, n)
}

// ReplaceAllString is regexp.Regexp's.
func (p *Pattern) ReplaceAllString(s, with string) string { return p.re().ReplaceAllString(s, with) }
