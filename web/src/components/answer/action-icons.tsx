/** The drawings beside what can be done with a price. */

import { Icon } from '../icons';

export const ShareIcon = () => (
  <Icon size={18}>
    <path d="M12 15V3.5M8 7l4-3.5L16 7M7 11H5v9.5h14V11h-2" />
  </Icon>
);

export const LinkIcon = () => (
  <Icon size={18}>
    <path d="m10 14 4-4M8.5 11 6 13.5a3.2 3.2 0 0 0 4.5 4.5L13 15.5m-2-7L13.5 6a3.2 3.2 0 0 1 4.5 4.5L15.5 13" />
  </Icon>
);

export const PrintIcon = () => (
  <Icon size={18}>
    <path d="M7 9V3.5h10V9M7 17H4V9h16v8h-3M7 14h10v6.5H7V14Z" />
  </Icon>
);

export const CompareIcon = () => (
  <Icon size={18}>
    <path d="M4 20V9l4-3.5L12 9v11H4Zm8 0h8v-8l-4-3.5-4 3.5" />
  </Icon>
);
