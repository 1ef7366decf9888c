package igfake

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

// facebook is what permissions are called that were granted at Facebook's login.
var facebook = map[string]string{"instagram_business_basic": "instagram_basic", "instagram_business_manage_messages": "instagram_manage_messages",
	"instagram_business_manage_comments": "instagram_manage_comments"}

func (a *Account) may(permission string) *refusal {
	if !slices.Contains(a.Permissions, permission) && !slices.Contains(a.Permissions, facebook[permission]) {
		return &refusal{http.StatusForbidden, 10, 0, "(#10) Application does not have permission for this action"}
	}
	return nil
}

// refresh gives a new token for one that is a day old at least; the old one stays good
// until its own end.
func (a *Account) refresh(q url.Values, token string) (any, *refusal) {
	now := a.server.opt.Now()
	t := a.tokens[token]
	switch {
	case q.Get("grant_type") != "ig_refresh_token":
		return nil, refuse(100, 0, "Invalid parameter: grant_type")
	case now.Sub(t.Made) < 24*time.Hour, t.short:
		return nil, refuse(100, 0, "The access token is too young to be refreshed")
	}
	if no := a.may("instagram_business_basic"); no != nil {
		return nil, no
	}
	t.Refreshes++
	fresh := "IGAAREFRESHED" + strconv.FormatInt(a.server.next(), 10)
	a.tokens[fresh] = &Token{Made: now, Until: now.Add(60 * 24 * time.Hour)}
	return map[string]any{"access_token": fresh, "token_type": "bearer", "expires_in": 60 * 24 * 3600}, nil
}

func (s *Server) next() int64 {
	s.counter++
	return s.counter
}

func (a *Account) me(q url.Values) (any, *refusal) {
	if no := a.may("instagram_business_basic"); no != nil {
		return nil, no
	}
	all := map[string]any{"id": "app-" + a.ID, "user_id": a.ID, "username": a.Username, "name": "Demo", "account_type": "BUSINESS"}
	return pick(all, q.Get("fields")), nil
}

func pick(all map[string]any, fields string) map[string]any {
	if fields == "" {
		fields = "id"
	}
	out := map[string]any{}
	for f := range strings.SplitSeq(fields, ",") {
		if v, ok := all[f]; ok {
			out[f] = v
		}
	}
	return out
}

func (a *Account) subscribed(method string, q url.Values) (any, *refusal) {
	switch method {
	case http.MethodPost:
		if q.Get("subscribed_fields") == "" {
			return nil, refuse(100, 0, "Param subscribed_fields must be non-empty")
		}
		a.Fields = strings.Split(q.Get("subscribed_fields"), ",")
		return map[string]any{"success": true}, nil
	case http.MethodDelete:
		a.Fields = nil
		return map[string]any{"success": true}, nil
	}
	data := []any{}
	if len(a.Fields) > 0 {
		data = append(data, map[string]any{"id": "1", "name": "shop", "subscribed_fields": a.Fields})
	}
	return map[string]any{"data": data}, nil
}

func (a *Account) conversations(q url.Values) (any, *refusal) {
	if no := a.may("instagram_business_manage_messages"); no != nil {
		return nil, no
	}
	if q.Get("platform") != "instagram" {
		return nil, refuse(100, 0, "Invalid parameter: platform")
	}
	if no := a.often(); no != nil {
		return nil, no
	}
	var list []*Person
	for _, p := range a.people {
		if len(p.log) > 0 && (q.Get("user_id") == "" || q.Get("user_id") == p.ID) {
			list = append(list, p)
		}
	}
	slices.SortFunc(list, func(x, y *Person) int {
		if n := y.log[len(y.log)-1].At.Compare(x.log[len(x.log)-1].At); n != 0 {
			return n
		}
		return strings.Compare(x.ID, y.ID)
	})
	data := []any{}
	for _, p := range list {
		all := map[string]any{"id": "conv_" + p.ID, "updated_time": p.log[len(p.log)-1].At.UTC().Format("2006-01-02T15:04:05-0700")}
		data = append(data, pick(all, q.Get("fields")))
	}
	return paged(data, q, 25)
}

// often refuses reads of conversations beyond the published rate.
func (a *Account) often() *refusal {
	if a.server.opt.Threads == 0 {
		return nil
	}
	if a.reads == nil {
		a.reads = map[int64]int{}
	}
	second := a.server.opt.Now().Unix()
	if a.reads[second]++; a.reads[second] > a.server.opt.Threads {
		return refuse(613, 0, "Calls to this api have exceeded the rate limit.")
	}
	return nil
}

// latest is how many messages of a conversation the Conversations API tells.
const latest = 20

// object reads a conversation or a person's profile.
func (a *Account) object(id string, q url.Values) (any, *refusal) {
	if p := a.people[strings.TrimPrefix(id, "conv_")]; p != nil && strings.HasPrefix(id, "conv_") {
		if no := a.may("instagram_business_manage_messages"); no != nil {
			return nil, no
		}
		if no := a.often(); no != nil {
			return nil, no
		}
		list := []any{}
		for i := len(p.log) - 1; i >= 0 && len(list) < latest; i-- {
			m := p.log[i]
			from, to := a.ID, p.ID
			if !m.Ours {
				from, to = p.ID, a.ID
			}
			one := map[string]any{"id": m.ID, "created_time": m.At.UTC().Format("2006-01-02T15:04:05-0700"), "from": map[string]any{"id": from},
				"to": map[string]any{"data": []any{map[string]any{"id": to}}}, "message": m.Text}
			if m.Image != "" {
				one["attachments"] = map[string]any{"data": []any{map[string]any{"image_data": map[string]any{"url": m.Image}}}}
			}
			list = append(list, one)
		}
		return map[string]any{"id": id, "messages": map[string]any{"data": list}}, nil
	}
	if p := a.people[id]; p != nil {
		if p.last.IsZero() {
			return nil, refuse(230, 0, "User consent is required to access user profile")
		}
		return pick(map[string]any{"id": p.ID, "name": p.Name, "username": p.Username}, q.Get("fields")), nil
	}
	if m, ok := a.message(id, q); ok {
		return m, nil
	}
	if p, ok := a.post(id, q); ok {
		return p, nil
	}
	return nil, refuse(100, 33, "Unsupported get request. Object with ID '%s' does not exist", id)
}

// Issue makes a new token good, as the owner's new login does.
func (a *Account) Issue(token string) {
	a.server.mu.Lock()
	defer a.server.mu.Unlock()
	now := a.server.opt.Now()
	a.tokens[token] = &Token{Made: now, Until: now.Add(60 * 24 * time.Hour)}
}
