-- See supabase/migrations/20261129030000_comments.sql, whose twin this is.
CREATE TABLE comment_rules (
  shop_id    text NOT NULL REFERENCES shops (shop_id),
  id         text NOT NULL,
  account_id text,
  title      text NOT NULL,
  position   integer NOT NULL,
  rule       text NOT NULL,
  private    text NOT NULL,
  public     text NOT NULL,
  status     text NOT NULL,
  revision   integer NOT NULL,
  created_at text NOT NULL,
  updated_at text NOT NULL,
  PRIMARY KEY (shop_id, id)
);

CREATE TABLE comments (
  shop_id           text NOT NULL REFERENCES shops (shop_id),
  id                text NOT NULL,
  account_id        text NOT NULL REFERENCES channel_accounts (id) ON DELETE CASCADE,
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
  said_at           text,
  seen_at           text NOT NULL,
  lang              text NOT NULL,
  intents           text NOT NULL,
  state             text NOT NULL,
  reason            text,
  rule_id           text,
  product_id        text,
  by_hand           boolean NOT NULL,
  step              text,
  due_at            text,
  attempts          integer NOT NULL,
  private_state     text,
  private_text      text,
  private_id        text,
  private_at        text,
  public_state      text,
  public_text       text,
  public_id         text,
  public_at         text,
  conversation_id   text,
  seq               integer NOT NULL,
  updated_at        text NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (account_id, key)
);
CREATE INDEX comments_due ON comments (account_id, step, due_at, id) WHERE step IS NOT NULL;
CREATE INDEX comments_private ON comments (account_id, live, private_at) WHERE private_at IS NOT NULL;
CREATE INDEX comments_public ON comments (account_id, public_at) WHERE public_at IS NOT NULL;
CREATE INDEX comments_person ON comments (account_id, person_id, media_id);
CREATE INDEX comments_seen ON comments (shop_id, seen_at);
CREATE INDEX comments_media ON comments (shop_id, media_id, id);

CREATE TABLE comment_queues (
  shop_id    text NOT NULL REFERENCES shops (shop_id),
  account_id text PRIMARY KEY REFERENCES channel_accounts (id) ON DELETE CASCADE,
  turn       integer NOT NULL,
  due_at     text,
  held_until text,
  fault      text
);
