-- See supabase/migrations/20261202020100_push.sql, whose twin this is.
CREATE TABLE push_keys (
  shop_id       text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  public        text NOT NULL,
  secret        blob NOT NULL,
  secret_key_id text NOT NULL,
  created_at    text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX push_keys_id ON push_keys (id);

CREATE TABLE push_subscriptions (
  shop_id       text NOT NULL,
  id            text NOT NULL,
  person_id     text NOT NULL,
  session_id    text NOT NULL,
  endpoint_hash text NOT NULL,
  secret        blob NOT NULL,
  secret_key_id text NOT NULL,
  created_at    text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, session_id) REFERENCES staff_sessions (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX push_subscriptions_session ON push_subscriptions (shop_id, session_id);
CREATE INDEX push_subscriptions_endpoint ON push_subscriptions (endpoint_hash);
CREATE INDEX push_subscriptions_person ON push_subscriptions (person_id);
