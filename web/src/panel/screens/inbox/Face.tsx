import { Avatar } from '@mantine/core';
import css from './Inbox.module.css';
import { channelWords } from './words';

/** Face is a customer's initials, with the sign of the channel they write in. */
export function Face({ name, channel }: { name: string; channel: string }) {
  const Sign = channelWords[channel]?.icon;
  return (
    <div className={css.face} aria-hidden>
      <Avatar name={name} color="initials" radius="xl" size={40} />
      {Sign && (
        <span className={css.sign}>
          <Sign size={12} stroke={1.8} />
        </span>
      )}
    </div>
  );
}
