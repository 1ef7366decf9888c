-- Every change of a shop's settings: who, when, and how each setting was before and after, so
-- that it can be undone. Versions are added, never changed.
CREATE TABLE prilavok.settings_versions (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  id       text NOT NULL,
  at       timestamptz NOT NULL,
  actor_id text NOT NULL,
  revision bigint NOT NULL,
  undoes   text,
  changes  jsonb NOT NULL,
  PRIMARY KEY (shop_id, id),
  UNIQUE (shop_id, undoes)
);
SELECT prilavok.secure('settings_versions');
SELECT prilavok.share('settings_versions', 'panel', 'SELECT, INSERT');
SELECT prilavok.share('settings_versions', 'reader', '');

-- How far the owner has come in the guide of the first run, a row for each step.
CREATE TABLE prilavok.guide_steps (
  shop_id  text NOT NULL REFERENCES prilavok.shops (shop_id) ON DELETE CASCADE,
  step     text NOT NULL,
  state    text NOT NULL,
  at       timestamptz NOT NULL,
  PRIMARY KEY (shop_id, step)
);
SELECT prilavok.secure('guide_steps');
SELECT prilavok.share('guide_steps', 'panel', 'SELECT, INSERT, UPDATE');
SELECT prilavok.share('guide_steps', 'reader', '');

-- Articles are deleted in the panel.
SELECT prilavok.share('articles', 'panel', 'SELECT, INSERT, UPDATE, DELETE');
