-- See supabase/migrations/20261129070000_sign_in.sql, whose twin this is.
ALTER TABLE staff_members ADD COLUMN name text NOT NULL DEFAULT '';

CREATE TABLE staff_people (
  shop_id       text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  email         text NOT NULL,
  email_key     text NOT NULL,
  name          text NOT NULL,
  lang          text NOT NULL,
  password      text NOT NULL,
  secret        blob,
  secret_key_id text,
  totp_on       boolean NOT NULL,
  totp_step     integer NOT NULL,
  recovery      text NOT NULL,
  telegram_id   text,
  created_at    text NOT NULL,
  updated_at    text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX staff_people_id ON staff_people (id);
CREATE UNIQUE INDEX staff_people_email ON staff_people (email_key);
CREATE UNIQUE INDEX staff_people_telegram ON staff_people (telegram_id);

CREATE TABLE staff_passkeys (
  shop_id       text NOT NULL,
  id            text NOT NULL,
  person_id     text NOT NULL,
  credential_id text NOT NULL,
  credential    text NOT NULL,
  name          text NOT NULL,
  created_at    text NOT NULL,
  used_at       text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, person_id) REFERENCES staff_people (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX staff_passkeys_credential ON staff_passkeys (credential_id);
CREATE INDEX staff_passkeys_person ON staff_passkeys (shop_id, person_id);

CREATE TABLE staff_sessions (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  person_id  text NOT NULL,
  hash       text NOT NULL,
  method     text NOT NULL,
  address    text NOT NULL,
  agent      text NOT NULL,
  created_at text NOT NULL,
  seen_at    text NOT NULL,
  proved_at  text NOT NULL,
  expires_at text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, person_id) REFERENCES staff_people (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX staff_sessions_hash ON staff_sessions (hash);
CREATE INDEX staff_sessions_person ON staff_sessions (shop_id, person_id);

CREATE TABLE staff_tickets (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  kind       text NOT NULL,
  hash       text NOT NULL,
  person_id  text NOT NULL,
  email      text NOT NULL,
  role       text NOT NULL,
  by_id      text NOT NULL,
  created_at text NOT NULL,
  expires_at text NOT NULL,
  used_at    text,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX staff_tickets_hash ON staff_tickets (hash);

CREATE TABLE staff_attempts (
  shop_id  text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  key      text NOT NULL,
  failures integer NOT NULL,
  last_at  text NOT NULL,
  until    text,
  PRIMARY KEY (shop_id, key)
);
CREATE INDEX staff_attempts_last ON staff_attempts (shop_id, last_at);
