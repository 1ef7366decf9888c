package deploy

import (
	"context"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	"prilavok/app/doctor"
	"prilavok/core/call"
	"prilavok/httpapi/admin/gate"
)

// adminURL is where the API's function is: beside the bot's. "" when the bot's address does
// not end with its name.
func (d Deployed) adminURL() string {
	base, ok := strings.CutSuffix(d.FunctionURL, "/bot")
	if !ok {
		return ""
	}
	return base + "/admin"
}

// adminChecks look at the function of the API, which the panel asks.
func (d Deployed) adminChecks() []doctor.Check {
	if d.adminURL() == "" {
		return nil
	}
	admin := d
	admin.FunctionURL, admin.name = d.adminURL(), "admin"
	return []doctor.Check{
		{Name: "admin", Title: both("Функция API", "Function of the API"), Run: admin.health},
		{Name: "admin access", Title: both("Доступ к API", "Access to the API"), Run: admin.strangers},
		{Name: "jwks", Title: both("Ключи входа", "Keys of sign-in"), Run: d.signingKeys},
	}
}

// strangers asks the API without a key or token: it refuses with a fault of its own. 401
// of the platform's is another: then nobody with an API key comes through either.
func (d Deployed) strangers(ctx context.Context) doctor.Result {
	res, err := d.ask(ctx, "GET", gate.Base+"/orders", nil, "")
	if err != nil {
		return d.silent(err)
	}
	var f struct {
		Code string `json:"code"`
	}
	switch known := json.Unmarshal(res.Body, &f) == nil && strings.Contains(f.Code, "."); {
	case res.Status == 401 && known:
		return fine("без ключа и токена ответ 401", "without a key or token it answers 401")
	case res.Status >= 200 && res.Status < 300:
		return wrong(doctor.Fail, both("заказы отдаются кому угодно: ответ %d", "orders are given to anybody: answer %d", res.Status), both(
			"Уберите функцию: supabase functions delete admin, соберите её заново и разверните.", "Take the function away: supabase functions delete admin; build it anew and deploy it."))
	}
	return d.unlikeHealth(res)
}

// signingKeys looks at what the project's Auth publishes for those who verify its tokens.
// Where it publishes none, tokens are signed with a shared secret, and Auth is asked about each.
func (d Deployed) signingKeys(ctx context.Context) doctor.Result {
	at, err := url.Parse(d.FunctionURL)
	if err != nil || at.Host == "" {
		return off("не проверяется: адрес функции неполон", "not looked at: the function's address is not whole")
	}
	auth := d
	auth.FunctionURL = at.Scheme + "://" + at.Host
	res, err := auth.ask(ctx, "GET", "/auth/v1/.well-known/jwks.json", nil, "")
	mend := both("Проверьте, что Auth в проекте включён: curl %s/auth/v1/.well-known/jwks.json", "Check that the project's Auth is on: curl %s/auth/v1/.well-known/jwks.json", auth.FunctionURL)
	var set struct {
		Keys *[]struct {
			Alg string `json:"alg"`
		} `json:"keys"`
	}
	switch {
	case err != nil:
		return wrong(doctor.Fail, both("не отвечает: %v", "does not answer: %v", err), mend)
	case res.Status != 200 || json.Unmarshal(res.Body, &set) != nil || set.Keys == nil:
		return wrong(doctor.Fail, both("ответ %d без набора ключей", "answer %d, no set of keys", res.Status), mend)
	case len(*set.Keys) == 0:
		return wrong(doctor.Warn, both("проект подписывает токены общим секретом", "the project signs tokens with a shared secret"), both(
			"Включите ключи подписи: Dashboard, JWT Keys. До того нужен PRILAVOK_SUPABASE_JWT_SECRET или PRILAVOK_SUPABASE_ANON_KEY.",
			"Turn signing keys on: Dashboard, JWT Keys. Until then PRILAVOK_SUPABASE_JWT_SECRET or PRILAVOK_SUPABASE_ANON_KEY is needed."))
	}
	return fine("ключей подписи: %d", "signing keys: %d", len(*set.Keys))
}

// SignIn is the check of the Supabase project whose Auth knows staff; project is its address, "" where nobody
// signs in that way.
func SignIn(project string, do call.Doer, now func() time.Time) doctor.Check {
	return doctor.Check{Name: "supabase", Title: both("Supabase", "Supabase"), Run: func(ctx context.Context) doctor.Result {
		if project == "" {
			return off("не проверяется: SUPABASE_URL не задан", "not looked at: SUPABASE_URL is not set")
		}
		return Deployed{FunctionURL: project, HTTP: do, Now: now}.signingKeys(ctx)
	}}
}
