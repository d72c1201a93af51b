/** Written by `npm run types` out of the service’s OpenAPI document. */

export const LIMITS = {
  rooms: { low: 1, high: 40 },
  bedrooms: { low: 0, high: 40 },
  bathrooms: { low: 1, high: 20 },
  surface_total: { low: 10, high: 100000 },
  surface_covered: { low: 10, high: 100000 },
  lat: { low: -56, high: -21 },
  lon: { low: -74, high: -53 },
  age: { low: 0, high: 200 },
  garage: { low: 0, high: 20 },
} as const;
