-- Programs that act for a shop: their keys, and what they asked for under which
-- idempotency key.

-- Only the SHA-256 of a secret is kept. The system role may read: a request says which
-- shop it is for only by its key.
CREATE TABLE prilavok.api_keys (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  name       text NOT NULL,
  prefix     text NOT NULL,
  hash       text NOT NULL,
  scopes     jsonb NOT NULL,
  created_at timestamptz NOT NULL,
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used  timestamptz,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX api_keys_hash ON prilavok.api_keys (hash);
SELECT prilavok.secure('api_keys', 'SELECT');

-- Answers are kept for a day and given again to whoever asks the same.
CREATE TABLE prilavok.api_requests (
  shop_id    text NOT NULL,
  key_id     text NOT NULL,
  key        text NOT NULL,
  op_id      text NOT NULL,
  route      text NOT NULL,
  body_hash  text NOT NULL,
  done       boolean NOT NULL,
  status     integer NOT NULL,
  headers    jsonb NOT NULL,
  body       text NOT NULL,
  created_at timestamptz NOT NULL,
  started_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, key_id, key),
  FOREIGN KEY (shop_id, key_id) REFERENCES prilavok.api_keys (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX api_requests_age ON prilavok.api_requests (shop_id, created_at);
SELECT prilavok.secure('api_requests');
