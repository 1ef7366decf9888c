package report

import (
	"fmt"
	"testing"
)

// TestSatisfaction: the numbers of a period, against what they come to by hand.
func TestSatisfaction(t *testing.T) {
	// On Telegram 12 were asked: 3 gave 5, 2 gave 4, 1 gave 3, 2 gave 1, 4 said nothing. A person
	// helped the two and one who said nothing. In the web chat 1 of 3 gave 4.
	list := []RatingCount{
		{"telegram", false, 0, 3}, {"telegram", false, 3, 1}, {"telegram", false, 4, 2}, {"telegram", false, 5, 3},
		{"telegram", true, 0, 1}, {"telegram", true, 1, 2}, {"webchat", false, 0, 2}, {"webchat", false, 4, 1},
	}
	r := satisfaction(Period{}, list, []RatingCount{{"telegram", false, 0, 2}})
	show := func(s Satisfaction) string {
		csat, known := s.Score()
		mean, known2 := s.Mean()
		return fmt.Sprint(s.Asked, s.Rated(), s.Answered(), s.Scores, csat, mean, known, known2)
	}
	for _, x := range []struct {
		what string
		got  Satisfaction
		want string
	}{
		// 9 of 15 are 60 %; 6 of 9 gave 4 or 5; 2·1 + 3 + 3·4 + 3·5 = 32, a ninth is 3.56.
		{"all", r.Sum, "15 9 60 [2 0 1 3 3] 66.7 3.56 true true"},
		{"alone", r.Alone, "12 7 58.3 [0 0 1 3 3] 85.7 4.29 true true"}, // 30 of 7
		{"helped", r.Helped, "3 2 66.7 [2 0 0 0 0] 0 1 true true"},
		{"before", r.Before, "2 0 0 [0 0 0 0 0] 0 0 false false"}, // nobody has rated: no number
		{"telegram", r.Channels[0].Satisfaction, "12 8 66.7 [2 0 1 2 3] 62.5 3.5 true true"},
		{"webchat", r.Channels[1].Satisfaction, "3 1 33.3 [0 0 0 1 0] 100 4 true true"},
	} {
		if got := show(x.got); got != x.want {
			t.Errorf("%s: %s, want %s", x.what, got, x.want)
		}
	}
}
