-- See supabase/migrations/20261126110000_payments.sql, whose twin this is.
-- Payments: the providers a shop has connected, attempts to pay, what was asked of
-- providers and what they told, and what a person has to look at.

-- secret holds the account's keys, sealed; hook_hash is of the path that notices come to.
CREATE TABLE payment_accounts (
  shop_id       text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  provider      text NOT NULL,
  name          text NOT NULL DEFAULT '',
  active        boolean NOT NULL DEFAULT 1,
  position      integer NOT NULL DEFAULT 0,
  secret        blob,
  secret_key_id text,
  hook_hash     text NOT NULL DEFAULT '',
  config        text NOT NULL DEFAULT '{}',
  created_at    text NOT NULL,
  updated_at    text NOT NULL,
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX payment_accounts_provider ON payment_accounts (shop_id, provider);

-- One attempt to pay. Sums are minor units; they only grow, but for held.
CREATE TABLE payments (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  order_id    text NOT NULL,
  account_id  text REFERENCES payment_accounts (id),
  provider    text NOT NULL,
  method      text NOT NULL,
  attempt     integer NOT NULL,
  status      text NOT NULL,
  currency    text NOT NULL,
  amount      integer NOT NULL,
  held        integer NOT NULL DEFAULT 0,
  captured    integer NOT NULL DEFAULT 0,
  refunded    integer NOT NULL DEFAULT 0,
  two_stage   boolean NOT NULL DEFAULT 0,
  external_id text,
  url         text NOT NULL DEFAULT '',
  back        text NOT NULL DEFAULT '',
  token       text,
  lang        text NOT NULL DEFAULT '',
  reason      text NOT NULL DEFAULT '',
  problem     text NOT NULL DEFAULT '',
  receipt     text NOT NULL DEFAULT '',
  proof       text NOT NULL DEFAULT '{}',
  watch       text NOT NULL DEFAULT '',
  checks      integer NOT NULL DEFAULT 0,
  expires_at  text,
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  settled_at  text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id),
  CHECK (amount > 0 AND held >= 0 AND captured >= 0 AND refunded >= 0)
);
CREATE UNIQUE INDEX payments_attempt ON payments (shop_id, order_id, attempt);
CREATE UNIQUE INDEX payments_external ON payments (account_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX payments_token ON payments (shop_id, token) WHERE token IS NOT NULL;
CREATE INDEX payments_account ON payments (account_id);
CREATE INDEX payments_updated ON payments (shop_id, updated_at);

-- What was asked of a provider, written before the call and completed after it. The id
-- is the provider's key; key is the caller's.
CREATE TABLE payment_operations (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  key         text NOT NULL,
  payment_id  text NOT NULL,
  order_id    text NOT NULL,
  kind        text NOT NULL,
  amount      integer NOT NULL,
  state       text NOT NULL,
  external_id text,
  request     text NOT NULL DEFAULT '{}',
  why         text NOT NULL DEFAULT '',
  fault       text NOT NULL DEFAULT '',
  receipt     text NOT NULL DEFAULT '',
  actor       text NOT NULL,
  actor_id    text NOT NULL DEFAULT '',
  created_at  text NOT NULL,
  updated_at  text NOT NULL,
  settled_at  text,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, payment_id) REFERENCES payments (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES orders (shop_id, id),
  CHECK (amount >= 0)
);
CREATE UNIQUE INDEX payment_operations_key ON payment_operations (shop_id, key);
CREATE INDEX payment_operations_payment ON payment_operations (shop_id, payment_id);
CREATE INDEX payment_operations_order ON payment_operations (shop_id, order_id, id);

-- What providers posted, kept before it is believed; the same event comes once.
CREATE TABLE payment_notices (
  shop_id    text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES payment_accounts (id) ON DELETE CASCADE,
  key        text NOT NULL,
  kind       text NOT NULL,
  ref        text NOT NULL DEFAULT '{}',
  raw        text NOT NULL,
  state      text NOT NULL,
  created_at text NOT NULL,
  done_at    text,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX payment_notices_shop ON payment_notices (shop_id, created_at);

-- What about money a person has to look at; the same matter is open once.
CREATE TABLE payment_problems (
  shop_id      text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  id           text NOT NULL,
  kind         text NOT NULL,
  subject      text NOT NULL,
  order_id     text,
  payment_id   text,
  operation_id text,
  data         text NOT NULL DEFAULT '{}',
  created_at   text NOT NULL,
  resolved_at  text,
  resolved_by  text NOT NULL DEFAULT '',
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX payment_problems_open ON payment_problems (shop_id, kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX payment_problems_order ON payment_problems (shop_id, order_id, id);

-- One nightly comparison of orders, providers and receipts; its findings are problems.
CREATE TABLE payment_reports (
  shop_id     text NOT NULL REFERENCES shops (shop_id) ON DELETE CASCADE,
  day         text NOT NULL,
  payments    integer NOT NULL DEFAULT 0,
  orders      integer NOT NULL DEFAULT 0,
  receipts    integer NOT NULL DEFAULT 0,
  findings    integer NOT NULL DEFAULT 0,
  unreachable integer NOT NULL DEFAULT 0,
  created_at  text NOT NULL,
  PRIMARY KEY (shop_id, day)
);
