/** Drawings of the page; the text beside them says the same, so they are hidden from readers. */

import type { ReactNode } from 'react';

export function Icon({ size = 24, children }: { readonly size?: number; readonly children: ReactNode }) {
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

export const MapIcon = () => (
  <Icon size={20}>
    <path d="m3.5 6.5 5.5-2.5 6 2.5 5.5-2.5v13.5L15 20l-6-2.5L3.5 20V6.5ZM9 4v13.5m6-11V20" />
  </Icon>
);

export const ChevronIcon = () => (
  <Icon size={20}>
    <path d="m6 9.5 6 6 6-6" />
  </Icon>
);

const TYPE_PATHS: Readonly<Record<string, string>> = {
  Departamento: 'M6 21V3.5h12V21M3 21h18M9.5 7.5h1m3 0h1m-5 4h1m3 0h1m-4 9.5v-5h3v5',
  Casa: 'm3 11.5 9-7.5 9 7.5M5.5 10v11h13V10M10 21v-6h4v6',
  PH: 'M3 21V8h9v13M12 12h9v9M2 21h20M6 12h2.5M6 16h2.5m7 0H18',
  Otros: 'M3 21V9.5L12 4.5l9 5V21M7 21v-8h10v8M7 17h10',
};

export const TypeIcon = ({ type }: { readonly type: string }) => (
  <Icon size={22}>
    <path d={TYPE_PATHS[type]} />
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

/** A street of Buenos Aires: what an empty result looks like. */
export function Street() {
  return (
    <svg className="street" viewBox="0 0 320 120" aria-hidden="true" focusable="false">
      <circle className="street-back" cx="262" cy="30" r="15" />
      <path
        className="street-back"
        d="M18 108V66l24-18 24 18v42ZM112 108V40h34v68ZM172 108l3-84 5-10 5 10 3 84ZM250 108V62h46v46Z"
      />
      <path className="street-front" d="M74 108V30h50v78ZM196 108V70l30-22 30 22v38Z" />
      <path
        className="street-window"
        d="M83 42h10v11H83Zm22 0h10v11h-10ZM83 63h10v11H83Zm22 0h10v11h-10ZM94 86h10v22H94ZM206 76h12v12h-12Zm24 0h14v32h-14Z"
      />
      <path className="street-ground" d="M4 108h312" />
    </svg>
  );
}
