-- Questions whether money may move, with the answer given, and money that a messenger
-- says it has taken.

-- The same question again has the same id and gets the same answer.
CREATE TABLE prilavok.payment_approvals (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  query_id   text NOT NULL,
  payment_id text NOT NULL,
  payer      text NOT NULL DEFAULT '',
  ok         boolean NOT NULL,
  why        text NOT NULL DEFAULT '',
  amount     bigint NOT NULL,
  currency   text NOT NULL,
  created_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, query_id)
);
CREATE INDEX payment_approvals_payment ON prilavok.payment_approvals (shop_id, payment_id);
SELECT prilavok.secure('payment_approvals');

-- payment_id is what the invoice carried; no payment of ours may have it.
CREATE TABLE prilavok.payment_charges (
  shop_id     text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id          text NOT NULL,
  account_id  text NOT NULL,
  payment_id  text NOT NULL,
  provider_id text NOT NULL DEFAULT '',
  payer       text NOT NULL DEFAULT '',
  amount      bigint NOT NULL,
  currency    text NOT NULL,
  approved    boolean NOT NULL,
  created_at  timestamptz NOT NULL,
  returned_at timestamptz,
  PRIMARY KEY (shop_id, id)
);
CREATE INDEX payment_charges_payment ON prilavok.payment_charges (shop_id, payment_id);
SELECT prilavok.secure('payment_charges');
