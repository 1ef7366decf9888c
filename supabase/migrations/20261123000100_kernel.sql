-- The kernel: shops, channel accounts, contacts, conversations, messages, jobs, events.
--
-- Everything lives in the schema prilavok, which no API exposes. Row-level security
-- is enabled and forced on every table by prilavok.secure(), which every migration
-- that makes a table calls for it.

CREATE SCHEMA IF NOT EXISTS prilavok;

DO $$
DECLARE
  r text;
BEGIN
  FOREACH r IN ARRAY ARRAY['prilavok_bot', 'prilavok_system'] LOOP
    BEGIN
      IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = r) THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN NOINHERIT NOBYPASSRLS', r);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database of this cluster is being migrated at the same moment
    END;
    IF current_setting('server_version_num')::int >= 160000 THEN
      EXECUTE format('GRANT %I TO CURRENT_USER WITH SET TRUE', r);
    ELSE
      EXECUTE format('GRANT %I TO CURRENT_USER', r);
    END IF;
  END LOOP;
END
$$;

REVOKE ALL ON SCHEMA prilavok FROM PUBLIC;
GRANT USAGE ON SCHEMA prilavok TO prilavok_bot, prilavok_system;

-- secure gives a table its grants and policies: the bot role has the rows of the shop
-- that the transaction's prelude names; the system role has the verbs listed, on all
-- rows ('' for most tables: it sees nothing there).
CREATE FUNCTION prilavok.secure(tbl text, system_verbs text DEFAULT '') RETURNS void
LANGUAGE plpgsql SET search_path = '' AS $$
DECLARE
  verb text;
BEGIN
  EXECUTE format('ALTER TABLE prilavok.%I ENABLE ROW LEVEL SECURITY', tbl);
  EXECUTE format('ALTER TABLE prilavok.%I FORCE ROW LEVEL SECURITY', tbl);
  EXECUTE format('REVOKE ALL ON prilavok.%I FROM PUBLIC', tbl);
  EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON prilavok.%I TO prilavok_bot', tbl);
  EXECUTE format('CREATE POLICY shop ON prilavok.%I FOR ALL TO prilavok_bot USING (shop_id = (SELECT pg_catalog.current_setting(''app.shop_id'', true))) WITH CHECK (shop_id = (SELECT pg_catalog.current_setting(''app.shop_id'', true)))', tbl);
  FOREACH verb IN ARRAY pg_catalog.string_to_array(system_verbs, ',') LOOP
    verb := pg_catalog.btrim(verb);
    EXECUTE format('GRANT %s ON prilavok.%I TO prilavok_system', verb, tbl);
    EXECUTE format('CREATE POLICY %I ON prilavok.%I FOR %s TO prilavok_system %s', 'system_' || pg_catalog.lower(verb), tbl, verb,
      CASE verb
        WHEN 'INSERT' THEN 'WITH CHECK ((SELECT pg_catalog.current_setting(''app.scope'', true)) = ''system'')'
        WHEN 'UPDATE' THEN 'USING ((SELECT pg_catalog.current_setting(''app.scope'', true)) = ''system'') WITH CHECK ((SELECT pg_catalog.current_setting(''app.scope'', true)) = ''system'')'
        ELSE 'USING ((SELECT pg_catalog.current_setting(''app.scope'', true)) = ''system'')'
      END);
  END LOOP;
END
$$;
REVOKE ALL ON FUNCTION prilavok.secure(text, text) FROM PUBLIC;

CREATE TABLE prilavok.shops (
  shop_id    text PRIMARY KEY,
  slug       text NOT NULL UNIQUE,
  name       jsonb NOT NULL,
  languages  jsonb NOT NULL,
  currency   text NOT NULL,
  time_zone  text NOT NULL,
  settings   jsonb NOT NULL,
  revision   bigint NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
SELECT prilavok.secure('shops', 'SELECT');

CREATE TABLE prilavok.channel_accounts (
  shop_id       text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  channel       text NOT NULL,
  name          text NOT NULL,
  external_id   text NOT NULL,
  status        text NOT NULL,
  secret        bytea,
  secret_key_id text,
  hook_hash     text NOT NULL DEFAULT '',
  config        jsonb NOT NULL DEFAULT '{}',
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX channel_accounts_shop ON prilavok.channel_accounts (shop_id, channel);
CREATE UNIQUE INDEX channel_accounts_external ON prilavok.channel_accounts (channel, external_id);
SELECT prilavok.secure('channel_accounts', 'SELECT');

CREATE TABLE prilavok.contacts (
  shop_id        text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id             text NOT NULL,
  name           text NOT NULL DEFAULT '',
  lang           text NOT NULL DEFAULT '',
  phone          text,
  phone_verified boolean NOT NULL DEFAULT false,
  email          text,
  note           text,
  created_at     timestamptz NOT NULL,
  updated_at     timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX contacts_phone ON prilavok.contacts (shop_id, phone) WHERE phone IS NOT NULL;
SELECT prilavok.secure('contacts');

CREATE TABLE prilavok.addresses (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  contact_id  text NOT NULL,
  account_id  text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  channel     text NOT NULL,
  external_id text NOT NULL,
  username    text,
  blocked     boolean NOT NULL DEFAULT false,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX addresses_external ON prilavok.addresses (account_id, external_id);
CREATE INDEX addresses_contact ON prilavok.addresses (shop_id, contact_id);
SELECT prilavok.secure('addresses');

CREATE TABLE prilavok.conversations (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  account_id  text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  channel     text NOT NULL,
  key         text NOT NULL,
  contact_id  text NOT NULL,
  address_id  text NOT NULL,
  status      text NOT NULL,
  route       text NOT NULL,
  assignee    text,
  lang        text NOT NULL DEFAULT '',
  last_seq    bigint NOT NULL DEFAULT 0,
  answered_to bigint NOT NULL DEFAULT 0,
  asked_at    timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, address_id) REFERENCES prilavok.addresses (shop_id, id) ON DELETE CASCADE
) WITH (fillfactor = 70); -- last_seq changes with every message: room for updates in place
CREATE UNIQUE INDEX conversations_key ON prilavok.conversations (account_id, key);
CREATE INDEX conversations_contact ON prilavok.conversations (shop_id, contact_id);
CREATE INDEX conversations_address ON prilavok.conversations (shop_id, address_id);
SELECT prilavok.secure('conversations');

-- A message is named by its conversation and its sequence number there; edits,
-- reactions and unsends share external_id, so duplicates are dropped by delivery_key.
CREATE TABLE prilavok.messages (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  seq             bigint NOT NULL,
  account_id      text NOT NULL,
  author          text NOT NULL,
  kind            text NOT NULL,
  text            text NOT NULL,
  payload         jsonb,
  out             jsonb,
  external_id     text,
  group_key       text,
  delivery_key    text,
  state           text NOT NULL,
  fault           text,
  turn_id         text,
  raw             text,
  sent_at         timestamptz,
  created_at      timestamptz NOT NULL,
  edited_at       timestamptz,
  deleted_at      timestamptz,
  PRIMARY KEY (conversation_id, seq),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES prilavok.conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX messages_delivery ON prilavok.messages (account_id, delivery_key) WHERE delivery_key IS NOT NULL;
SELECT prilavok.secure('messages');

-- What came in and is no customer's message: kept raw, so that nothing is lost.
CREATE TABLE prilavok.intake (
  shop_id      text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  account_id   text NOT NULL,
  delivery_key text NOT NULL,
  kind         text NOT NULL,
  type         text NOT NULL,
  state        text NOT NULL,
  fault        text,
  raw          text NOT NULL,
  created_at   timestamptz NOT NULL,
  PRIMARY KEY (account_id, delivery_key)
);
CREATE INDEX intake_shop ON prilavok.intake (shop_id, created_at);
SELECT prilavok.secure('intake', 'SELECT,DELETE');

CREATE TABLE prilavok.jobs (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  kind        text NOT NULL,
  lane        text,
  seq         bigint NOT NULL DEFAULT 0,
  payload     jsonb NOT NULL,
  status      text NOT NULL,
  run_at      timestamptz NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  lease       text,
  lease_until timestamptz,
  fault       text,
  created_at  timestamptz NOT NULL,
  died_at     timestamptz,
  PRIMARY KEY (id)
) WITH (fillfactor = 70);
CREATE INDEX jobs_due ON prilavok.jobs (status, run_at);
CREATE INDEX jobs_lane ON prilavok.jobs (lane, seq) WHERE lane IS NOT NULL;
CREATE INDEX jobs_shop ON prilavok.jobs (shop_id) WHERE status = 'dead';
CREATE UNIQUE INDEX jobs_one_waiting_turn ON prilavok.jobs (lane) WHERE kind = 'turn' AND status = 'ready';
SELECT prilavok.secure('jobs', 'SELECT,UPDATE,DELETE');

-- Domain events, written in the unit of work that made them true.
CREATE TABLE prilavok.events (
  shop_id         text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id              text NOT NULL,
  name            text NOT NULL,
  contact_id      text,
  conversation_id text,
  subject_id      text,
  data            jsonb NOT NULL,
  created_at      timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX events_name ON prilavok.events (shop_id, name, created_at);
SELECT prilavok.secure('events');
