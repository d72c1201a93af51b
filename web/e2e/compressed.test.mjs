/** What is measured comes as CloudFront would send it. */

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { after, before, test } from 'node:test';
import { gunzipSync } from 'node:zlib';

import { compressed } from './compressed.mjs';

const SCRIPT = { 'content-type': 'text/javascript; charset=utf-8', etag: '"abc"' };
const LONG = 'let x = 1;'.repeat(200);
const ANSWERS = {
  '/long.js': [200, SCRIPT, LONG],
  '/short.js': [200, SCRIPT, LONG.slice(0, 999)],
  '/picture.png': [200, { 'content-type': 'image/png' }, LONG],
  '/site.webmanifest': [200, { 'content-type': 'application/manifest+json' }, LONG],
  '/packed.js': [200, { ...SCRIPT, 'content-encoding': 'br' }, LONG],
  '/api/predict': [200, { 'content-type': 'application/json' }, LONG],
  '/gone': [404, { 'content-type': 'text/html' }, LONG],
  '/broken': [500, { 'content-type': 'text/html' }, LONG],
};
const origin = createServer((asked, answer) => {
  const [status, headers, body] = ANSWERS[asked.url];
  answer.writeHead(status, { ...headers, 'content-length': body.length });
  answer.end(body);
});
let edge;

before(async () => {
  origin.listen(0, '127.0.0.1');
  await once(origin, 'listening');
  edge = await compressed(`http://127.0.0.1:${origin.address().port}/`);
});

after(() => {
  edge.close();
  origin.close();
});

test('the measured page is compressed as CloudFront does it, by type, size and status', async () => {
  const packed = {};
  for (const path of Object.keys(ANSWERS)) packed[path] = (await get(path)).headers['content-encoding'] ?? 'none';
  assert.deepEqual(packed, {
    '/long.js': 'gzip',
    '/short.js': 'none',
    '/picture.png': 'none',
    '/site.webmanifest': 'none',
    '/packed.js': 'br',
    '/api/predict': 'none',
    '/gone': 'gzip',
    '/broken': 'none',
  });
});

test('what is compressed on its way to be measured is still what the origin sent', async () => {
  const { headers, body } = await get('/long.js');
  assert.equal(gunzipSync(body).toString(), LONG);
  assert.equal(headers.etag, 'W/"abc"');
  assert.equal(Number(headers['content-length']), body.length);
});

test('a browser that asks for no compression gets none, measured or not', async () => {
  const { headers, body } = await get('/long.js', {});
  assert.equal(headers['content-encoding'], undefined);
  assert.equal(body.toString(), LONG);
});

/** node's own fetch would unpack what it is sent. */
async function get(path, headers = { 'accept-encoding': 'gzip, deflate' }) {
  const sent = request(new URL(path, edge.url), { headers }).end();
  const [got] = await once(sent, 'response');
  return { headers: got.headers, body: Buffer.concat(await got.toArray()) };
}
