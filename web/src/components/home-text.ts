/** The home in a line: "PH · Palermo, Capital Federal · 60 m²". */

import type { Home } from '../api/home';
import type { Words } from '../i18n/language';

export function homeText({ messages, format }: Words, home: Home): string {
  const { result, regions, types, typesInText } = messages;
  const region = regions[home.l2] ?? home.l2;
  const type =
    home.property_type && (typesInText[home.property_type] ?? types[home.property_type] ?? home.property_type);
  const surface = home.surface_covered ?? home.surface_total;
  const parts = [
    type,
    home.locality ? `${home.locality}, ${region}` : region,
    surface !== undefined && result.surface(format.number(surface)),
    home.rooms !== undefined && result.rooms(home.rooms),
    home.bedrooms !== undefined && result.bedrooms(home.bedrooms),
    home.bathrooms !== undefined && result.bathrooms(home.bathrooms),
  ];
  return parts.filter(Boolean).join('\u00a0· ');
}
