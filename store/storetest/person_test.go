package storetest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"prilavok/core/fault"
	"prilavok/core/staff"
	"prilavok/core/staff/audit"
	"prilavok/core/staff/person"
	"prilavok/core/txn"
	"prilavok/store"
)

// say compares how two things read.
func say(t *testing.T, what string, got, want any) {
	t.Helper()
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func personOf(slug, id string) person.Person {
	return person.Person{ID: id, ShopID: "shp_" + slug, Email: id + "@Shop.example", Name: "Анна", Password: "$argon2id$x", Recovery: []string{"a", "b"}, CreatedAt: noon, UpdatedAt: noon}
}

var _ = Case("InsertPerson PersonByEmail PersonByTelegram PersonByID HoldPerson UpdatePerson LinkTelegram", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "people-north")
	south, _, _ := Shop(t, st, "people-south")
	in := func(ctx context.Context, fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	insert := func(ctx context.Context, p person.Person, key string, want bool) {
		t.Helper()
		in(ctx, func(ctx context.Context) error {
			ok, err := st.InsertPerson(ctx, p, key)
			say(t, "inserted "+p.ID, ok, want)
			return err
		})
	}
	find := func(fn func(ctx context.Context) (person.Person, error)) (p person.Person) {
		t.Helper()
		check(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) (err error) { p, err = fn(ctx); return err }))
		return p
	}
	a, b := personOf("people-north", "people-a"), personOf("people-south", "people-b")
	insert(north, a, "people-a@shop.example", true)
	insert(south, b, "people-a@shop.example", false) // another shop's person has it
	insert(south, b, "people-b@shop.example", true)
	say(t, "by e-mail", find(func(ctx context.Context) (person.Person, error) {
		return st.PersonByEmail(ctx, "people-a@shop.example")
	}), a)
	say(t, "by id", find(func(ctx context.Context) (person.Person, error) { return st.PersonByID(ctx, "people-b") }), b)
	say(t, "nobody", find(func(ctx context.Context) (person.Person, error) { return st.PersonByID(ctx, "people-c") }), person.Person{})
	a.Name, a.Lang, a.Secret, a.SecretKey, a.TOTP, a.TOTPStep, a.Recovery, a.UpdatedAt = "Аня", "en", []byte("sealed"), "k1", true, 7, []string{"b"}, noon.Add(time.Hour)
	in(south, func(ctx context.Context) error { return st.UpdatePerson(ctx, a) }) // another shop's row
	in(north, func(ctx context.Context) error {
		if was, err := st.HoldPerson(ctx, a.ID); err != nil || was.Name != "Анна" {
			t.Errorf("held %+v, %v", was, err)
		}
		if none, err := st.HoldPerson(ctx, b.ID); err != nil || none.ID != "" {
			t.Errorf("held another shop's %+v, %v", none, err)
		}
		if err := st.LinkTelegram(ctx, a.ID, "77", noon.Add(time.Hour)); err != nil {
			return err
		}
		return st.UpdatePerson(ctx, a)
	})
	a.TelegramID = "77"
	say(t, "by Telegram", find(func(ctx context.Context) (person.Person, error) { return st.PersonByTelegram(ctx, "77") }), a)
	err := st.InTx(south, func(ctx context.Context) error { return st.LinkTelegram(ctx, b.ID, "77", noon) })
	say(t, "linked twice", fault.CodeOf(err), "store.duplicate")
	in(north, func(ctx context.Context) error { return st.LinkTelegram(ctx, a.ID, "", noon) })
	in(south, func(ctx context.Context) error { return st.LinkTelegram(ctx, b.ID, "77", noon) })
	say(t, "moved", find(func(ctx context.Context) (person.Person, error) { return st.PersonByTelegram(ctx, "77") }).ID, b.ID)
})

var _ = Case("InsertPasskey Passkeys UsePasskey RenamePasskey DeletePasskey", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "passkeys")
	in := func(fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(north, fn)) }
	k := person.Passkey{ID: "psk_1", ShopID: "shp_passkeys", PersonID: "keys-a", CredentialID: "cred", Credential: []byte(`{"id": "x"}`), Name: "Телефон", CreatedAt: noon}
	in(func(ctx context.Context) error {
		_, err := st.InsertPerson(ctx, personOf("passkeys", "keys-a"), "keys-a")
		return err
	})
	for i, want := range []bool{true, false} {
		in(func(ctx context.Context) error {
			k.ID = fmt.Sprint("psk_", i+1)
			ok, err := st.InsertPasskey(ctx, k)
			say(t, "inserted", ok, want)
			return err
		})
	}
	list := func() (out string) {
		t.Helper()
		check(t, st.View(north, func(ctx context.Context) error {
			keys, err := st.Passkeys(ctx, "keys-a")
			for _, k := range keys {
				out += fmt.Sprint(k.ID, k.CredentialID, len(k.Credential) > 8, k.Name, k.UsedAt.Equal(noon.Add(time.Hour)))
			}
			return err
		}))
		return out
	}
	say(t, "listed", list(), "psk_1credtrueТелефонfalse")
	in(func(ctx context.Context) error {
		return st.UsePasskey(ctx, "psk_1", []byte(`{"id": "used"}`), noon.Add(time.Hour))
	})
	say(t, "used", list(), "psk_1credtrueТелефонtrue")
	for who, want := range map[string]bool{"keys-b": false, "keys-a": true} {
		in(func(ctx context.Context) error {
			ok, err := st.RenamePasskey(ctx, who, "psk_1", "Ноутбук")
			say(t, "renamed by "+who, ok, want)
			return err
		})
	}
	say(t, "renamed", list(), "psk_1credtrueНоутбукtrue")
	for _, x := range []struct {
		who, id string
		want    bool
	}{{"keys-b", "psk_1", false}, {"keys-a", "psk_9", false}, {"keys-a", "psk_1", true}, {"keys-a", "psk_1", false}} {
		in(func(ctx context.Context) error {
			ok, err := st.DeletePasskey(ctx, x.who, x.id)
			say(t, "deleted "+x.id+" of "+x.who, ok, x.want)
			return err
		})
	}
})

var _ = Case("InsertSession SessionByHash SessionsOf TouchSession EndSession EndSessions ForgetSessions", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "sessions")
	in := func(fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(north, fn)) }
	in(func(ctx context.Context) error {
		_, err := st.InsertPerson(ctx, personOf("sessions", "sessions-a"), "sessions-a")
		return err
	})
	make := func(id string) person.Session {
		x := person.Session{ID: id, ShopID: "shp_sessions", PersonID: "sessions-a", Hash: "hash-" + id, Method: person.ByPassword, Address: "127.0.0.1", Agent: "Firefox",
			CreatedAt: noon, SeenAt: noon, ProvedAt: noon, ExpiresAt: noon.Add(24 * time.Hour)}
		in(func(ctx context.Context) error { return st.InsertSession(ctx, x) })
		return x
	}
	find := func(hash string) (x person.Session) {
		t.Helper()
		check(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) (err error) { x, err = st.SessionByHash(ctx, hash); return err }))
		return x
	}
	a := make("ses_1")
	say(t, "found", find(a.Hash), a)
	say(t, "none", find("x"), person.Session{})
	in(func(ctx context.Context) error { return st.TouchSession(ctx, a.ID, noon.Add(time.Hour)) })
	in(func(ctx context.Context) error { return st.TouchSession(ctx, a.ID, noon.Add(time.Minute)) })
	say(t, "touched", find(a.Hash).SeenAt, noon.Add(time.Hour))
	for _, id := range []string{"ses_2", "ses_3", "ses_4"} {
		make(id)
	}
	ids := func() (out string) {
		t.Helper()
		check(t, st.View(north, func(ctx context.Context) error {
			list, err := st.SessionsOf(ctx, "sessions-a")
			for _, x := range list {
				out += x.ID
			}
			return err
		}))
		return out
	}
	for _, x := range []struct {
		who, id string
		want    bool
	}{{"sessions-b", "ses_2", false}, {"sessions-a", "ses_2", true}, {"sessions-a", "ses_2", false}} {
		in(func(ctx context.Context) error {
			ok, err := st.EndSession(ctx, x.who, x.id)
			say(t, "ended", ok, x.want)
			return err
		})
	}
	say(t, "left", ids(), "ses_4ses_3ses_1")
	in(func(ctx context.Context) error { return st.ForgetSessions(ctx, noon.Add(time.Minute), noon) })
	say(t, "seen of late", ids(), "ses_1")
	make("ses_5")
	in(func(ctx context.Context) error { return st.EndSessions(ctx, "sessions-a", "ses_5") })
	say(t, "but one", ids(), "ses_5")
	in(func(ctx context.Context) error { return st.ForgetSessions(ctx, noon, noon.Add(24*time.Hour)) })
	say(t, "expired", ids(), "")
})

var _ = Case("InsertTicket TicketByHash UseTicket OpenTickets WithdrawTickets ForgetTickets", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "tickets")
	south, _, _ := Shop(t, st, "tickets-south")
	in := func(ctx context.Context, fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(ctx, fn)) }
	row := func(id string) person.Ticket {
		return person.Ticket{ID: id, ShopID: "shp_tickets", Kind: "invitation", Hash: "hash-" + id, Email: "a@b", Role: "viewer", ByID: "mem_1", CreatedAt: noon, ExpiresAt: noon.Add(time.Hour)}
	}
	for _, x := range []struct {
		t    person.Ticket
		want bool
	}{{row("tkt_1"), true}, {row("tkt_1"), false}, {row("tkt_2"), true}, {row("tkt_3"), true}} {
		in(north, func(ctx context.Context) error {
			ok, err := st.InsertTicket(ctx, x.t)
			say(t, "inserted "+x.t.ID, ok, x.want)
			return err
		})
	}
	find := func(hash string) (x person.Ticket) {
		t.Helper()
		check(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) (err error) { x, err = st.TicketByHash(ctx, hash); return err }))
		return x
	}
	say(t, "found", find("hash-tkt_1"), row("tkt_1"))
	use := func(ctx context.Context, hash string, at time.Time, want bool) {
		t.Helper()
		in(ctx, func(ctx context.Context) error {
			ok, err := st.UseTicket(ctx, hash, at)
			say(t, "used "+hash, ok, want)
			return err
		})
	}
	use(south, "hash-tkt_1", noon, false)
	use(north, "hash-tkt_1", noon.Add(time.Hour), false) // expired
	use(north, "hash-tkt_1", noon, true)
	use(north, "hash-tkt_1", noon, false)
	open := func(at time.Time) (out string) {
		t.Helper()
		check(t, st.View(north, func(ctx context.Context) error {
			list, err := st.OpenTickets(ctx, "invitation", at)
			for _, x := range list {
				out += x.ID
			}
			return err
		}))
		return out
	}
	say(t, "open", open(noon), "tkt_3tkt_2")
	say(t, "open later", open(noon.Add(time.Hour)), "")
	withdraw := func(ctx context.Context, kind, id string, want int64) {
		t.Helper()
		in(ctx, func(ctx context.Context) error {
			n, err := st.WithdrawTickets(ctx, kind, id, noon)
			say(t, "withdrawn "+id, n, want)
			return err
		})
	}
	withdraw(south, "invitation", "tkt_2", 0)
	withdraw(north, "first", "", 0)
	withdraw(north, "invitation", "tkt_2", 1)
	withdraw(north, "invitation", "", 1)
	in(north, func(ctx context.Context) error { return st.ForgetTickets(ctx, noon.Add(2*time.Hour)) })
	say(t, "forgotten", find("hash-tkt_1").ID, "")
})

var _ = Case("HoldAttempts SetAttempts ForgetAttempts Ownerless FirstShop", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "attempts")
	in := func(fn func(ctx context.Context) error) { t.Helper(); check(t, st.InTx(north, fn)) }
	hold := func(at time.Time) (x person.Tally) {
		t.Helper()
		in(func(ctx context.Context) (err error) { x, err = st.HoldAttempts(ctx, "k", at); return err })
		return x
	}
	say(t, "begun", hold(noon), person.Tally{Key: "k", LastAt: noon})
	x := person.Tally{Key: "k", Failures: 6, LastAt: noon.Add(time.Minute), Until: noon.Add(time.Hour)}
	in(func(ctx context.Context) error { return st.SetAttempts(ctx, x) })
	say(t, "set", hold(noon), x)
	in(func(ctx context.Context) error { return st.ForgetAttempts(ctx, noon) })
	say(t, "kept", hold(noon), x)
	in(func(ctx context.Context) error { return st.ForgetAttempts(ctx, noon.Add(time.Hour)) })
	say(t, "forgotten", hold(noon).Failures, 0)
	ownerless := func() (has bool, first string) {
		t.Helper()
		check(t, st.View(txn.ForSystem(t.Context()), func(ctx context.Context) error {
			list, err := st.Ownerless(ctx)
			for _, id := range list {
				has = has || id == "shp_attempts"
			}
			if err == nil {
				first, err = st.FirstShop(ctx)
			}
			return err
		}))
		return has, first
	}
	has, first := ownerless()
	say(t, "without an owner", has, true)
	if first == "" {
		t.Error("there is no first shop")
	}
	save := func(role staff.Role) {
		in(func(ctx context.Context) error {
			_, err := st.SaveMember(ctx, staff.Member{ID: "mem_1", UserID: "6f1d2c3b-4a59-4e68-8d77-0000000000aa", Email: "a@b", Role: role, CreatedAt: noon})
			return err
		})
	}
	save(staff.Manager)
	has, _ = ownerless()
	say(t, "with a manager", has, true)
	save(staff.Owner)
	has, _ = ownerless()
	say(t, "with an owner", has, false)
	in(func(ctx context.Context) error { _, err := st.EndMember(ctx, "mem_1", noon); return err })
	has, _ = ownerless()
	say(t, "ended", has, true)
})

var _ = Case("InsertAudit AuditPage", func(t *testing.T, st *store.Store) {
	north, _, _ := Shop(t, st, "audit")
	south, _, _ := Shop(t, st, "audit-south")
	for i, x := range []audit.Entry{{ActorID: "mem_1", Action: "orders.cancel", Subject: "ord_1"}, {ActorID: "key_1", Action: "orders.cancel", Subject: "ord_2"}, {ActorID: "mem_1", Action: "stock.set", Subject: "var_1"}} {
		x.ID, x.At, x.Path, x.Status, x.RequestID = fmt.Sprint("aud_", i), noon.Add(time.Duration(i)*time.Minute), "/x", 200, "req"
		x.Before, x.After = []byte(`{"a":1}`), []byte(`{"a":"\u0000"}`)
		check(t, st.InTx(north, func(ctx context.Context) error { return st.InsertAudit(ctx, x) }))
	}
	list := func(ctx context.Context, f audit.Filter, below string, limit int) (out string) {
		t.Helper()
		check(t, st.View(ctx, func(ctx context.Context) error {
			page, err := st.AuditPage(ctx, f, below, limit)
			for _, e := range page {
				out += e.ID[4:]
				say(t, "before", string(e.Before), `{"a":1}`)
			}
			return err
		}))
		return out
	}
	for _, x := range []struct {
		f     audit.Filter
		below string
		limit int
		want  string
	}{{audit.Filter{}, "", 9, "210"}, {audit.Filter{}, "aud_2", 1, "1"}, {audit.Filter{ActorID: "mem_1"}, "", 9, "20"}, {audit.Filter{Action: "orders.cancel"}, "", 9, "10"},
		{audit.Filter{Subject: "ord_2"}, "", 9, "1"}, {audit.Filter{Since: noon.Add(time.Minute)}, "", 9, "21"}, {audit.Filter{Until: noon.Add(time.Minute)}, "", 9, "0"},
		{audit.Filter{ActorID: "mem_1", Action: "stock.set", Since: noon}, "", 9, "2"}} {
		say(t, fmt.Sprint(x.f), list(north, x.f, x.below, x.limit), x.want)
	}
	say(t, "another shop's", list(south, audit.Filter{}, "", 9), "")
})
