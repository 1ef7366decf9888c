import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { desk } from '../api/desk';
import { keys } from '../api/keys';
import { live } from '../api/live';
import { most, waiting } from '../ui/title';
import { notify } from './notify';

const calm = 400; // ms: several changes make one look

/** Desk listens to what happens in the shop while the panel is open, and counts who waits for a person. */
export function Desk() {
  const client = useQueryClient();
  const count = useQuery({
    queryKey: keys.desk.waiting,
    queryFn: async () => (await desk.list({ state: ['open'], unanswered: true, limit: most + 1 })).items ?? [],
  });
  useEffect(() => {
    if (!count.data) return;
    waiting.set(count.data.length);
    notify(count.data);
  }, [count.data]);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stop = live.start();
    const deaf = live.hear(() => {
      timer ??= setTimeout(() => {
        timer = undefined;
        void client.invalidateQueries({ queryKey: keys.desk.waiting });
      }, calm);
    });
    return () => {
      clearTimeout(timer);
      deaf();
      stop();
      waiting.set(0);
    };
  }, [client]);
  return null;
}
