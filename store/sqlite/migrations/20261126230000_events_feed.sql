-- The feed of events goes by when they happened.
CREATE INDEX events_feed ON events (shop_id, created_at, id);
