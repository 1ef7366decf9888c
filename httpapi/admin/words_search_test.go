package admin_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"prilavok/core/staff"
	"prilavok/store"
)

// TestSearchByWords: a conversation is found by what was said in it a moment ago, with the piece
// of the message; another shop's is not, nor what was taken back, and a key without the right
// finds nothing.
func TestSearchByWords(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		other := openTill(t, st, "south")
		c := x.Buyer()
		x.wrote(c, "Здравствуйте! Есть ли у вас льняные скатерти на большой круглый стол, метра два с половиной, и чтобы можно было стирать? <b>Ещё</b> салфетки нужны.")
		other.wrote(other.Buyer(), "льняные скатерти")
		type line struct {
			ID    string
			Found *struct {
				ID, By, Text string
				Words        []string
			}
		}
		find := func(x *till, words string) (list []line) {
			var p struct{ Items []line }
			x.get("/conversations?search="+url.QueryEscape(words)).is(http.StatusOK, "").read(&p)
			return p.Items
		}
		for _, words := range []string{"скатерть", "СКАТЕРТИ льняные", "салфетка", "скат"} {
			list := find(x, words)
			if len(list) != 1 || list[0].ID != c.ID || list[0].Found == nil || list[0].Found.ID != "msg_1" || list[0].Found.By != "contact" {
				t.Fatalf("%q finds %+v", words, list)
			}
		}
		f := find(x, "стирать салфетку")[0].Found
		if len(f.Text) > 400 || !strings.HasPrefix(f.Text, "…") || !slices.Equal(f.Words, []string{"стирать", "салфетки"}) || !strings.Contains(f.Text, "<b>Ещё</b>") {
			t.Errorf("the piece: %+v", f)
		}
		if list := find(x, "подушка"); len(list) != 0 {
			t.Errorf("nobody said it, and it is found: %+v", list)
		}
		x.key = x.issue("orders only", staff.OrdersRead)
		x.get("/conversations?search=x").is(http.StatusForbidden, "api.scope")
	})
}

// TestSearchManyByWords: what stands in every conversation is found page by page, newest first,
// each once, as what stands in few of them is.
func TestSearchManyByWords(t *testing.T) {
	everywhere(t, func(t *testing.T, st *store.Store) {
		x := openTill(t, st, "north")
		var all, few []string
		for i := range 12 {
			c := x.Buyer()
			said := "Привет, есть самовар?"
			if i%6 == 0 {
				said += " И поднос."
				few = append(few, c.ID)
			}
			x.wrote(c, said)
			all = append(all, c.ID)
		}
		for words, want := range map[string][]string{"самовары": all, "подносы": few} {
			var got []string
			for cursor, pages := "", 0; pages == 0 || cursor != ""; pages++ {
				var p struct {
					Items []struct{ ID string }
					Next  string
				}
				x.get("/conversations?limit=2&search="+url.QueryEscape(words)+"&cursor="+url.QueryEscape(cursor)).is(http.StatusOK, "").read(&p)
				for _, c := range p.Items {
					got = append(got, c.ID)
				}
				if cursor = p.Next; pages > 12 {
					t.Fatal("the pages have no end")
				}
			}
			slices.Reverse(got)
			if !slices.Equal(got, want) {
				t.Errorf("%q finds %v, want %v", words, got, want)
			}
		}
	})
}
