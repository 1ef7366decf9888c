package deploy_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"prilavok/app/deploy"
	"prilavok/app/doctor"
	"prilavok/provider/nethttp"
)

// answer is what a project says at one address.
type answer struct {
	status int
	body   string
}

// TestVerifyAdmin: the function of the API is looked at beside the bot's.
func TestVerifyAdmin(t *testing.T) {
	const health, orders, jwks = "/functions/v1/admin/health", "/functions/v1/admin/api/v1/orders", "/auth/v1/.well-known/jwks.json"
	for _, tt := range []struct {
		name, at string
		answer   answer
		finding  string
		state    doctor.State
		say      string
	}{
		{"well", "", answer{}, "admin", doctor.OK, "build b1 answers"},
		{"strangers are refused", "", answer{}, "admin access", doctor.OK, "answers 401"},
		{"keys", "", answer{}, "jwks", doctor.OK, "signing keys: 2"},
		{"another build", health, answer{200, `{"status":"ok","build":"b0","database_ms":7}`}, "admin", doctor.Fail, "b1 was expected"},
		{"no database", health, answer{503, `{"status":"down","build":"b1","code":"store.connect"}`}, "admin", doctor.Fail, "port 6543"},
		{"not deployed", health, answer{404, `{"code":"NOT_FOUND"}`}, "admin", doctor.Fail, "supabase functions deploy admin"},
		{"no module", health, answer{503, ``}, "admin", doctor.Fail, "admin.wasm was not deployed"},
		{"open to all", orders, answer{200, `{"items":[]}`}, "admin access", doctor.Fail, "functions delete admin"},
		{"the platform's 401", orders, answer{401, `{"code":401,"message":"Missing authorization header"}`}, "admin access", doctor.Fail, "verify_jwt = false"},
		{"the platform's 401 in words", orders, answer{401, `{"code":"UNAUTHORIZED_NO_AUTH_HEADER"}`}, "admin access", doctor.Fail, "verify_jwt = false"},
		{"no answer of ours", orders, answer{500, ``}, "admin access", doctor.Fail, "admin.wasm was not deployed"},
		{"a shared secret", jwks, answer{200, `{"keys":[]}`}, "jwks", doctor.Warn, "Turn signing keys on"},
		{"no keys", jwks, answer{404, `no Route matched`}, "jwks", doctor.Fail, "no set of keys"},
		{"something else", jwks, answer{200, `{}`}, "jwks", doctor.Fail, "no set of keys"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			says := map[string]answer{
				"/functions/v1/bot/health": {200, `{"status":"ok","build":"b1","database_ms":7}`},
				health:                     {200, `{"status":"ok","build":"b1","database_ms":7}`},
				orders:                     {401, `{"code":"staff.unknown","title":"Unauthorized"}`},
				jwks:                       {200, `{"keys":[{"alg":"ES256"},{"alg":"RS256"}]}`},
			}
			if tt.at != "" {
				says[tt.at] = tt.answer
			}
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				a := says[r.URL.Path]
				w.WriteHeader(a.status)
				_, _ = io.WriteString(w, a.body)
			}))
			defer s.Close()
			d := deploy.Deployed{FunctionURL: s.URL + "/functions/v1/bot", Build: "b1", HTTP: nethttp.New("test", time.Now, nil), Now: time.Now}
			expect(t, findings(t, deploy.Verify(t.Context(), d)), tt.finding, tt.state, tt.say)
			s.Close()
			expect(t, findings(t, deploy.Verify(t.Context(), d)), tt.finding, doctor.Fail, "does not answer")
		})
	}
}

// TestSignIn: doctor looks at the project that knows staff, where there is one.
func TestSignIn(t *testing.T) {
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/auth/v1/.well-known/jwks.json" {
			_, _ = io.WriteString(w, `{"keys":[{"alg":"ES256"}]}`)
			return
		}
		w.WriteHeader(404)
	}))
	do := nethttp.New("test", time.Now, nil)
	look := func(url string) map[string]doctor.Finding {
		return findings(t, []doctor.Check{deploy.SignIn(url, do, time.Now)})
	}
	expect(t, look(""), "supabase", doctor.Off, "SUPABASE_URL is not set")
	expect(t, look(s.URL), "supabase", doctor.OK, "signing keys: 1")
	s.Close()
	expect(t, look(s.URL), "supabase", doctor.Fail, "does not answer")
}
