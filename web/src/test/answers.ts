/** Answers of the service, whole ones: the types say so. */

import type { Schemas } from '../api/read';

export const PRICE: Schemas['Price'] = {
  precio_predicho: 172_449,
  moneda: 'USD',
  rango: { bajo: 143_210.4, alto: 207_655.9, cobertura: 0.8 },
  precio_m2: 3_135.4,
  fecha_nivel: '2026-07',
  nivel: { fecha: '2026-07', fuente: 'ZonaProp' },
  detalles: { ubicacion: 'Capital Federal', localidad: 'Palermo', tipo: 'Departamento', superficie_m2: 55, superficie: 'covered' },
  explicacion: [
    { factor: 'base', texto: 'Punto de partida', usd: 130_000 },
    { factor: 'location', texto: 'Ubicación', usd: 50_449 },
    { factor: 'surface_covered', texto: 'Superficie cubierta', usd: -8_000 },
    { factor: 'bathrooms', texto: 'Baños', usd: -3_000 },
    { factor: 'date', texto: 'Fecha', usd: 3_000 },
  ],
  comparables: {
    cantidad: 214,
    mediana_usd_m2: 2_984,
    lugar: '1 km',
    cuartiles_usd_m2: [2_600, 2_984, 3_400],
    anios: { desde: 2019, hasta: 2026 },
    superficie: 'covered',
    superficie_m2: { desde: 44.2, hasta: 69.8 },
    tipo: 'Departamento',
  },
  historia: [
    { anio: 2016, precio: 150_000, bajo: 120_000, alto: 190_000 },
    { anio: 2020, precio: 180_000, bajo: 150_000, alto: 220_000 },
    { anio: 2026, precio: 172_449, bajo: 143_210, alto: 207_656 },
  ],
  precision: { error_mediano_pct: 11.3, avisos: 52_000, lugar: 'Capital Federal', tipo: 'Departamento' },
  mejoras: [],
  avisos: [{ codigo: 'old_prices', texto: 'Los avisos de esta zona son de 2017.', campo: 'l2' }],
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
    age: null,
    garage: null,
    amenities: null,
    date: null,
  },
};

/** The list of places, as the site's file has it. */
export const PLACES = {
  regions: ['Bs.As. G.B.A. Zona Norte', 'Capital Federal', 'Mendoza'],
  places: [
    ['Palermo', 1, 6_746, -34.583, -58.423],
    ['Belgrano', 1, 6_219, -34.563, -58.453, ['Belgrano R', 'Barrio Chino']],
    ['Villa Crespo', 1, 2_628, -34.598, -58.441],
    ['Tigre', 0, 2_731, -34.425, -58.58],
    ['Núñez', 1, 803, -34.545, -58.463],
    ['Boca', 1, 420, -34.634, -58.363],
    ['Godoy Cruz', 2, 512, -32.925, -68.845],
    ['San Isidro', 0, 900, -34.47, -58.51],
    ['San Isidro', 2, 850, null, null],
    ['Altos del Golf', 0, 1, -34.455, -58.868],
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
      limit: '1..20',
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

export const MAP = {
  side: 0.6,
  step: 10,
  areas: {
    amba: {
      middle: [-34.6, -58.4],
      cells: [
        [0, 0, 300],
        [1, 0, 200],
        [0, 1, 250],
        [-1, 0, 100],
        [4, 0, 150],
        [-4, 0, 150],
      ],
    },
    mendoza: { middle: [-32.9, -68.8], cells: [[0, 0, 110]] },
  },
};
