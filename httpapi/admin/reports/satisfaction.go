package reports

import (
	"context"
	"strconv"
	"time"

	"prilavok/core/analytics/report"
	"prilavok/core/lang"
)

// RatingSum is what customers answered who were asked how they were served.
type RatingSum struct {
	Asked    int64    `json:"asked" doc:"how often the question was put"`
	Rated    int64    `json:"rated" doc:"of asked: a score was given"`
	Answered float64  `json:"answered" doc:"rated of asked, per cent, to a tenth"`
	CSAT     *float64 `json:"csat,omitempty" doc:"scores of 4 and 5 of rated, per cent, to a tenth; left out while nobody has rated"`
	Mean     *float64 `json:"mean,omitempty" doc:"the mean score, to a hundredth; left out while nobody has rated"`
	Scores   []int64  `json:"scores" doc:"how many gave 1, 2, 3, 4 and 5"`
}

// RatingChannel are the answers on one channel.
type RatingChannel struct {
	Channel string    `json:"channel"`
	Sum     RatingSum `json:"sum"`
}

// SatisfactionReport is how content customers were.
type SatisfactionReport struct {
	Period   ReportPeriod    `json:"period"`
	Sum      RatingSum       `json:"sum"`
	Before   RatingSum       `json:"before" doc:"of as many days before; while today is not over, until the same time of the day"`
	Alone    RatingSum       `json:"alone" doc:"of sum: the assistant answered, and no person wrote"`
	Helped   RatingSum       `json:"helped" doc:"of sum: a person wrote"`
	Channels []RatingChannel `json:"channels" doc:"on which somebody was asked"`
}

func ratingSum(s report.Satisfaction) RatingSum {
	o := RatingSum{Asked: s.Asked, Rated: s.Rated(), Answered: s.Answered(), Scores: s.Scores[:]}
	if csat, known := s.Score(); known {
		mean, _ := s.Mean()
		o.CSAT, o.Mean = &csat, &mean
	}
	return o
}

func (a *api) satisfaction(ctx context.Context, in *ReportAsk) (*out[SatisfactionReport], error) {
	r, err := a.reports.SatisfactionOf(ctx, in.ask())
	if err != nil {
		return nil, err
	}
	o := SatisfactionReport{Period: periodOf(r.Period), Sum: ratingSum(r.Sum), Before: ratingSum(r.Before), Alone: ratingSum(r.Alone), Helped: ratingSum(r.Helped), Channels: []RatingChannel{}}
	for _, c := range r.Channels {
		o.Channels = append(o.Channels, RatingChannel{c.Channel, ratingSum(c.Satisfaction)})
	}
	return &out[SatisfactionReport]{o}, nil
}

// PoorRating is a score of 1 or 2, with who gave it.
type PoorRating struct {
	ID             string    `json:"id"`
	ConversationID string    `json:"conversation_id"`
	ContactID      string    `json:"contact_id"`
	Name           string    `json:"name" doc:"of the contact; empty when unknown"`
	Channel        string    `json:"channel"`
	Helped         bool      `json:"helped" doc:"a person of the shop wrote in the conversation"`
	Score          int       `json:"score" minimum:"1" maximum:"2"`
	Comment        string    `json:"comment" doc:"what they said of it; empty when nothing"`
	At             time.Time `json:"at" doc:"when the score was given"`
}

// PoorRatings are those of a period.
type PoorRatings struct {
	Items []PoorRating `json:"items" doc:"newest first, at most 50"`
}

func (a *api) poor(ctx context.Context, in *ReportAsk) (*out[PoorRatings], error) {
	list, err := a.reports.PoorOf(ctx, in.ask())
	if err != nil {
		return nil, err
	}
	o := PoorRatings{Items: []PoorRating{}}
	for _, r := range list {
		o.Items = append(o.Items, PoorRating(r))
	}
	return &out[PoorRatings]{o}, nil
}

func (a *api) satisfactionTable(ctx context.Context, in *tableIn, t *table) (report.Period, error) {
	r, err := a.reports.SatisfactionOf(ctx, in.ask())
	t.head(wordWhat, wordAsked, wordRated, wordAnswered, wordCSAT, wordMean)
	for score := 1; score <= report.BestScore; score++ {
		t.rows[0] = append(t.rows[0], strconv.Itoa(score))
	}
	t.satisfied(wordAll, r.Sum)
	t.satisfied(wordBefore, r.Before)
	t.satisfied(wordAlone, r.Alone)
	t.satisfied(wordHelped, r.Helped)
	for _, c := range r.Channels {
		t.satisfied(lang.Phrase{RU: c.Channel, EN: c.Channel}, c.Satisfaction)
	}
	return r.Period, err
}

// satisfied is a row of answers; what nobody has rated stays empty.
func (t *table) satisfied(what lang.Phrase, s report.Satisfaction) {
	row := []string{what.In(t.lang), t.n(s.Asked), t.n(s.Rated()), t.percent(s.Answered()), "", ""}
	if csat, known := s.Score(); known {
		mean, _ := s.Mean()
		row[4], row[5] = t.percent(csat), t.decimal(strconv.FormatFloat(mean, 'f', 2, 64))
	}
	for _, n := range s.Scores {
		row = append(row, t.n(n))
	}
	t.row(row...)
}
