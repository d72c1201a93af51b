/**
 * The built page and a made-up API on one origin, under the strictest content policy the page must live with.
 *
 *   node e2e/mock.mjs [--port 0] [--answer full|bare|refused|failing|slow|broken] [--site DIR]
 *
 * Prints its address as one line. `bare` answers the fewest fields that are still a price.
 */

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { gzipSync } from 'node:zlib';

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'";
const TYPES = { '.html': 'text/html', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.json': 'application/json' };

const BARE = { precio_predicho: 172449, moneda: 'USD' };
const FULL = {
  ...BARE,
  rango: { bajo: 143210.4, alto: 207655.9, cobertura: 0.802 },
  precio_m2: 3135.4,
  fecha_nivel: '2026-07',
  explicacion: [
    { factor: 'base', texto: 'Punto de partida', usd: 128400 },
    { factor: 'surface_covered', texto: 'Superficie cubierta', usd: -14250 },
    { factor: 'locality', texto: 'Barrio o localidad', usd: 41800 },
    { factor: 'l2', texto: 'Región', usd: 15900 },
    { factor: 'bathrooms', texto: 'Baños', usd: -9120 },
    { factor: 'property_type', texto: 'Tipo de propiedad', usd: 5240 },
    { factor: 'rooms', texto: 'Ambientes', usd: 3310 },
    { factor: 'bedrooms', texto: 'Dormitorios', usd: 1870 },
    { factor: 'surface_total', texto: 'Superficie total', usd: -701 },
  ],
  comparables: { cantidad: 214, mediana_usd_m2: 2984, lugar: 'Palermo' },
  avisos: [
    {
      codigo: 'old_prices',
      texto: 'Los avisos de esta zona son de 2020 o antes: el nivel actual se estima con un índice.',
    },
  ],
  modelo: { version: 'm-0123456789ab' },
};
const REFUSED = {
  type: 'urn:problem-type:tasador:invalid',
  title: 'Datos no válidos',
  status: 422,
  detail: 'Datos que corregir: 1.',
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
  ],
};

const ANSWERS = {
  full: () => [200, FULL],
  bare: () => [200, BARE],
  broken: () => [200, { hello: 'world' }],
  refused: () => [422, REFUSED],
  failing: () => [500, { title: 'Error nuestro', status: 500 }],
  slow: async () => {
    await pause(6_000);
    return [200, FULL];
  },
};

const { values: options } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    answer: { type: 'string', default: 'full' },
    site: { type: 'string' },
  },
});
const site = options.site ? pathToFileURL(`${options.site}/`) : new URL('../dist/', import.meta.url);

const server = createServer((request, response) => {
  answer(new URL(request.url, 'http://mock')).then(
    ([status, type, body]) => {
      response.writeHead(status, {
        'content-type': type,
        'content-encoding': 'gzip',
        'content-security-policy': POLICY,
        'x-content-type-options': 'nosniff',
      });
      response.end(gzipSync(body));
    },
    (error) => {
      response.writeHead(404, { 'content-type': 'text/plain' });
      response.end(String(error));
    },
  );
});
server.listen(Number(options.port), '127.0.0.1', () => {
  console.log(`http://127.0.0.1:${server.address().port}/`);
});

async function answer({ pathname }) {
  if (pathname === '/api/predict') return json(...(await ANSWERS[options.answer]()));
  const file = pathname === '/' ? 'index.html' : pathname.slice(1);
  const body = await readFile(new URL(file, site));
  return [200, TYPES[extname(file)] ?? 'application/octet-stream', body];
}

function json(status, value) {
  return [status, status < 400 ? 'application/json' : 'application/problem+json', JSON.stringify(value)];
}
