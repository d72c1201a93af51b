/** Drawings of the page; the text beside them says the same, so they are hidden from readers. */

import type { ReactNode } from 'react';

function Icon({ size = 24, children }: { readonly size?: number; readonly children: ReactNode }) {
  return (
    <svg
      className="icon"
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.8"
      strokeLinecap="round"
      strokeLinejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

export function Logo() {
  return (
    <svg className="logo" width="36" height="36" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <rect className="logo-ground" width="32" height="32" rx="8" />
      <path className="logo-line" d="M6.5 15.6 16 7.5l9.5 8.1M9.5 14.8V24h13v-9.2" />
      <circle className="logo-sun" cx="16" cy="18.5" r="2.6" />
    </svg>
  );
}

export const PinIcon = () => (
  <Icon size={20}>
    <path d="M12 21s-6.5-5.6-6.5-11a6.5 6.5 0 0 1 13 0c0 5.4-6.5 11-6.5 11Z" />
    <circle cx="12" cy="10" r="2.3" />
  </Icon>
);

export const HomeIcon = () => (
  <Icon size={20}>
    <path d="M4 11.5 12 5l8 6.5M6 10v9h12v-9" />
  </Icon>
);

export const RulerIcon = () => (
  <Icon size={20}>
    <path d="M4 20V4l16 16H4Zm4-4v-2.5L10.5 16H8Z" />
  </Icon>
);

export const PlanIcon = () => (
  <Icon size={20}>
    <path d="M4 4h16v16H4V4Zm0 9h7m0-9v5m0 11v-3m4-6h5" />
  </Icon>
);

export const WarnIcon = () => (
  <Icon size={20}>
    <path d="M12 4 2.8 19.5h18.4L12 4Zm0 6v4.5m0 2.5v.01" />
  </Icon>
);

export const CheckIcon = () => (
  <Icon size={18}>
    <path d="m5 12.5 4.5 4.5L19 7.5" />
  </Icon>
);

/** A street of three houses: what an empty result looks like. */
export function Street() {
  return (
    <svg className="street" viewBox="0 0 220 90" aria-hidden="true" focusable="false">
      <circle className="street-sun" cx="178" cy="22" r="11" />
      <path className="street-back" d="M14 80V46l24-20 24 20v34ZM158 80V50l20-16 20 16v30Z" />
      <path className="street-front" d="M72 80V20h70v60Z" />
      <path
        className="street-window"
        d="M84 32h10v10H84Zm18 0h10v10h-10Zm18 0h10v10h-10ZM84 52h10v10H84Zm36 0h10v10h-10ZM102 58h10v22h-10ZM32 58h12v22H32Zm140 4h12v18h-12Z"
      />
      <path className="street-ground" d="M4 80h212" />
    </svg>
  );
}
