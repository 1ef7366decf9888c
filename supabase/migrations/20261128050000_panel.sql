-- Who else may read and write: prilavok_panel, the staff of one shop, and prilavok_reader,
-- its dashboards. Both see the rows of the shop that app.shop_id names and nothing of
-- another's. What Supabase's API roles and PUBLIC might have here is taken away.

-- CREATEROLE may have been taken away since the first migration: then the two roles are
-- made by hand once, and found here.
DO $$
DECLARE
  r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['prilavok_panel', 'prilavok_reader'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = r) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', r);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of this cluster is being migrated at the same moment
    END;
    IF current_setting('server_version_num')::int >= 160000 THEN
      IF NOT pg_catalog.pg_has_role(r, 'SET') THEN
        EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE', r);
      END IF;
    ELSIF NOT pg_catalog.pg_has_role(r, 'MEMBER') THEN
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
EXCEPTION WHEN insufficient_privilege THEN
  RAISE EXCEPTION '% needs the role % and may not make it: as a superuser run CREATE ROLE % NOLOGIN NOINHERIT, if it is not there, and GRANT % TO %',
    current_user, r, r, r, quote_ident(current_user)
    USING ERRCODE = 'insufficient_privilege';
END
$$;
GRANT USAGE ON SCHEMA prilavok TO prilavok_panel, prilavok_reader;

-- share gives prilavok_panel or prilavok_reader verbs on a table, for the rows of one
-- shop; hidden are the columns that it neither reads nor writes. What was shared with the
-- role before is replaced. A column that is added later is hidden where others are, else
-- it is not: call share again.
CREATE FUNCTION prilavok.share(tbl text, who text, verbs text, hidden text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  own  CONSTANT text := '(shop_id = (SELECT pg_catalog.current_setting(''app.shop_id'', true)))';
  hide CONSTANT text[] := pg_catalog.string_to_array(pg_catalog.replace(hidden, ' ', ''), ',');
  role CONSTANT text := 'prilavok_' || who;
  cols text := '';
  name text;
  verb text;
BEGIN
  IF who NOT IN ('panel', 'reader') OR who = 'reader' AND verbs NOT IN ('', 'SELECT') THEN
    RAISE EXCEPTION 'share: % does not get %', who, verbs;
  END IF;
  EXECUTE pg_catalog.format('REVOKE ALL ON prilavok.%I FROM %I', tbl, role);
  FOR name IN SELECT p.polname FROM pg_catalog.pg_policy p
    WHERE p.polrelid = pg_catalog.format('prilavok.%I', tbl)::pg_catalog.regclass AND pg_catalog.starts_with(p.polname, who || '_') LOOP
    EXECUTE pg_catalog.format('DROP POLICY %I ON prilavok.%I', name, tbl);
  END LOOP;
  FOREACH name IN ARRAY hide LOOP
    PERFORM FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.format('prilavok.%I', tbl)::pg_catalog.regclass AND a.attname = name AND a.attnum > 0 AND NOT a.attisdropped;
    IF NOT FOUND THEN
      RAISE EXCEPTION 'share: %.% does not exist', tbl, name;
    END IF;
  END LOOP;
  IF hidden <> '' THEN
    SELECT ' (' || pg_catalog.string_agg(pg_catalog.quote_ident(a.attname), ', ' ORDER BY a.attnum) || ')' INTO cols FROM pg_catalog.pg_attribute a
      WHERE a.attrelid = pg_catalog.format('prilavok.%I', tbl)::pg_catalog.regclass AND a.attnum > 0 AND NOT a.attisdropped AND a.attname <> ALL (hide);
  END IF;
  FOREACH verb IN ARRAY pg_catalog.string_to_array(pg_catalog.replace(verbs, ' ', ''), ',') LOOP
    EXECUTE pg_catalog.format('GRANT %s%s ON prilavok.%I TO %I', verb, CASE verb WHEN 'DELETE' THEN '' ELSE cols END, tbl, role);
    EXECUTE pg_catalog.format('CREATE POLICY %I ON prilavok.%I FOR %s TO %I %s', who || '_' || pg_catalog.lower(verb), tbl, verb, role,
      CASE verb
        WHEN 'INSERT' THEN 'WITH CHECK ' || own
        WHEN 'UPDATE' THEN 'USING ' || own || ' WITH CHECK ' || own
        ELSE 'USING ' || own
      END);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION prilavok.share(text, text, text, text) FROM PUBLIC;

-- The panel. What has happened (events, timelines, the stock log) is added to, never
-- changed; nothing that the shop keeps for good is deleted. Sealed keys are readable where
-- the API calls out with them, and nowhere else. Not here: what only the bot
-- works with (intake, proposals, codes, Telegram's and the staff chat's bookkeeping).
SELECT prilavok.share(tbl, 'panel', verbs, hidden) FROM (VALUES
  ('shops',                 'SELECT', ''),
  ('channel_accounts',      'SELECT', 'secret, secret_key_id, hook_hash'),
  ('payment_accounts',      'SELECT', ''),
  ('api_keys',              'SELECT', 'hash'),
  ('api_requests',          'SELECT, INSERT, UPDATE, DELETE', ''),
  ('webhook_endpoints',     'SELECT, INSERT, UPDATE', ''),
  ('webhook_deliveries',    'SELECT, INSERT, UPDATE', ''),
  ('contacts',              'SELECT, INSERT, UPDATE', ''),
  ('addresses',             'SELECT', ''),
  ('contact_consents',      'SELECT, INSERT', ''),
  ('conversations',         'SELECT, UPDATE', ''),
  ('messages',              'SELECT, INSERT, UPDATE', ''),
  ('uploads',               'SELECT, INSERT', ''),
  ('conversation_notes',    'SELECT, INSERT', ''),
  ('handoffs',              'SELECT, INSERT, UPDATE', ''),
  ('turns',                 'SELECT', ''),
  ('turn_steps',            'SELECT', ''),
  ('assistant_usage',       'SELECT', ''),
  ('model_health',          'SELECT', ''),
  ('jobs',                  'SELECT, INSERT, UPDATE', ''),
  ('events',                'SELECT, INSERT', ''),
  ('counters',              'SELECT, INSERT, UPDATE', ''),
  ('categories',            'SELECT, INSERT, UPDATE', ''),
  ('products',              'SELECT, INSERT, UPDATE', ''),
  ('variants',              'SELECT, INSERT, UPDATE', ''),
  ('reservations',          'SELECT, INSERT, UPDATE', ''),
  ('stock_log',             'SELECT, INSERT', ''),
  ('stock_waits',           'SELECT, UPDATE', ''),
  ('articles',              'SELECT, INSERT, UPDATE', ''),
  ('search_state',          'SELECT, INSERT, UPDATE', ''),
  ('product_terms',         'SELECT, INSERT, UPDATE', ''),
  ('postings',              'SELECT, INSERT, UPDATE', ''),
  ('terms',                 'SELECT, INSERT', ''),
  ('synonyms',              'SELECT, INSERT, UPDATE, DELETE', ''),
  ('delivery_methods',      'SELECT, INSERT, UPDATE, DELETE', ''),
  ('delivery_slots',        'SELECT, INSERT, UPDATE', ''),
  ('delivery_bookings',     'SELECT, INSERT, UPDATE, DELETE', ''),
  ('delivery_shipments',    'SELECT, INSERT, UPDATE', ''),
  ('carts',                 'SELECT, INSERT, UPDATE', ''),
  ('cart_lines',            'SELECT, INSERT, UPDATE, DELETE', ''),
  ('checkouts',             'SELECT', ''),
  ('orders',                'SELECT, INSERT, UPDATE', ''),
  ('order_lines',           'SELECT, INSERT, DELETE', ''),
  ('order_events',          'SELECT, INSERT', ''),
  ('fulfillments',          'SELECT, INSERT, UPDATE', ''),
  ('order_returns',         'SELECT, INSERT, UPDATE', ''),
  ('order_shortfalls',      'SELECT, INSERT, UPDATE', ''),
  ('payments',              'SELECT, INSERT, UPDATE', ''),
  ('payment_operations',    'SELECT, INSERT, UPDATE', ''),
  ('payment_problems',      'SELECT, INSERT, UPDATE', ''),
  ('payment_reports',       'SELECT', ''),
  ('payment_charges',       'SELECT', ''),
  ('promotions',            'SELECT, INSERT, UPDATE', ''),
  ('promotion_codes',       'SELECT, INSERT, DELETE', ''),
  ('promotion_redemptions', 'SELECT, INSERT, UPDATE', ''),
  ('notices',               'SELECT, INSERT, UPDATE', ''),
  ('notice_templates',      'SELECT, INSERT', '')
) AS t (tbl, verbs, hidden);

-- The reader: counts, sums and times. No name, number, address or word of a person, no
-- secret, no link that lets its holder do something.
SELECT prilavok.share(tbl, 'reader', 'SELECT', hidden) FROM (VALUES
  ('shops',                 'settings'),
  ('conversations',         'key, address_id, assignee, question'),
  ('events',                'data'),
  ('handoffs',              'summary, accepted_by, resolved_by'),
  ('turns',                 ''),
  ('assistant_usage',       ''),
  ('model_health',          ''),
  ('categories',            ''),
  ('products',              ''),
  ('variants',              ''),
  ('reservations',          ''),
  ('stock_log',             'by_whom'),
  ('stock_waits',           ''),
  ('articles',              ''),
  ('delivery_methods',      ''),
  ('delivery_slots',        ''),
  ('delivery_bookings',     ''),
  ('delivery_shipments',    'number, url, parcel, place'),
  ('carts',                 'code'),
  ('cart_lines',            ''),
  ('checkouts',             'state'),
  ('orders',                'place_key, name, phone, phone_verified, address, comment, delivery, promotions, name_key, name_back, phone_key'),
  ('order_lines',           'reasons'),
  ('order_events',          'actor_id, why, data'),
  ('fulfillments',          'tracking, tracking_url'),
  ('order_returns',         'reason, photos, refusal'),
  ('order_shortfalls',      ''),
  ('payments',              'external_id, url, back, token, reason, problem, receipt, proof'),
  ('payment_problems',      'data, resolved_by'),
  ('payment_reports',       ''),
  ('promotions',            ''),
  ('promotion_redemptions', 'code'),
  ('notice_templates',      'author')
) AS t (tbl, hidden);

-- Supabase's API roles and PUBLIC have nothing here, whatever was granted before, and get
-- nothing with what this user makes later in the schema. (PUBLIC's right to run any new
-- function is not the schema's and cannot be taken away here: every function revokes it,
-- and without USAGE nobody reaches one.) Roles that do not exist are passed over.
DO $$
DECLARE
  r text;
  what text;
BEGIN
  FOR r IN SELECT 'PUBLIC' UNION ALL SELECT quote_ident(rolname) FROM pg_catalog.pg_roles WHERE rolname IN ('anon', 'authenticated', 'authenticator') LOOP
    EXECUTE format('REVOKE ALL ON SCHEMA prilavok FROM %s', r);
    FOREACH what IN ARRAY ARRAY['TABLES', 'SEQUENCES', 'ROUTINES'] LOOP
      EXECUTE format('REVOKE ALL ON ALL %s IN SCHEMA prilavok FROM %s', what, r);
      EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA prilavok REVOKE ALL ON %s FROM %s', what, r);
    END LOOP;
    EXECUTE format('ALTER DEFAULT PRIVILEGES IN SCHEMA prilavok REVOKE ALL ON TYPES FROM %s', r);
  END LOOP;
END
$$;
