-- Sign-in of the panel on a server of one's own: people with a password, passkeys or
-- Telegram. With Supabase Auth these tables stay empty. A person's rows belong to the shop
-- that they were first asked into; what else they are staff of, staff_members says. The
-- system role may read: who signs in names no shop.
ALTER TABLE prilavok.staff_members ADD COLUMN name text NOT NULL DEFAULT '';

CREATE TABLE prilavok.staff_people (
  shop_id       text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  email         text NOT NULL,
  email_key     text NOT NULL,
  name          text NOT NULL,
  lang          text NOT NULL,
  password      text NOT NULL,
  secret        bytea,
  secret_key_id text,
  totp_on       boolean NOT NULL,
  totp_step     bigint NOT NULL,
  recovery      jsonb NOT NULL,
  telegram_id   text,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX staff_people_id ON prilavok.staff_people (id);
CREATE UNIQUE INDEX staff_people_email ON prilavok.staff_people (email_key);
CREATE UNIQUE INDEX staff_people_telegram ON prilavok.staff_people (telegram_id);
SELECT prilavok.secure('staff_people', 'SELECT');
SELECT prilavok.share('staff_people', 'panel', '');
SELECT prilavok.share('staff_people', 'reader', '');

CREATE TABLE prilavok.staff_passkeys (
  shop_id       text NOT NULL,
  id            text NOT NULL,
  person_id     text NOT NULL,
  credential_id text NOT NULL,
  credential    jsonb NOT NULL,
  name          text NOT NULL,
  created_at    timestamptz NOT NULL,
  used_at       timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, person_id) REFERENCES prilavok.staff_people (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX staff_passkeys_credential ON prilavok.staff_passkeys (credential_id);
CREATE INDEX staff_passkeys_person ON prilavok.staff_passkeys (shop_id, person_id);
SELECT prilavok.secure('staff_passkeys');
SELECT prilavok.share('staff_passkeys', 'panel', '');
SELECT prilavok.share('staff_passkeys', 'reader', '');

CREATE TABLE prilavok.staff_sessions (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  person_id  text NOT NULL,
  hash       text NOT NULL,
  method     text NOT NULL,
  address    text NOT NULL,
  agent      text NOT NULL,
  created_at timestamptz NOT NULL,
  seen_at    timestamptz NOT NULL,
  proved_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, person_id) REFERENCES prilavok.staff_people (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX staff_sessions_hash ON prilavok.staff_sessions (hash);
CREATE INDEX staff_sessions_person ON prilavok.staff_sessions (shop_id, person_id);
SELECT prilavok.secure('staff_sessions', 'SELECT');
SELECT prilavok.share('staff_sessions', 'panel', '');
SELECT prilavok.share('staff_sessions', 'reader', '');

-- What can be used once: links, and the proofs of passkeys and Telegram that were taken.
CREATE TABLE prilavok.staff_tickets (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  kind       text NOT NULL,
  hash       text NOT NULL,
  person_id  text NOT NULL,
  email      text NOT NULL,
  role       text NOT NULL,
  by_id      text NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  used_at    timestamptz,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX staff_tickets_hash ON prilavok.staff_tickets (hash);
SELECT prilavok.secure('staff_tickets', 'SELECT');
SELECT prilavok.share('staff_tickets', 'panel', '');
SELECT prilavok.share('staff_tickets', 'reader', '');

-- Attempts to sign in, by the hash of an account's or an address' name, whether or not there
-- is such an account. They belong to the installation's first shop.
CREATE TABLE prilavok.staff_attempts (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  key      text NOT NULL,
  failures bigint NOT NULL,
  last_at  timestamptz NOT NULL,
  until    timestamptz,
  PRIMARY KEY (shop_id, key)
);
CREATE INDEX staff_attempts_last ON prilavok.staff_attempts (shop_id, last_at);
SELECT prilavok.secure('staff_attempts');
SELECT prilavok.share('staff_attempts', 'panel', '');
SELECT prilavok.share('staff_attempts', 'reader', '');
