-- An attempt to connect an account has two sides. The link that an owner is given, in the panel, by a command or in a
-- notice, is a row without a browser. Opening it makes a row of its own for that browser alone, which the login hands
-- back: only there can it be ended. The link is used up with the first of them that connects.
ALTER TABLE prilavok.channel_attempts ADD COLUMN browser text NOT NULL DEFAULT ''; -- hash of what the browser holds
ALTER TABLE prilavok.channel_attempts ADD COLUMN link text NOT NULL DEFAULT '';    -- hash of the link that was opened
