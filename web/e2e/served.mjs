/** A built page on a server of its own, while it is measured. */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const MOCK = fileURLToPath(new URL('./mock.mjs', import.meta.url));
const servers = [];

/** The address at which this folder is served, until `stop`. */
export async function serve(folder) {
  const server = spawn(process.execPath, [MOCK, '--site', folder], { stdio: ['ignore', 'pipe', 'inherit'] });
  servers.push(server);
  const [line] = await once(server.stdout, 'data');
  return String(line).trim();
}

export function stop() {
  servers.forEach((server) => server.kill());
}
