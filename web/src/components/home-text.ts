/** A place and a home in a line: "PH · Palermo, Capital Federal · 60 m²". */

import type { Home } from '../home/draft';
import type { Words } from '../i18n/language';

export function placeText({ messages }: Words, l2: string, locality: string | null | undefined): string {
  const region = messages.regions[l2] ?? l2;
  return locality ? `${locality}, ${region}` : region;
}

export function homeText(words: Words, home: Home): string {
  const { messages, format } = words;
  const { result, types } = messages;
  const surface = home.surface_covered ?? home.surface_total;
  const parts = [
    home.property_type && home.property_type !== 'Otros' && (types[home.property_type] ?? home.property_type),
    placeText(words, home.l2, home.locality),
    surface != null && result.surface(format.number(surface)),
    home.rooms != null && result.rooms(home.rooms),
    home.bedrooms != null && result.bedrooms(home.bedrooms),
    home.bathrooms != null && result.bathrooms(home.bathrooms),
  ];
  return parts.filter(Boolean).join('\u00a0· ');
}
