const browsers: [RegExp, string][] = [
  [/YaBrowser\//, 'Yandex'],
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrome\//, 'Chrome'],
  [/Safari\//, 'Safari'],
];

const systems: [RegExp, string][] = [
  [/iPhone/, 'iPhone'],
  [/iPad/, 'iPad'],
  [/Android/, 'Android'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'Mac'],
  [/Linux|X11/, 'Linux'],
];

const first = (list: [RegExp, string][], agent: string) => list.find(([form]) => form.test(agent))?.[1];

/** device is what people call the browser that calls itself so: "Chrome, Android". */
export function device(agent: string): string {
  return [first(browsers, agent), first(systems, agent)].filter(Boolean).join(', ') || agent.slice(0, 60) || '?';
}
