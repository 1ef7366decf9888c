import type { ReactNode } from 'react';

/** Line icons on a 24 grid, drawn for this page; they never carry meaning alone. */
const shapes: Record<string, ReactNode> = {
  catalog: <path d="M4 5h6v6H4zM14 5h6v6h-6zM4 15h6v4H4zM14 15h6v4h-6z" />,
  cart: <path d="M3 4h2.4l2.2 11h9.8L20 7.5H6.2M9 19.5h.01M16.5 19.5h.01" />,
  orders: <path d="M6 3.5h12v17l-3-2-3 2-3-2-3 2zM9 8.5h6M9 12.5h6" />,
  delivery: <path d="M2.5 6h11v10h-11zM13.5 9.5h4l3.5 3.2V16h-7.5M7 18.5h.01M17 18.5h.01" />,
  operator: <path d="M5 13v-1.5a7 7 0 0 1 14 0V13M4 13h3v5H4zM17 13h3v5h-3zM20 18c0 2-2.5 2.8-5.5 2.8" />,
  help: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.4-1 .9-1 1.7M12 16.8h.01" />,
  send: <path d="M4.5 12h14M13 6l6 6-6 6" />,
  clip: <path d="M19 11.5l-7.2 7.2a4.6 4.6 0 0 1-6.5-6.5l7.9-7.9a3.1 3.1 0 0 1 4.4 4.4l-7.9 7.9a1.5 1.5 0 0 1-2.2-2.2l7.2-7.2" />,
  check: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM8 12.3l2.7 2.7L16 9.5" />,
  clock: <path d="M12 20.5a8.5 8.5 0 1 0 0-17 8.5 8.5 0 0 0 0 17zM12 7.5V12l3 2" />,
  menu: <path d="M4 7h16M4 12h16M4 17h10" />,
  close: <path d="M6 6l12 12M18 6L6 18" />,
  sun: <path d="M12 16.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4" />,
  moon: <path d="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5z" />,
  left: <path d="M14.5 5.5L8 12l6.5 6.5" />,
  right: <path d="M9.5 5.5L16 12l-6.5 6.5" />,
  down: <path d="M5.5 9.5L12 16l6.5-6.5" />,
  out: <path d="M9 6H5.5v12.5H18V15M13 5h6v6M18.5 5.5L11 13" />,
  gift: <path d="M4 9.5h16v3H4zM5.5 12.5h13V20h-13zM12 9.5V20M12 9.5C9 9.5 7 8 8 6s3.5-.5 4 3.5c.5-4 3-5.5 4-3.5s-1 3.5-4 3.5z" />,
};

export function Icon({ name, size = 22 }: { name: string; size?: number }): ReactNode {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" fill="none" stroke="currentColor" strokeWidth="1.7" strokeLinecap="round" strokeLinejoin="round" aria-hidden="true" focusable="false">
      {shapes[name] ?? shapes['help']}
    </svg>
  );
}
