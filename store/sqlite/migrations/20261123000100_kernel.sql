-- The kernel: see supabase/migrations/20261123000100_kernel.sql, whose twin this is.

CREATE TABLE shops (
  shop_id    text PRIMARY KEY,
  slug       text NOT NULL UNIQUE,
  name       text NOT NULL,
  languages  text NOT NULL,
  currency   text NOT NULL,
  time_zone  text NOT NULL,
  settings   text NOT NULL,
  revision   integer NOT NULL DEFAULT 1,
  created_at text NOT NULL,
  updated_at text NOT NULL
);

CREATE TABLE channel_accounts (
  shop_id       text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  channel       text NOT NULL,
  name          text NOT NULL,
  external_id   text NOT NULL,
  status        text NOT NULL,
  secret        blob,
  secret_key_id text,
  hook_hash     text NOT NULL DEFAULT '',
  config        text NOT NULL DEFAULT '{}',
  created_at    text NOT NULL,
  updated_at    text NOT NULL,
  PRIMARY KEY (id)
);
CREATE INDEX channel_accounts_shop ON channel_accounts (shop_id, channel);
CREATE UNIQUE INDEX channel_accounts_external ON channel_accounts (channel, external_id);

CREATE TABLE contacts (
  shop_id        text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id             text NOT NULL,
  name           text NOT NULL DEFAULT '',
  lang           text NOT NULL DEFAULT '',
  phone          text,
  phone_verified boolean NOT NULL DEFAULT 0,
  email          text,
  note           text,
  created_at     text NOT NULL,
  updated_at     text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX contacts_phone ON contacts (shop_id, phone) WHERE phone IS NOT NULL;

CREATE TABLE addresses (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  contact_id  text NOT NULL,
  account_id  text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  channel     text NOT NULL,
  external_id text NOT NULL,
  username    text,
  blocked     boolean NOT NULL DEFAULT 0,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX addresses_external ON addresses (account_id, external_id);
CREATE INDEX addresses_contact ON addresses (shop_id, contact_id);

CREATE TABLE conversations (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  account_id  text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
  channel     text NOT NULL,
  key         text NOT NULL,
  contact_id  text NOT NULL,
  address_id  text NOT NULL,
  status      text NOT NULL,
  route       text NOT NULL,
  assignee    text,
  lang        text NOT NULL DEFAULT '',
  last_seq    integer NOT NULL DEFAULT 0,
  answered_to integer NOT NULL DEFAULT 0,
  asked_at    text,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, contact_id) REFERENCES contacts (shop_id, id) ON DELETE CASCADE,
  FOREIGN KEY (shop_id, address_id) REFERENCES addresses (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX conversations_key ON conversations (account_id, key);
CREATE INDEX conversations_contact ON conversations (shop_id, contact_id);
CREATE INDEX conversations_address ON conversations (shop_id, address_id);

-- A message is named by its conversation and its sequence number there; edits,
-- reactions and unsends share external_id, so duplicates are dropped by delivery_key.
CREATE TABLE messages (
  shop_id         text NOT NULL,
  conversation_id text NOT NULL,
  seq             integer NOT NULL,
  account_id      text NOT NULL,
  author          text NOT NULL,
  kind            text NOT NULL,
  text            text NOT NULL,
  payload         text,
  out             text,
  external_id     text,
  group_key       text,
  delivery_key    text,
  state           text NOT NULL,
  fault           text,
  turn_id         text,
  raw             text,
  sent_at         text,
  created_at      text NOT NULL,
  edited_at       text,
  deleted_at      text,
  PRIMARY KEY (conversation_id, seq),
  FOREIGN KEY (shop_id, conversation_id) REFERENCES conversations (shop_id, id) ON DELETE CASCADE
);
CREATE UNIQUE INDEX messages_delivery ON messages (account_id, delivery_key) WHERE delivery_key IS NOT NULL;

-- What came in and is no customer's message: kept raw, so that nothing is lost.
CREATE TABLE intake (
  shop_id      text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  account_id   text NOT NULL,
  delivery_key text NOT NULL,
  kind         text NOT NULL,
  type         text NOT NULL,
  state        text NOT NULL,
  fault        text,
  raw          text NOT NULL,
  created_at   text NOT NULL,
  PRIMARY KEY (account_id, delivery_key)
);
CREATE INDEX intake_shop ON intake (shop_id, created_at);

CREATE TABLE jobs (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  kind        text NOT NULL,
  lane        text,
  seq         integer NOT NULL DEFAULT 0,
  payload     text NOT NULL,
  status      text NOT NULL,
  run_at      text NOT NULL,
  attempts    integer NOT NULL DEFAULT 0,
  lease       text,
  lease_until text,
  fault       text,
  created_at  text NOT NULL,
  died_at     text,
  PRIMARY KEY (id)
);
CREATE INDEX jobs_due ON jobs (status, run_at);
CREATE INDEX jobs_lane ON jobs (lane, seq) WHERE lane IS NOT NULL;
CREATE INDEX jobs_shop ON jobs (shop_id) WHERE status = 'dead';
CREATE UNIQUE INDEX jobs_one_waiting_turn ON jobs (lane) WHERE kind = 'turn' AND status = 'ready';

-- Domain events, written in the unit of work that made them true.
CREATE TABLE events (
  shop_id         text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id              text NOT NULL,
  name            text NOT NULL,
  contact_id      text,
  conversation_id text,
  subject_id      text,
  data            text NOT NULL,
  created_at      text NOT NULL,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX events_name ON events (shop_id, name, created_at);
