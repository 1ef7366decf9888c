-- Old transcripts are deleted in small batches, the oldest first.
CREATE INDEX turn_steps_time ON prilavok.turn_steps (shop_id, created_at);
