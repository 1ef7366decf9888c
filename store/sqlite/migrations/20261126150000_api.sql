-- Programs that act for a shop: their keys, and what they asked for under which
-- idempotency key.

-- Only the SHA-256 of a secret is kept. The system role may read: a request says which
-- shop it is for only by its key.
CREATE TABLE api_keys (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  name       text NOT NULL,
  prefix     text NOT NULL,
  hash       text NOT NULL,
  scopes     text NOT NULL,
  created_at text NOT NULL,
  expires_at text,
  revoked_at text,
  last_used  text,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX api_keys_hash ON api_keys (hash);

-- Answers are kept for a day and given again to whoever asks the same.
CREATE TABLE api_requests (
  shop_id    text NOT NULL,
  key_id     text NOT NULL,
  key        text NOT NULL,
  op_id      text NOT NULL,
  route      text NOT NULL,
  body_hash  text NOT NULL,
  done       boolean NOT NULL,
  status     integer NOT NULL,
  headers    text NOT NULL,
  body       text NOT NULL,
  created_at text NOT NULL,
  started_at text NOT NULL,
  PRIMARY KEY (shop_id, key_id, key),
  FOREIGN KEY (shop_id, key_id) REFERENCES api_keys (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX api_requests_age ON api_requests (shop_id, created_at);
