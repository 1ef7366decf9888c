package comment

import (
	"context"
	"sync"
	"time"
)

const (
	// askAgain is how long a post that the channel was asked about is not asked about again:
	// a storm of comments is under one post.
	askAgain = time.Hour
	// mostAsked bounds how many posts are remembered.
	mostAsked = 1000
)

// asked remembers in this process which posts the channel was asked about, and when.
type asked struct {
	mu   sync.Mutex
	when map[string]time.Time
}

// first notes a post, and reports whether it was not asked about lately.
func (a *asked) first(post string, now time.Time) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if at, known := a.when[post]; known && now.Sub(at) < askAgain {
		return false
	}
	if a.when == nil || len(a.when) >= mostAsked {
		a.when = map[string]time.Time{}
	}
	a.when[post] = now
	return true
}

// learn asks what the posts are about whose comments come next, before a unit of work
// begins. What cannot be learned stays unknown.
func (s *Service) learn(ctx context.Context, accountID string) error {
	if s.Learn == nil || s.Products == nil {
		return nil
	}
	var posts []string
	err := s.Tx.View(ctx, func(ctx context.Context) error {
		posts = nil
		for _, step := range Steps {
			e, found, err := s.Store.FirstComment(ctx, accountID, step)
			if err != nil {
				return err
			}
			if !found {
				continue
			}
			if p, err := s.product(ctx, e); err != nil || p == nil {
				posts = append(posts, e.posts()...)
			}
		}
		return nil
	})
	for _, media := range posts {
		if media != "" && s.asked.first(accountID+" "+media, s.moment()) {
			s.Learn(ctx, accountID, media)
		}
	}
	return err
}
