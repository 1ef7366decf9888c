package admin_test

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"prilavok/core/rating"
	"prilavok/core/shop"
	"prilavok/core/staff"
	"prilavok/httpapi/admin/desk"
	"prilavok/httpapi/admin/reports"
	"prilavok/store"
)

// rated gives a conversation of the shop's a rating, asked for so long ago; score 0 is no answer.
func (x *till) rated(conversationID, contactID string, helped bool, score int, comment string, ago time.Duration) {
	x.T.Helper()
	at := x.Now().Add(-ago)
	r := &rating.Rating{ID: x.IDs.Make("rat"), ContactID: contactID, ConversationID: conversationID, Channel: shop.Webchat, Ending: rating.Quiet, Seq: at.Unix(), AskedAt: at}
	r.Helped = helped
	x.OK(x.Store.InTx(x.Ctx, func(ctx context.Context) error {
		if _, err := x.Store.AddRating(ctx, r); err != nil || score == 0 {
			return err
		}
		r.Score, r.Comment, r.RatedAt = score, comment, at.Add(time.Minute)
		return x.Store.SaveRating(ctx, r)
	}))
}

// polled is a shop in whose conversation four were asked within a week, and one before.
func polled(t *testing.T, st *store.Store) (x *till, conversationID string) {
	t.Helper()
	x = openTill(t, st, "north")
	c := x.Buyer()
	const day = 24 * time.Hour
	x.rated(c.ID, c.ContactID, false, 5, "", time.Hour)
	x.rated(c.ID, c.ContactID, false, 0, "", 2*time.Hour)
	x.rated(c.ID, c.ContactID, true, 2, "=долго", day)
	x.rated(c.ID, c.ContactID, false, 1, "", 2*day)
	x.rated(c.ID, c.ContactID, false, 4, "", 8*day)
	return x, c.ID
}

func numbers(r reports.RatingSum) string {
	out := fmt.Sprint(r.Asked, r.Rated, r.Answered, r.Scores)
	if r.CSAT != nil {
		out += fmt.Sprint(" ", *r.CSAT, *r.Mean)
	}
	return out
}

// TestSatisfaction: what customers rated is reported against the period before, in numbers and as
// a table; where nobody has rated there is no number.
func TestSatisfaction(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, _ := polled(t, st)
		var s, none reports.SatisfactionReport
		x.get("/reports/satisfaction?period=7").is(http.StatusOK, "").read(&s)
		for what, got := range map[string][2]string{
			"sum":     {numbers(s.Sum), "4 3 75 [1 1 0 0 1] 33.3 2.67"},
			"before":  {numbers(s.Before), "1 1 100 [0 0 0 1 0] 100 4"},
			"alone":   {numbers(s.Alone), "3 2 66.7 [1 0 0 0 1] 50 3"},
			"helped":  {numbers(s.Helped), "1 1 100 [0 1 0 0 0] 0 2"},
			"webchat": {numbers(s.Channels[0].Sum), "4 3 75 [1 1 0 0 1] 33.3 2.67"},
		} {
			if got[0] != got[1] {
				t.Errorf("%s: %s, want %s", what, got[0], got[1])
			}
		}
		x.get("/reports/satisfaction?period=7&channel=telegram").is(http.StatusOK, "").read(&none)
		if numbers(none.Sum) != "0 0 0 [0 0 0 0 0]" || none.Channels == nil {
			t.Errorf("of another channel: %+v", none)
		}

		var file reports.ReportTable
		x.get("/reports/table?report=satisfaction&period=7").is(http.StatusOK, "").read(&file)
		if !strings.Contains(file.CSV, "\r\nВсе;4;3;75,0;33,3;2,67;1;1;0;0;1\r\n") || !strings.HasPrefix(file.CSV, "\ufeffПоказатель;Спросили;Оценили;Ответили, %;Оценки 4 и 5, %;Средняя оценка;1;2;3;4;5\r\n") {
			t.Errorf("the table is %q", file.CSV)
		}
		x.get("/reports/table?report=satisfaction&period=7&channel=telegram&lang=en").is(http.StatusOK, "").read(&file)
		if !strings.Contains(file.CSV, "\r\nAll,0,0,0.0,,,0,0,0,0,0\r\n") {
			t.Errorf("the table is %q", file.CSV)
		}
	})
}

// TestRatings: low scores are listed and all shown at their conversation, to who may read
// conversations in this shop.
func TestRatings(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x, talk := polled(t, st)
		other := openTill(t, st, "south")
		var poor reports.PoorRatings
		x.get("/reports/poor-ratings?period=7").is(http.StatusOK, "").read(&poor)
		if len(poor.Items) != 2 || poor.Items[0].Score != 2 || poor.Items[0].Comment != "=долго" || !poor.Items[0].Helped || poor.Items[1].Score != 1 || poor.Items[1].ConversationID != talk {
			t.Errorf("poor ratings: %+v", poor)
		}
		var list desk.ConversationRatings
		x.get("/conversations/"+talk+"/ratings").is(http.StatusOK, "").read(&list)
		if len(list.Items) != 4 || list.Items[0].Score != 5 || list.Items[3].Score != 4 {
			t.Errorf("of the conversation: %+v", list)
		}

		var s reports.SatisfactionReport
		other.Pass(x.Now().Sub(other.Now()))
		other.get("/reports/satisfaction?period=7").is(http.StatusOK, "").read(&s)
		other.get("/reports/poor-ratings?period=7").is(http.StatusOK, "").read(&poor)
		other.get("/conversations/"+talk+"/ratings").is(http.StatusNotFound, "inbox.no_conversation")
		if s.Sum.Asked != 0 || len(poor.Items) != 0 {
			t.Errorf("another shop's: %+v %+v", s, poor)
		}
		x.get("/reports/satisfaction?period=8").is(http.StatusUnprocessableEntity, "api.invalid")
		x.get("/reports/poor-ratings?from=2026-03-01").is(http.StatusUnprocessableEntity, "report.period")
		x.key = x.issue("numbers", staff.MetricsRead)
		x.get("/reports/satisfaction").is(http.StatusOK, "")
		x.get("/reports/poor-ratings").is(http.StatusForbidden, "api.scope")
		x.get("/conversations/"+talk+"/ratings").is(http.StatusForbidden, "api.scope")
	})
}
