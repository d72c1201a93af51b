/**
 * What the page weighs beside the emptiest page of its kind: React and axios, bundled by the same tools in the same run.
 *
 *   node e2e/weigh.mjs
 *
 * Prints one JSON line: bytes of JavaScript, compressed with gzip. `start` is what the page loads to be used, `later`
 * what comes when it is wanted, `map` the map's code, `empty` the emptiest page's. `folders` holds both builds.
 */

import { readFile, readdir, rm } from 'node:fs/promises';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

import react from '@vitejs/plugin-react';
import { build } from 'vite';

const WEB = fileURLToPath(new URL('../', import.meta.url));
const EMPTY = `${WEB}node_modules/.cache/empty/`;
const PAGE = `${WEB}node_modules/.cache/page/`; // not dist/, which others may be serving just now

const MAIN = `
import axios from 'axios';
import { StrictMode, useEffect, useState } from 'react';
import { createRoot } from 'react-dom/client';

function App() {
  const [price, setPrice] = useState();
  useEffect(() => { axios.post('/api/predict', {}).then(({ data }) => setPrice(data.precio_predicho), () => undefined); }, []);
  return <h1>Tasador {price}</h1>;
}

createRoot(document.getElementById('root')).render(<StrictMode><App /></StrictMode>);
`;
const INDEX = `<!doctype html><html lang="es"><head><meta charset="utf-8"><title>Tasador</title></head>
<body><div id="root"></div><script type="module" src="/main.jsx"></script></body></html>`;

await Promise.all([buildEmpty(), build({ root: WEB, logLevel: 'error', build: { outDir: PAGE, emptyOutDir: true } })]);
const sizes = await sizesOf(PAGE);
const [start, map] = [sum(sizes, /^(index|libraries)-/), sum(sizes, /^price-map-/)];
const empty = sum(await sizesOf(`${EMPTY}dist/`), /./);
const later = sum(sizes, /./) - start - map;
console.log(JSON.stringify({ start, later, map, empty, folders: { page: PAGE, empty: `${EMPTY}dist/` } }));

async function buildEmpty() {
  await rm(EMPTY, { recursive: true, force: true });
  mkdirSync(EMPTY, { recursive: true });
  writeFileSync(`${EMPTY}index.html`, INDEX);
  writeFileSync(`${EMPTY}main.jsx`, MAIN);
  const target = { target: 'es2022', modulePreload: { polyfill: false } };
  await build({ root: EMPTY, configFile: false, logLevel: 'error', plugins: [react()], build: target });
}

async function sizesOf(folder) {
  const names = (await readdir(`${folder}assets`)).filter((name) => name.endsWith('.js'));
  const size = async (name) => [name, gzipSync(await readFile(`${folder}assets/${name}`), { level: 9 }).length];
  return Promise.all(names.map(size));
}

function sum(sizes, wanted) {
  return sizes.filter(([name]) => wanted.test(name)).reduce((total, [, size]) => total + size, 0);
}
