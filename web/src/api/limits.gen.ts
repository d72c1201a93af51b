/** Written by `npm run types` out of the service’s OpenAPI document. */

export const LIMITS = {
  rooms: { low: 0, high: 100 },
  bedrooms: { low: 0, high: 100 },
  bathrooms: { low: 0, high: 100 },
  surface_total: { low: 1, high: 1000000 },
  surface_covered: { low: 1, high: 100000 },
  lat: { low: -56, high: -21 },
  lon: { low: -74, high: -53 },
} as const;
