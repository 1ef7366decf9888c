package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// right is what prilavok_panel and prilavok_reader may do with a table, always with the
// rows of one shop only.
type right struct {
	panel       string // first letters of SELECT, INSERT, UPDATE, DELETE
	panelHides  string // columns that the panel neither reads nor writes
	reader      bool   // SELECT
	readerHides string
	why         string
}

// rights is decided here, a line for each table: one that is missing fails the test until
// somebody decides it and calls prilavok.share. docs/access.md tells the same in words.
//
// The panel has what httpapi/admin uses, which its tests hold by running as the panel, and what an
// operator at a conversation needs. The reader has counts, sums and times: no name,
// number, address or word of a person, no secret, no link that opens something.
var rights = map[string]right{
	"shops":            {panel: "S", reader: true, readerHides: "settings", why: "settings are the owner's: prilavok shop"},
	"channel_accounts": {panel: "S", panelHides: "secret, secret_key_id, hook_hash", why: "sealed tokens; a path that messages come by"},
	"payment_accounts": {panel: "S", why: "the API calls providers, and reads the row whole for it; keys are sealed, and the key to them is not in the database"},
	"api_keys":         {panel: "S", panelHides: "hash", why: "the API finds a key as the system, and notes its use as the bot"},
	"api_requests":     {panel: "SIUD", why: "the API keeps its answers for repetitions; secrets are not in them"},
	"upkeep":           {why: "the bot's"},

	"webhook_endpoints":  {panel: "SIU", why: "the API makes signing secrets and reads the row whole; they are sealed"},
	"webhook_deliveries": {panel: "SIU"},
	"events":             {panel: "SI", reader: true, readerHides: "data", why: "what has happened stays"},
	"jobs":               {panel: "SIUD", why: "the API enqueues, wakes what waits, and drops what was given up"},
	"counters":           {panel: "SIU"},

	"contacts":          {panel: "SIU", why: "forgetting somebody is a command of the owner's"},
	"addresses":         {panel: "S"},
	"contact_codes":     {why: "hashes of codes that join two addresses"},
	"contact_joins":     {panel: "SIU", panelHides: "before", why: "the API asks for a join, a job does it"},
	"contact_join_rows": {why: "what a join moved"},
	"contact_guesses":   {why: "wrong codes of an address, counted"},
	"contact_consents":  {panel: "SI", why: "the newest counts; older ones are proof"},

	"conversations":      {panel: "SU", reader: true, readerHides: "key, address_id, assignee, question, labels, draft_id"},
	"desk_changes":       {panel: "SI", why: "what has changed stays; upkeep deletes the oldest"},
	"messages":           {panel: "SIU"},
	"held_messages":      {panel: "SIU", why: "an operator decides what becomes of them"},
	"channel_days":       {panel: "S", reader: true, why: "counts by day"},
	"sales_days":         {panel: "S", reader: true, why: "counts by day"},
	"product_days":       {panel: "S", reader: true, why: "counts by day"},
	"talk_days":          {panel: "S", reader: true, why: "counts by day and conversation"},
	"report_state":       {panel: "S", reader: true, why: "how far days are counted"},
	"staff_members":      {panel: "S", why: "who works here; the keeper adds and ends them"},
	"staff_people":       {why: "hashes of passwords; the server's own sign-in"},
	"staff_passkeys":     {why: "the server's own sign-in"},
	"staff_sessions":     {why: "the server's own sign-in"},
	"staff_tickets":      {why: "the server's own sign-in"},
	"staff_attempts":     {why: "the server's own sign-in"},
	"audit_log":          {panel: "SI", why: "what has happened stays"},
	"channel_attempts":   {panel: "SID", why: "the API begins attempts to connect; the bot ends them"},
	"channel_health":     {panel: "S", why: "the bot finds out"},
	"channel_erasures":   {panel: "S"},
	"drafts":             {panel: "SIU", why: "operators ask for drafts and settle them; the reader: they repeat what customers said"},
	"ratings":            {panel: "S", reader: true, readerHides: "comment", why: "the bot asks and takes the answers"},
	"canned_replies":     {panel: "SIUD", why: "operators keep their ready answers"},
	"bell_items":         {panel: "S", why: "the bot rings; upkeep deletes the oldest"},
	"bell_reads":         {panel: "SID", why: "each reader has read, or not"},
	"bell_choices":       {panel: "SIU", why: "each reader chooses"},
	"push_keys":          {why: "the server's own: sealed, and no panel sends"},
	"push_subscriptions": {why: "the server's own sign-in: a browser's go with its session"},
	"settings_versions":  {panel: "SI", why: "what has happened stays"},
	"guide_steps":        {panel: "SIU"},
	"stray_events":       {why: "of no shop: the system's"},
	"stop_metrics":       {panel: "S", reader: true, why: "counts and times"},
	"comment_rules":      {panel: "SIU", reader: true},
	"comments":           {panel: "SU", reader: true, readerHides: "key, comment_id, parent_id, person_id, username, text, private_text, private_id, public_text, public_id, conversation_id"},
	"comment_queues":     {panel: "SIU", reader: true, why: "an entry that is tried again wakes its account"},
	"pictures":           {panel: "SIUD", why: "the API lets pictures of products be sent, and looks at them"},
	"uploads":            {panel: "SI", why: "pictures; upkeep deletes them"},
	"posts":              {panel: "SIU", why: "the owner links posts to products"},
	"intake":             {why: "raw bodies that are no messages"},
	"handoffs":           {panel: "SIU", reader: true, readerHides: "summary, accepted_by, resolved_by"},
	"conversation_notes": {panel: "SI"},
	"staff_threads":      {why: "bookkeeping of the staff chat in Telegram"},
	"staff_messages":     {why: "bookkeeping of the staff chat in Telegram"},

	"telegram_connections": {why: "bookkeeping of the channel"},
	"telegram_offsets":     {why: "bookkeeping of the channel"},
	"telegram_files":       {why: "bookkeeping of the channel"},

	"words_state":     {panel: "SIU", why: "a search reads on in what was said; the reader has no use for it"},
	"talk_words":      {panel: "SIU"},
	"talk_postings":   {panel: "SIUD"},
	"turns":           {panel: "S", reader: true},
	"turn_steps":      {panel: "S", why: "the reader: transcripts repeat what customers said"},
	"proposals":       {why: "tokens by which customers say yes"},
	"assistant_usage": {panel: "S", reader: true},
	"model_health":    {panel: "S", reader: true},

	"categories":         {panel: "SIU", reader: true},
	"products":           {panel: "SIU", reader: true},
	"variants":           {panel: "SIU", reader: true},
	"reservations":       {panel: "SIU", reader: true},
	"stock_log":          {panel: "SI", reader: true, readerHides: "by_whom", why: "what has happened stays"},
	"stock_waits":        {panel: "SU", reader: true, why: "stock that comes back marks who is told of it"},
	"goods_imports":      {panel: "SIU", why: "the reader: names of files, and who brought them"},
	"goods_import_items": {panel: "SID", why: "the reader: the catalog says the same"},
	"articles":           {panel: "SIUD", reader: true},
	"search_state":       {panel: "SIU", why: "saving a product writes the index; the reader has no use for it"},
	"product_terms":      {panel: "SIU"},
	"postings":           {panel: "SIU"},
	"terms":              {panel: "SI"},
	"synonyms":           {panel: "SIUD"},

	"delivery_methods":   {panel: "SIUD", reader: true},
	"delivery_slots":     {panel: "SIU", reader: true},
	"delivery_bookings":  {panel: "SIUD", reader: true},
	"delivery_shipments": {panel: "SIU", reader: true, readerHides: "number, url, parcel, place", why: "a tracking number leads to a person"},

	"carts":                 {panel: "SIU", reader: true, readerHides: "code"},
	"cart_lines":            {panel: "SIUD", reader: true},
	"cart_fills":            {panel: "SI", reader: true, why: "what has happened stays"},
	"checkouts":             {panel: "S", reader: true, readerHides: "state", why: "the state holds name, phone and address"},
	"promotions":            {panel: "SIU", reader: true},
	"promotion_codes":       {panel: "SID", why: "who reads a code can use it"},
	"promotion_redemptions": {panel: "SIU", reader: true, readerHides: "code"},

	"orders":           {panel: "SIU", reader: true, readerHides: "place_key, name, phone, phone_verified, address, comment, delivery, promotions, name_key, name_back, phone_key", why: "promotions name the code they were had by"},
	"order_lines":      {panel: "SID", reader: true, readerHides: "reasons"},
	"order_events":     {panel: "SI", reader: true, readerHides: "actor_id, why, data", why: "what has happened stays"},
	"order_returns":    {panel: "SIU", reader: true, readerHides: "reason, photos, refusal"},
	"order_shortfalls": {panel: "SIU", reader: true},
	"fulfillments":     {panel: "SIU", reader: true, readerHides: "tracking, tracking_url"},

	"payments":           {panel: "SIU", reader: true, readerHides: "external_id, url, back, token, reason, problem, receipt, proof"},
	"payment_operations": {panel: "SIU"},
	"payment_problems":   {panel: "SIU", reader: true, readerHides: "data, resolved_by"},
	"payment_reports":    {panel: "S", reader: true},
	"payment_charges":    {panel: "S"},
	"payment_approvals":  {why: "the bot's answers to a messenger"},
	"payment_notices":    {why: "raw bodies from providers"},
	"demo_payments":      {why: "the test provider's own"},

	"notices":          {panel: "SIU", why: "texts with names and sums"},
	"notice_templates": {panel: "SI", reader: true, readerHides: "author", why: "a new version is a new row"},
}

var verbs = []string{"SELECT", "INSERT", "UPDATE", "DELETE"}

// may reports the decision about a role and a verb on a table.
func may(role, table, verb string) bool {
	r := rights[table]
	if role == "prilavok_reader" {
		return verb == "SELECT" && r.reader
	}
	return strings.Contains(r.panel, verb[:1])
}

func hidden(role, table string) []string {
	list := rights[table].panelHides
	if role == "prilavok_reader" {
		list = rights[table].readerHides
	}
	return strings.Split(list, ", ")
}

// TestAccessOfStaff tries each verb of panel and reader on each table, of either shop.
func TestAccessOfStaff(t *testing.T) {
	m := seeded(t)
	for table := range rights {
		if m.tables[table] == nil {
			t.Errorf("the list of rights names %s, which does not exist", table)
		}
	}
	for table := range m.tables {
		if _, decided := rights[table]; !decided {
			t.Errorf("nobody has decided what panel and reader may do with %s: say it in rights, and call prilavok.share", table)
			continue
		}
		t.Run(table, func(t *testing.T) {
			for _, role := range []string{"prilavok_panel", "prilavok_reader"} {
				m.run(t, m.staff(role, table, "north", "south"))
				m.run(t, m.staff(role, table, "south", "north"))
			}
		})
	}
}

// staff has the decided verbs on the rows of its own shop, and no other.
func (m matrix) staff(role, table, own, other string) []expect {
	name := "prilavok." + table
	add, addArgs := m.insert(table, own)
	foreign, foreignArgs := m.insert(table, other)
	of := " WHERE shop_id = '" + other + "'"
	empty, alone := []string{"DELETE FROM " + name}, []string{"DELETE FROM " + name + of}
	var out []expect
	try := func(verb, what, shop string, prepare []string, query string, args []any, rows int64, state string) {
		if !may(role, table, verb) {
			rows, state = 0, denied
		}
		out = append(out, expect{role + " " + what, role, shop, "bot", prepare, query, args, rows, state})
	}
	try("SELECT", "reads its own", own, nil, "SELECT FROM "+name, nil, 1, "")
	try("SELECT", "without a shop", "", nil, "SELECT FROM "+name, nil, 0, "")
	try("SELECT", "reads another's", own, nil, "SELECT FROM "+name+of, nil, 0, "")
	try("INSERT", "adds its own", own, empty, add, addArgs, 1, "")
	try("INSERT", "adds another's", own, empty, foreign, foreignArgs, 0, denied)
	try("UPDATE", "changes its own", own, nil, "UPDATE "+name+" SET shop_id = shop_id", nil, 1, "")
	try("UPDATE", "changes another's", own, nil, "UPDATE "+name+" SET shop_id = shop_id"+of, nil, 0, "")
	try("UPDATE", "gives its own away", own, alone, "UPDATE "+name+" SET shop_id = '"+other+"'", nil, 0, denied)
	try("DELETE", "deletes its own", own, nil, "DELETE FROM "+name, nil, 1, "")
	try("DELETE", "deletes another's", own, nil, "DELETE FROM "+name+of, nil, 0, "")
	try("TRUNCATE", "empties the table", own, nil, "TRUNCATE "+name+" CASCADE", nil, 0, denied)
	return out
}

// TestAccessByColumn compares what the catalog says of each column with the decision.
func TestAccessByColumn(t *testing.T) {
	db := openSQL(t, NewDatabase(t, true))
	columns := list(t, db, `SELECT c.relname || ' ' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
		WHERE c.relnamespace = 'prilavok'::regnamespace AND c.relkind IN ('r', 'p')`)
	for _, role := range []string{"prilavok_panel", "prilavok_reader"} {
		var want []string
		for _, c := range columns {
			table, column, _ := strings.Cut(c, " ")
			for _, verb := range verbs[:3] {
				if may(role, table, verb) && !slices.Contains(hidden(role, table), column) {
					want = append(want, verb+" "+c)
				}
			}
		}
		got := list(t, db, `SELECT verb || ' ' || c.relname || ' ' || a.attname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
			CROSS JOIN unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'REFERENCES']) verb
			WHERE c.relnamespace = 'prilavok'::regnamespace AND c.relkind IN ('r', 'p') AND has_column_privilege($1, c.oid, a.attnum, verb)`, role)
		for _, s := range want {
			if !slices.Contains(got, s) {
				t.Errorf("%s may not %s", role, s)
			}
		}
		for _, s := range got {
			if !slices.Contains(want, s) {
				t.Errorf("%s may %s, which nobody has decided", role, s)
			}
		}
	}
	for table := range rights {
		for _, role := range []string{"prilavok_panel", "prilavok_reader"} {
			for _, c := range hidden(role, table) {
				if c != "" && !slices.Contains(columns, table+" "+c) {
					t.Errorf("%s hides %s.%s, which does not exist", role, table, c)
				}
			}
		}
	}
}

// TestAccessOfSupabase: the roles of Supabase's API have nothing in the schema, not even
// service_role, which row-level security does not hold.
func TestAccessOfSupabase(t *testing.T) {
	m := seeded(t)
	for table := range m.tables {
		t.Run(table, func(t *testing.T) {
			for _, role := range append(apiRoles, "authenticator") {
				for _, shop := range []string{"north", "south"} {
					m.run(t, m.stranger(role, table, shop))
				}
			}
		})
	}
	functions := list(t, m.db, `SELECT format('%s(%s)', p.oid::regproc, (SELECT string_agg('NULL::' || format_type(a, NULL), ', ') FROM unnest(p.proargtypes) a))
		FROM pg_proc p WHERE pronamespace = 'prilavok'::regnamespace`)
	if len(functions) < 3 {
		t.Fatalf("only functions %v found", functions)
	}
	for _, f := range functions {
		for _, role := range append(apiRoles, "authenticator", "prilavok_nobody", "prilavok_panel", "prilavok_reader") {
			m.run(t, []expect{{role + " runs a function", role, "north", "system", nil, "SELECT " + f, nil, 0, denied}})
		}
	}
	for _, bad := range list(t, m.db, `SELECT p.oid::regprocedure || ' by ' || r FROM pg_proc p CROSS JOIN unnest($1::text[]) r
		WHERE pronamespace = 'prilavok'::regnamespace AND has_function_privilege(r, p.oid, 'EXECUTE')`, append(apiRoles, "authenticator", "public")) {
		t.Errorf("may be run: %s", bad)
	}
	fence := []string{"prilavok.fence(text,text) by prilavok_bot", "prilavok.fence(text,text) by prilavok_system",
		"prilavok.store_arrivals(text,text[],text[],text[],text[],text[],text[],text[],text[],text[],text[],bigint[],bigint[],bigint[],bigint[]) by prilavok_bot"}
	if got := list(t, m.db, `SELECT p.oid::regprocedure || ' by ' || r FROM pg_proc p CROSS JOIN unnest(ARRAY['prilavok_bot', 'prilavok_system']) r
		WHERE pronamespace = 'prilavok'::regnamespace AND has_function_privilege(r, p.oid, 'EXECUTE') ORDER BY 1`); !slices.Equal(got, fence) {
		t.Errorf("our roles may run %v, want %v", got, fence)
	}
	m.run(t, []expect{{"service_role that was granted a table sees all shops", "service_role", "", "",
		[]string{"GRANT USAGE ON SCHEMA prilavok TO service_role", "GRANT SELECT ON prilavok.orders TO service_role"}, "SELECT FROM prilavok.orders", nil, 2, ""}})
}

// stranger is refused everything.
func (m matrix) stranger(role, table, shop string) []expect {
	name := "prilavok." + table
	insert, args := m.insert(table, shop)
	var out []expect
	for verb, query := range map[string]string{"SELECT": "SELECT FROM " + name, "INSERT": insert, "UPDATE": "UPDATE " + name + " SET shop_id = shop_id",
		"DELETE": "DELETE FROM " + name, "TRUNCATE": "TRUNCATE " + name + " CASCADE"} {
		e := expect{fmt.Sprintf("%s: %s", role, verb), role, shop, "system", nil, query, nil, 0, denied}
		if verb == "INSERT" {
			e.args, e.prepare = args, []string{"DELETE FROM " + name}
		}
		out = append(out, e)
	}
	return out
}

// TestExposedBefore: a schema that somebody has opened to Supabase's API, as its pages
// say to do for a schema of one's own, is closed by the migrations; service_role keeps
// what it was given by name, for a keeper's own programs.
func TestExposedBefore(t *testing.T) {
	opened := []string{`CREATE SCHEMA prilavok`, `GRANT USAGE ON SCHEMA prilavok TO anon, authenticated, service_role, PUBLIC`}
	for _, what := range []string{"TABLES", "SEQUENCES", "ROUTINES"} {
		opened = append(opened, `ALTER DEFAULT PRIVILEGES IN SCHEMA prilavok GRANT ALL ON `+what+` TO anon, authenticated, service_role`)
	}
	super := NewSupabase(t, opened...)
	owner := openSQL(t, AsOwner(super))
	for _, q := range []string{`CREATE TABLE prilavok.later (id int)`, `CREATE SEQUENCE prilavok.later_seq`} {
		_, err := owner.ExecContext(t.Context(), q)
		check(t, err)
	}
	db := openSQL(t, super)
	for _, bad := range list(t, db, `
		SELECT r || ' uses the schema' FROM unnest($1::text[]) r WHERE has_schema_privilege(r, 'prilavok', 'USAGE, CREATE')
		UNION ALL SELECT r || ' has ' || c.relname FROM unnest($1::text[]) r CROSS JOIN pg_class c WHERE c.relnamespace = 'prilavok'::regnamespace
			AND CASE WHEN c.relkind = 'S' THEN has_sequence_privilege(r, c.oid, 'USAGE, SELECT, UPDATE')
				WHEN c.relkind = 'r' THEN has_table_privilege(r, c.oid, 'SELECT, INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') OR has_any_column_privilege(r, c.oid, 'SELECT, INSERT, UPDATE, REFERENCES') END
		UNION ALL SELECT r || ' runs ' || p.proname FROM unnest($1::text[]) r CROSS JOIN pg_proc p WHERE p.pronamespace = 'prilavok'::regnamespace
			AND has_function_privilege(r, p.oid, 'EXECUTE')`, []string{"anon", "authenticated", "authenticator", "public"}) {
		t.Error(bad)
	}
	if kept := list(t, db, `SELECT 'yes' WHERE has_table_privilege('service_role', 'prilavok.orders', 'SELECT')`); len(kept) != 1 {
		t.Error("service_role has lost what it was granted")
	}
}
