/**
 * A site behind what its emulated CloudFront lacks: compression, which infra/ asks for (`compress`), as CloudFront does it:
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html
 *
 * Over http browsers ask for gzip alone; over https CloudFront would answer in brotli, which is smaller.
 */

import { once } from 'node:events';
import { createServer, request } from 'node:http';
import { gzipSync } from 'node:zlib';

/** Those of CloudFront's list that a page and its API have. */
const TYPES = [
  'application/javascript',
  'application/json',
  'application/wasm',
  'application/xml',
  'image/svg+xml',
  'text/css',
  'text/html',
  'text/javascript',
  'text/plain',
  'text/xml',
];
const STATUSES = [200, 403, 404];
const SIZE = { least: 1_000, most: 10_000_000 };
/** Its cache policy is CachingDisabled, which keeps no compressed objects; so nothing there is compressed. */
const NOT_CACHED = '/api/';

/** `{ url, close }` of that site on a port of its own; `url` has the host's own name, to be found at 127.0.0.1. */
export async function compressed(site) {
  const { hostname, port, host } = new URL(site);
  const server = createServer((asked, answer) => {
    const { method, url: path } = asked;
    const headers = { ...asked.headers, host };
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (got) => {
      pass(asked, got, answer).catch(() => answer.destroy());
    });
    sent.on('error', () => answer.destroy());
    asked.pipe(sent);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { url: `http://${hostname}:${server.address().port}/`, close: () => server.close() };
}

async function pass(asked, got, answer) {
  const headers = { ...got.headers };
  delete headers['transfer-encoding'];
  const body = Buffer.concat(await got.toArray());
  const sent = isCompressed(asked, got) ? gzipSync(body) : body;
  if (sent !== body) Object.assign(headers, packedHeaders(got.headers, sent));
  answer.writeHead(got.statusCode, headers);
  answer.end(sent);
}

function isCompressed({ url, headers: asked }, { statusCode, headers: got }) {
  const size = Number(got['content-length'] ?? 0);
  const type = (got['content-type'] ?? '').split(';')[0];
  return (
    !url.startsWith(NOT_CACHED) &&
    /\bgzip\b/.test(asked['accept-encoding'] ?? '') &&
    !got['content-encoding'] &&
    STATUSES.includes(statusCode) &&
    TYPES.includes(type) &&
    size >= SIZE.least &&
    size <= SIZE.most
  );
}

/** A strong validator becomes a weak one: the bytes are no longer those of the origin. */
function packedHeaders({ etag, vary }, body) {
  return {
    'content-encoding': 'gzip',
    'content-length': body.length,
    vary: [vary, 'Accept-Encoding'].filter(Boolean).join(', '),
    ...(etag && { etag: etag.replace(/^"/, 'W/"') }),
  };
}
