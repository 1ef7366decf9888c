-- Posts, reels and stories of channel accounts: which products the owner says they are
-- about, and how often they were asked about while nothing was linked. One that only its
-- address is known of has the end of that for its id.
CREATE TABLE prilavok.posts (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id),
  account_id text NOT NULL REFERENCES prilavok.channel_accounts (id) ON DELETE CASCADE,
  id         text NOT NULL,
  code       text,
  url        text,
  caption    text NOT NULL,
  kind       text NOT NULL,
  products   jsonb NOT NULL,
  linked     boolean NOT NULL,
  guess      text,
  asked      bigint NOT NULL,
  asked_at   timestamptz,
  updated_at timestamptz NOT NULL,
  PRIMARY KEY (shop_id, account_id, id)
);
CREATE INDEX posts_code ON prilavok.posts (shop_id, account_id, code);
CREATE INDEX posts_asked ON prilavok.posts (shop_id, linked, asked);
CREATE INDEX posts_account ON prilavok.posts (account_id);
SELECT prilavok.secure('posts');
SELECT prilavok.share('posts', 'panel', 'SELECT, INSERT, UPDATE');
