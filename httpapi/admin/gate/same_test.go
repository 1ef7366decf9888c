package gate

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
)

type Place struct {
	ID string `path:"id" minLength:"2" maxLength:"4"`
}

type sameIn struct {
	Place
	Limit int       `query:"limit" minimum:"1" maximum:"9" default:"5" doc:"how many"`
	Kinds []string  `query:"kinds" enum:"one,two"`
	Any   []string  `query:"any"`
	Open  bool      `query:"open"`
	From  time.Time `query:"from"`
	Match string    `header:"If-Match" maxLength:"6" doc:"a revision"`
	Body  struct {
		Name  string `json:"name" minLength:"1" maxLength:"5"`
		Count int32  `json:"count,omitempty" minimum:"-3000000000"`
		Lines []struct {
			N int `json:"n" minimum:"1"`
		} `json:"lines,omitempty" maxItems:"2"`
		More map[string]any `json:"more,omitempty"`
	}
}

type sameOut struct {
	ETag string `header:"ETag" doc:"names this revision"`
	Body struct {
		Seen string `json:"seen"`
	}
}

func same(_ context.Context, in *sameIn) (*sameOut, error) {
	if in.Match == "busy" {
		return nil, errTooFast.After(3 * time.Second)
	}
	out := &sameOut{ETag: in.Match}
	out.Body.Seen = fmt.Sprintf("%+v <&>", *in)
	return out, nil
}

// TestSameAsHuma: routes are described and answered as by huma.Register, whatever is asked.
func TestSameAsHuma(t *testing.T) {
	operation := func() huma.Operation {
		return huma.Operation{OperationID: "same.put", Method: http.MethodPut, Path: "/same/{id}", DefaultStatus: 201, Errors: []int{400, 409}}
	}
	theirs, ours := http.NewServeMux(), http.NewServeMux()
	huma.Register(newAPI(theirs, ""), operation(), func(ctx context.Context, in *sameIn) (*sameOut, error) {
		out, err := same(ctx, in)
		if err != nil {
			return nil, problemOf(ctx, err)
		}
		return out, nil
	})
	api, op := newAPI(ours, ""), operation()
	s := describe(api, &op, reflect.TypeFor[sameIn](), reflect.TypeFor[sameOut]())
	api.Adapter().Handle(&op, s.handle(api, &op, func(ctx context.Context, in any) (any, error) { return same(ctx, in.(*sameIn)) }))

	const good = `{"name":"mug"}`
	statuses := map[int]int{}
	for _, path := range []string{"/same/abc", "/same/a", "/same/abcdef?limit=0", "/same/abc?limit=10", "/same/abc?limit=x", "/same/abc?limit=&kinds=one,two&any=a,,b", "/same/abc?kinds=one,three",
		"/same/abc?open=yes", "/same/abc?open=true&from=2026-01-02T03:04:05.6Z", "/same/abc?from=yesterday", "/same/abc?none=1&limit=x", "/same/abc?any=%D1%8F&limit=3&limit=4"} {
		for _, header := range []string{"", `"1"`, "busy", "toolong"} {
			for _, body := range []string{good, "", "null", "[]", "{", `{"name":""}`, `{"name":"toolong","lines":[{"n":0},{"n":1},{"n":2}]}`, `{"name":"mug","stranger":1}`, `{"name":"mug","count":-2999999999}`,
				`{"name":"mug","count":1.5,"more":{"a":[1,null]}}`, `{"name":5}`, good + good, `{"name":"mug","lines":[{"n":2},{"m":2}]}`} {
				for _, accept := range []string{"", "text/html", "application/json;q=0.5, */*"} {
					ask := func(h http.Handler) (int, string) {
						r := httptest.NewRequest(http.MethodPut, path, strings.NewReader(body))
						for k, v := range map[string]string{"If-Match": header, "Accept": accept, "Content-Type": "application/json; charset=utf-8"} {
							if v != "" {
								r.Header.Set(k, v)
							}
						}
						w := httptest.NewRecorder()
						h.ServeHTTP(w, r)
						return w.Code, fmt.Sprint(w.Code, w.Header(), w.Body)
					}
					status, want := ask(theirs)
					if _, got := ask(ours); got != want {
						t.Errorf("%s %s %s %s\nis answered %s\nhuma answers %s", path, header, body, accept, got, want)
					}
					statuses[status]++
				}
			}
		}
	}
	for _, status := range []int{201, 400, 422, 429} {
		if statuses[status] == 0 {
			t.Errorf("nothing was answered with %d", status)
		}
	}
}

// TestSameDescription: the description of a route is huma's, too.
func TestSameDescription(t *testing.T) {
	text := func(api huma.API) string {
		b, err := json.MarshalIndent(api.OpenAPI(), "", " ")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	theirs, ours := newAPI(http.NewServeMux(), ""), newAPI(http.NewServeMux(), "")
	op := huma.Operation{OperationID: "same.put", Method: http.MethodPut, Path: "/same/{id}", DefaultStatus: 201, Errors: []int{400, 409}}
	other := op
	huma.Register(theirs, op, same)
	describe(ours, &other, reflect.TypeFor[sameIn](), reflect.TypeFor[sameOut]())
	if text(ours) != text(theirs) {
		t.Errorf("described\n%s\nhuma describes\n%s", text(ours), text(theirs))
	}
}

// TestRoutesThatAreNotRead: what describe does not read is no route.
func TestRoutesThatAreNotRead(t *testing.T) {
	for name, in := range map[string]reflect.Type{
		"a pointer": reflect.TypeFor[struct {
			N *int `query:"n"`
		}](),
		"a float": reflect.TypeFor[struct {
			N float64 `query:"n"`
		}](),
		"a field of nobody": reflect.TypeFor[struct{ N string }](),
		"a default inside": reflect.TypeFor[struct {
			Body struct {
				N int `default:"3"`
			}
		}](),
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("it was taken for a route")
				}
			}()
			describe(newAPI(http.NewServeMux(), ""), &huma.Operation{OperationID: "x", Method: "GET", Path: "/x", DefaultStatus: 200}, in, reflect.TypeFor[struct{}]())
		})
	}
}
