-- Payments: the providers a shop has connected, attempts to pay, what was asked of
-- providers and what they told, and what a person has to look at.

-- secret holds the account's keys, sealed; hook_hash is of the path that notices come to.
CREATE TABLE prilavok.payment_accounts (
  shop_id       text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id            text NOT NULL,
  provider      text NOT NULL,
  name          text NOT NULL DEFAULT '',
  active        boolean NOT NULL DEFAULT true,
  position      integer NOT NULL DEFAULT 0,
  secret        bytea,
  secret_key_id text,
  hook_hash     text NOT NULL DEFAULT '',
  config        jsonb NOT NULL DEFAULT '{}',
  created_at    timestamptz NOT NULL,
  updated_at    timestamptz NOT NULL,
  PRIMARY KEY (id)
);
CREATE UNIQUE INDEX payment_accounts_provider ON prilavok.payment_accounts (shop_id, provider);
SELECT prilavok.secure('payment_accounts', 'SELECT');

-- One attempt to pay. Sums are minor units; they only grow, but for held.
CREATE TABLE prilavok.payments (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  order_id    text NOT NULL,
  account_id  text REFERENCES prilavok.payment_accounts (id),
  provider    text NOT NULL,
  method      text NOT NULL,
  attempt     integer NOT NULL,
  status      text NOT NULL,
  currency    text NOT NULL,
  amount      bigint NOT NULL,
  held        bigint NOT NULL DEFAULT 0,
  captured    bigint NOT NULL DEFAULT 0,
  refunded    bigint NOT NULL DEFAULT 0,
  two_stage   boolean NOT NULL DEFAULT false,
  external_id text,
  url         text NOT NULL DEFAULT '',
  back        text NOT NULL DEFAULT '',
  token       text,
  lang        text NOT NULL DEFAULT '',
  reason      text NOT NULL DEFAULT '',
  problem     text NOT NULL DEFAULT '',
  receipt     text NOT NULL DEFAULT '',
  proof       jsonb NOT NULL DEFAULT '{}',
  watch       text NOT NULL DEFAULT '',
  checks      integer NOT NULL DEFAULT 0,
  expires_at  timestamptz,
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  settled_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id),
  CHECK (amount > 0 AND held >= 0 AND captured >= 0 AND refunded >= 0)
);
CREATE UNIQUE INDEX payments_attempt ON prilavok.payments (shop_id, order_id, attempt);
CREATE UNIQUE INDEX payments_external ON prilavok.payments (account_id, external_id) WHERE external_id IS NOT NULL;
CREATE UNIQUE INDEX payments_token ON prilavok.payments (shop_id, token) WHERE token IS NOT NULL;
CREATE INDEX payments_account ON prilavok.payments (account_id);
CREATE INDEX payments_updated ON prilavok.payments (shop_id, updated_at);
SELECT prilavok.secure('payments');

-- What was asked of a provider, written before the call and completed after it. The id
-- is the provider's key; key is the caller's.
CREATE TABLE prilavok.payment_operations (
  shop_id     text NOT NULL,
  id          text NOT NULL,
  key         text NOT NULL,
  payment_id  text NOT NULL,
  order_id    text NOT NULL,
  kind        text NOT NULL,
  amount      bigint NOT NULL,
  state       text NOT NULL,
  external_id text,
  request     jsonb NOT NULL DEFAULT '{}',
  why         text NOT NULL DEFAULT '',
  fault       text NOT NULL DEFAULT '',
  receipt     text NOT NULL DEFAULT '',
  actor       text NOT NULL,
  actor_id    text NOT NULL DEFAULT '',
  created_at  timestamptz NOT NULL,
  updated_at  timestamptz NOT NULL,
  settled_at  timestamptz,
  PRIMARY KEY (shop_id, id),
  FOREIGN KEY (shop_id, payment_id) REFERENCES prilavok.payments (shop_id, id),
  FOREIGN KEY (shop_id, order_id) REFERENCES prilavok.orders (shop_id, id),
  CHECK (amount >= 0)
);
CREATE UNIQUE INDEX payment_operations_key ON prilavok.payment_operations (shop_id, key);
CREATE INDEX payment_operations_payment ON prilavok.payment_operations (shop_id, payment_id);
CREATE INDEX payment_operations_order ON prilavok.payment_operations (shop_id, order_id, id);
SELECT prilavok.secure('payment_operations');

-- What providers posted, kept before it is believed; the same event comes once.
CREATE TABLE prilavok.payment_notices (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  account_id text NOT NULL REFERENCES prilavok.payment_accounts (id) ON DELETE CASCADE,
  key        text NOT NULL,
  kind       text NOT NULL,
  ref        jsonb NOT NULL DEFAULT '{}',
  raw        text NOT NULL,
  state      text NOT NULL,
  created_at timestamptz NOT NULL,
  done_at    timestamptz,
  PRIMARY KEY (account_id, key)
);
CREATE INDEX payment_notices_shop ON prilavok.payment_notices (shop_id, created_at);
SELECT prilavok.secure('payment_notices');

-- What about money a person has to look at; the same matter is open once.
CREATE TABLE prilavok.payment_problems (
  shop_id      text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id           text NOT NULL,
  kind         text NOT NULL,
  subject      text NOT NULL,
  order_id     text,
  payment_id   text,
  operation_id text,
  data         jsonb NOT NULL DEFAULT '{}',
  created_at   timestamptz NOT NULL,
  resolved_at  timestamptz,
  resolved_by  text NOT NULL DEFAULT '',
  PRIMARY KEY (shop_id, id)
);
CREATE UNIQUE INDEX payment_problems_open ON prilavok.payment_problems (shop_id, kind, subject) WHERE resolved_at IS NULL;
CREATE INDEX payment_problems_order ON prilavok.payment_problems (shop_id, order_id, id);
SELECT prilavok.secure('payment_problems');

-- One nightly comparison of orders, providers and receipts; its findings are problems.
CREATE TABLE prilavok.payment_reports (
  shop_id     text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  day         text NOT NULL,
  payments    integer NOT NULL DEFAULT 0,
  orders      integer NOT NULL DEFAULT 0,
  receipts    integer NOT NULL DEFAULT 0,
  findings    integer NOT NULL DEFAULT 0,
  unreachable integer NOT NULL DEFAULT 0,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (shop_id, day)
);
SELECT prilavok.secure('payment_reports');
