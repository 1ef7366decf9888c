-- Comments under a shop's posts: the owner's rules, a ledger of every comment that was
-- seen, and how the answers of each account get on.
CREATE TABLE prilavok.comment_rules (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id),
  id         text NOT NULL,
  account_id text,
  title      text NOT NULL,
  position   bigint NOT NULL,
  rule       jsonb NOT NULL,
  private    jsonb NOT NULL,
  public     jsonb NOT NULL,
  status     text NOT NULL,
  revision   bigint NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id)
);
SELECT prilavok.secure('comment_rules');
SELECT prilavok.share('comment_rules', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('comment_rules', 'reader', 'SELECT');

CREATE TABLE prilavok.comments (
  shop_id           text NOT NULL REFERENCES prilavok.shops (shop_id),
  id                text NOT NULL,
  account_id        text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  key               text NOT NULL,
  kind              text NOT NULL,
  comment_id        text,
  parent_id         text,
  media_id          text,
  original_media_id text,
  live              boolean NOT NULL,
  own               boolean NOT NULL,
  person_id         text,
  username          text,
  text              text NOT NULL,
  said_at           timestamptz,
  seen_at           timestamptz NOT NULL,
  lang              text NOT NULL,
  intents           jsonb NOT NULL,
  state             text NOT NULL,
  reason            text,
  rule_id           text,
  product_id        text,
  by_hand           boolean NOT NULL,
  step              text,
  due_at            timestamptz,
  attempts          integer NOT NULL,
  private_state     text,
  private_text      text,
  private_id        text,
  private_at        timestamptz,
  public_state      text,
  public_text       text,
  public_id         text,
  public_at         timestamptz,
  conversation_id   text,
  seq               bigint NOT NULL,
  updated_at        timestamptz NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (account_id, key)
);
CREATE INDEX comments_due ON prilavok.comments (account_id, step, due_at, id) WHERE step IS NOT NULL;
CREATE INDEX comments_private ON prilavok.comments (account_id, live, private_at) WHERE private_at IS NOT NULL;
CREATE INDEX comments_public ON prilavok.comments (account_id, public_at) WHERE public_at IS NOT NULL;
CREATE INDEX comments_person ON prilavok.comments (account_id, person_id, media_id);
CREATE INDEX comments_seen ON prilavok.comments (shop_id, seen_at);
CREATE INDEX comments_media ON prilavok.comments (shop_id, media_id, id);
SELECT prilavok.secure('comments');
SELECT prilavok.share('comments', 'panel', 'SELECT, UPDATE');
SELECT prilavok.share('comments', 'reader', 'SELECT', 'key, comment_id, parent_id, person_id, username, text, private_text, private_id, public_text, public_id, conversation_id');

CREATE TABLE prilavok.comment_queues (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id),
  account_id text PRIMARY KEY REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  turn       bigint NOT NULL,
  due_at     timestamptz,
  held_until timestamptz,
  fault      text
);
SELECT prilavok.secure('comment_queues');
SELECT prilavok.share('comment_queues', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('comment_queues', 'reader', 'SELECT');
