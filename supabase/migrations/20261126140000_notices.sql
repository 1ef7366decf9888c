-- Notices: what a shop tells customers and staff outside of a turn, and its webhooks.

-- One notice per event and recipient: recipient is a contact's id as of then, or 'staff'.
-- What became of the message itself stands in messages; state here is ours.
CREATE TABLE prilavok.notices (
  shop_id         text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id              text NOT NULL,
  event_id        text NOT NULL,
  event           text NOT NULL,
  recipient       text NOT NULL,
  audience        text NOT NULL,
  contact_id      text,
  subject_id      text,
  lang            text NOT NULL DEFAULT '',
  channel         text NOT NULL DEFAULT '',
  state           text NOT NULL,
  reason          text NOT NULL DEFAULT '',
  body            text NOT NULL DEFAULT '',
  buttons         jsonb NOT NULL DEFAULT '[]',
  conversation_id text,
  first_seq       bigint NOT NULL DEFAULT 0,
  last_seq        bigint NOT NULL DEFAULT 0,
  tried           jsonb NOT NULL DEFAULT '[]',
  post_id         text NOT NULL DEFAULT '',
  due_at          timestamptz,
  created_at      timestamptz NOT NULL,
  updated_at      timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, event_id, recipient),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX notices_contact ON prilavok.notices (shop_id, contact_id, id);
CREATE INDEX notices_subject ON prilavok.notices (shop_id, subject_id, id);
CREATE INDEX notices_said ON prilavok.notices (shop_id, conversation_id, last_seq) WHERE conversation_id IS NOT NULL;
CREATE INDEX notices_waiting ON prilavok.notices (shop_id, id) WHERE state IN ('waiting', 'failed');
SELECT prilavok.secure('notices');

-- A shop's own texts; the newest version counts, older ones stay to go back to.
CREATE TABLE prilavok.notice_templates (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  event      text NOT NULL,
  audience   text NOT NULL,
  lang       text NOT NULL,
  channel    text NOT NULL DEFAULT '',
  version    bigint NOT NULL,
  body       text NOT NULL DEFAULT '',
  active     boolean NOT NULL,
  author     text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, event, audience, lang, channel, version)
);
SELECT prilavok.secure('notice_templates');

-- What contacts allowed or refused, as it was said: the newest row of a topic counts.
CREATE TABLE prilavok.contact_consents (
  shop_id    text NOT NULL,
  id         text NOT NULL,
  contact_id text NOT NULL,
  topic      text NOT NULL,
  allowed    boolean NOT NULL,
  source     text NOT NULL DEFAULT '',
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES prilavok.contacts (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX contact_consents_contact ON prilavok.contact_consents (shop_id, contact_id, id);
SELECT prilavok.secure('contact_consents');

-- Something waits to be said to this contact: the turn reads the contact anyway.
ALTER TABLE prilavok.contacts ADD COLUMN notices_wait boolean NOT NULL DEFAULT false;

-- Where the shop's events are sent. failing_since is the first failure after the last success.
CREATE TABLE prilavok.webhook_endpoints (
  shop_id       text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  url           text NOT NULL,
  secret        bytea NOT NULL,
  secret_key_id text NOT NULL,
  events        jsonb NOT NULL DEFAULT '[]',
  active        boolean NOT NULL,
  reason        text NOT NULL DEFAULT '',
  failing_since timestamptz,
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
SELECT prilavok.secure('webhook_endpoints');

-- One delivery per event and endpoint; a replay runs the same one again.
CREATE TABLE prilavok.webhook_deliveries (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  endpoint_id text NOT NULL,
  event_id    text NOT NULL,
  event       text NOT NULL,
  body        text NOT NULL,
  state       text NOT NULL,
  run         bigint NOT NULL DEFAULT 1,
  attempts    bigint NOT NULL DEFAULT 0,
  status      bigint NOT NULL DEFAULT 0,
  fault       text NOT NULL DEFAULT '',
  next_at     timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, endpoint_id, event_id),
  FOREIGN KEY (shop_id, endpoint_id) REFERENCES prilavok.webhook_endpoints (shop_id, id) ON DELETE CASCADE
);
CREATE INDEX webhook_deliveries_newest ON prilavok.webhook_deliveries (shop_id, endpoint_id, id);
SELECT prilavok.secure('webhook_deliveries');
