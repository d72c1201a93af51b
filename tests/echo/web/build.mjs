// One page and one script whose name carries its content.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

const script = readFileSync('page.js');
const sha = createHash('sha256').update(script).digest('hex').slice(0, 8);
rmSync('dist', { recursive: true, force: true });
mkdirSync('dist/assets', { recursive: true });
writeFileSync(`dist/assets/page-${sha}.js`, script);
writeFileSync('dist/index.html', readFileSync('index.html', 'utf8').replace('SHA', sha));
