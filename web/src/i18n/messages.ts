/** Every word of the page is a key of the Spanish texts. A key that English lacks does not compile. */

import type { es } from './es';

export const LANGUAGES = ['es', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];
export type Messages = typeof es;
