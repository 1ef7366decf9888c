-- Messages to the devices of staff (Web Push), on a server of one's own. The installation has one
-- pair of keys, by which push services know it; it stands with the first shop. A subscription is a
-- browser's and goes with its session. The system role reads: an item of one shop comes to people
-- whose rows are another's.
CREATE TABLE prilavok.push_keys (
  shop_id       text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  public        text NOT NULL,
  secret        bytea NOT NULL,
  secret_key_id text NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX push_keys_id ON prilavok.push_keys (id);
SELECT prilavok.secure('push_keys', 'SELECT');
SELECT prilavok.share('push_keys', 'panel', '');
SELECT prilavok.share('push_keys', 'reader', '');

CREATE TABLE prilavok.push_subscriptions (
  shop_id       text NOT NULL,
  id            text NOT NULL,
  person_id     text NOT NULL,
  session_id    text NOT NULL,
  endpoint_hash text NOT NULL,
  secret        bytea NOT NULL, -- where to send to, and the browser's keys
  secret_key_id text NOT NULL,
  created_at    timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, session_id) REFERENCES prilavok.staff_sessions (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX push_subscriptions_session ON prilavok.push_subscriptions (shop_id, session_id);
CREATE INDEX push_subscriptions_endpoint ON prilavok.push_subscriptions (endpoint_hash);
CREATE INDEX push_subscriptions_person ON prilavok.push_subscriptions (person_id);
SELECT prilavok.secure('push_subscriptions', 'SELECT');
SELECT prilavok.share('push_subscriptions', 'panel', '');
SELECT prilavok.share('push_subscriptions', 'reader', '');
