-- What a promotion was when an order used it: an edit of the order reckons by that, not by
-- what the owner has made of it since. NULL of uses that are older: they go by the
-- promotion as it is.
ALTER TABLE prilavok.promotion_redemptions
  ADD COLUMN kind text,
  ADD COLUMN rule jsonb,
  ADD COLUMN priority integer;
