const morning = 9;
const evening = 19;

/** until are the times that a conversation is put aside to, those that lie ahead. */
export function until(now: Date): { key: 'hour' | 'evening' | 'tomorrow' | 'monday'; at: Date }[] {
  const on = (days: number, hour: number) => new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, hour);
  const monday = (8 - now.getDay()) % 7 || 7;
  return [
    { key: 'hour' as const, at: new Date(now.getTime() + 3600_000) },
    ...(now.getHours() < evening - 1 ? [{ key: 'evening' as const, at: on(0, evening) }] : []),
    { key: 'tomorrow' as const, at: on(1, morning) },
    ...(monday > 1 ? [{ key: 'monday' as const, at: on(monday, morning) }] : []),
  ];
}

/** left is how long it is until a time, in the two largest units. */
export function left(ms: number): { hours: number; minutes: number } {
  const minutes = Math.max(0, Math.floor(ms / 60_000));
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60 };
}
