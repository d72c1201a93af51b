/** Answers of the service, whole ones: the types say so. */

import type { Schemas } from '../api/read';

export const PRICE: Schemas['Price'] = {
  precio_predicho: 172_449,
  moneda: 'USD',
  rango: { bajo: 143_210.4, alto: 207_655.9, cobertura: 0.8 },
  precio_m2: 3_135.4,
  fecha_nivel: '2026-07',
  detalles: { ubicacion: 'Capital Federal', localidad: 'Palermo', tipo: 'Departamento', superficie_m2: 55 },
  explicacion: [
    { factor: 'base', texto: 'Punto de partida', usd: 130_000 },
    { factor: 'locality', texto: 'Barrio', usd: 50_449 },
    { factor: 'bathrooms', texto: 'Baños', usd: -8_000 },
  ],
  comparables: { cantidad: 214, mediana_usd_m2: 2_984, lugar: 'Palermo' },
  avisos: [{ codigo: 'old_prices', texto: 'Los avisos de esta zona son de hace años.' }],
  modelo: { version: 'm-0123456789ab' },
  info_peticion: {
    l2: 'Capital Federal',
    locality: 'Palermo',
    property_type: 'Departamento',
    rooms: null,
    bedrooms: null,
    bathrooms: null,
    surface_total: null,
    surface_covered: 55,
    lat: null,
    lon: null,
  },
};

export const PLACES: Schemas['Places'] = {
  l2: ['Capital Federal', 'Mendoza', 'Otros'],
  property_types: ['Departamento', 'Casa', 'PH', 'Otros'],
  places: [
    { l2: 'Capital Federal', name: 'Palermo', count: 2_868, lat: -34.58, lon: -58.42 },
    { l2: 'Capital Federal', name: 'Núñez', count: 803, lat: -34.54, lon: -58.46 },
    { l2: 'Mendoza', name: 'Godoy Cruz', count: 512, lat: -32.92, lon: -68.84 },
  ],
};

export const REFUSAL: Schemas['Problem'] = {
  type: 'urn:problem-type:tasador:invalid',
  title: 'Datos no válidos',
  status: 422,
  detail: 'Datos que corregir: 2.',
  instance: 'urn:uuid:0',
  errors: [
    {
      field: 'bathrooms',
      index: null,
      pointer: '#/bathrooms',
      code: 'less_than_equal',
      limit: '0..100',
      got: '900',
      detail: 'bathrooms: tiene que ser un número entre 0..100; se recibió 900.',
    },
    {
      field: 'locality',
      index: null,
      pointer: '#/locality',
      code: 'string_type',
      limit: null,
      got: '1',
      detail: 'locality: tiene que ser un texto; se recibió 1.',
    },
  ],
};
