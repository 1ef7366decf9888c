-- People who act for a shop: users of Supabase Auth, each with a role. The system role may
-- read: a request says which shop it is for only by its token.
CREATE TABLE prilavok.staff_members (
  shop_id    text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id         text NOT NULL,
  user_id    text NOT NULL,
  email      text NOT NULL,
  role       text NOT NULL,
  created_at timestamptz NOT NULL,
  ended_at   timestamptz,
  PRIMARY KEY (shop_id, id)
);
-- One row for a person in a shop, found by the person.
CREATE UNIQUE INDEX staff_members_user ON prilavok.staff_members (user_id, shop_id);
SELECT prilavok.secure('staff_members', 'SELECT');
SELECT prilavok.share('staff_members', 'panel', 'SELECT');

-- Who asked for something under an idempotency key is a key of the API or a member of
-- staff from now on.
ALTER TABLE prilavok.api_requests
  DROP CONSTRAINT api_requests_shop_id_key_id_fkey,
  ADD FOREIGN KEY (shop_id) REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE;
