import { useLingui } from '@lingui/react/macro';
import { useMatch } from '@tanstack/react-router';
import { Area } from './Area';
import { areas } from './areas';
import { Form } from './Form';

/** Group is a page that holds the settings of one group and nothing else. */
export function Group() {
  const { i18n } = useLingui();
  // Its own place, not the window's: on the way to the next page the window is there already, and what is typed then would be lost with this one.
  const path = useMatch({ strict: false, select: (m) => m.pathname });
  const area = areas.find((a) => a.to === path);
  if (!area) return null;
  return (
    <Area title={i18n._(area.label)}>
      <Form key={path} wanted={(s) => s.group === area.group} />
    </Area>
  );
}
