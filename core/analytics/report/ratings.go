package report

import (
	"context"
	"slices"
	"time"
)

// Scores go from 1 to BestScore. Good is the lowest of who is content, as the trade counts it
// (CSAT), and Poor the highest of who is not.
const (
	BestScore = 5
	Good      = 4
	Poor      = 2
)

// RatingCount is how many questions of a kind had a score; 0 is no answer.
type RatingCount struct {
	Channel string
	Helped  bool // a person of the shop wrote in the conversation
	Score   int
	N       int64
}

// Satisfaction is what customers answered who were asked in a time.
type Satisfaction struct {
	Asked  int64
	Scores [BestScore]int64 // how many gave 1, 2, …
}

// Rated is how many answered.
func (s Satisfaction) Rated() int64 {
	var n int64
	for _, x := range s.Scores {
		n += x
	}
	return n
}

// Answered is the part of who was asked that answered.
func (s Satisfaction) Answered() float64 { return percent(s.Rated(), s.Asked) }

// Score is the part of the answers that are Good or better; known is false where there are none.
func (s Satisfaction) Score() (csat float64, known bool) {
	var content int64
	for _, n := range s.Scores[Good-1:] {
		content += n
	}
	return percent(content, s.Rated()), s.Rated() > 0
}

// Mean is the average score in hundredths, half rounded up; known is false where there is none.
func (s Satisfaction) Mean() (mean float64, known bool) {
	var sum int64
	for i, n := range s.Scores {
		sum += int64(i+1) * n
	}
	n := s.Rated()
	if n == 0 {
		return 0, false
	}
	return float64((200*sum+n)/(2*n)) / 100, true
}

func (s *Satisfaction) count(x RatingCount) {
	s.Asked += x.N
	if x.Score > 0 {
		s.Scores[x.Score-1] += x.N
	}
}

// ChannelSatisfaction is that of one channel.
type ChannelSatisfaction struct {
	Channel string
	Satisfaction
}

// SatisfactionReport is how content customers were in a period.
type SatisfactionReport struct {
	Period   Period
	Sum      Satisfaction
	Before   Satisfaction // of as many days before
	Alone    Satisfaction // of Sum: no person of the shop wrote
	Helped   Satisfaction // of Sum: one did
	Channels []ChannelSatisfaction
}

// SatisfactionOf reports how content customers were. An answer belongs to the day of its question.
//
// Faults: ErrPeriod.
func (s *Service) SatisfactionOf(ctx context.Context, ask Ask) (SatisfactionReport, error) {
	var r SatisfactionReport
	err := s.tx.View(ctx, func(ctx context.Context) error {
		l, err := s.look(ctx, ask)
		if err != nil {
			return err
		}
		list, err := s.store.RatingCounts(ctx, begin(l.period.From, l.zone), l.until(), ask.Channel)
		if err != nil {
			return err
		}
		from, until := l.span()
		before, err := s.store.RatingCounts(ctx, from, until, ask.Channel)
		r = satisfaction(l.period, list, before)
		return err
	})
	return r, err
}

func satisfaction(p Period, list, before []RatingCount) SatisfactionReport {
	r := SatisfactionReport{Period: p}
	for _, x := range before {
		r.Before.count(x)
	}
	for _, x := range list {
		r.Sum.count(x)
		if x.Helped {
			r.Helped.count(x)
		} else {
			r.Alone.count(x)
		}
		i := slices.IndexFunc(r.Channels, func(c ChannelSatisfaction) bool { return c.Channel == x.Channel })
		if i < 0 {
			i = len(r.Channels)
			r.Channels = append(r.Channels, ChannelSatisfaction{Channel: x.Channel})
		}
		r.Channels[i].count(x)
	}
	return r
}

// MostPoor is how many low ratings are listed.
const MostPoor = 50

// PoorRating is a low rating, with who gave it.
type PoorRating struct {
	ID             string
	ConversationID string
	ContactID      string
	Name           string // of the contact; "" unknown
	Channel        string
	Helped         bool
	Score          int
	Comment        string
	At             time.Time // when it was given
}

// PoorOf lists the low ratings of questions of a period, newest first, at most MostPoor.
//
// Faults: ErrPeriod.
func (s *Service) PoorOf(ctx context.Context, ask Ask) ([]PoorRating, error) {
	var list []PoorRating
	err := s.tx.View(ctx, func(ctx context.Context) error {
		l, err := s.look(ctx, ask)
		if err != nil {
			return err
		}
		list, err = s.store.PoorRatings(ctx, begin(l.period.From, l.zone), l.until(), ask.Channel, MostPoor)
		return err
	})
	return list, err
}
