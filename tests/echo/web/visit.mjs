// What the page's script does, without a browser: ask through the page's own host.
import http from 'node:http';

const url = new URL(process.argv[process.argv.indexOf('--url') + 1]);
const headers = { host: url.host, 'content-type': 'application/json' };
const options = { host: '127.0.0.1', port: url.port, path: '/api/echo/say', method: 'POST', headers };
const request = http.request(options, (answer) => {
  let body = '';
  answer.on('data', (chunk) => (body += chunk));
  answer.on('end', () => {
    const said = JSON.parse(body).echo?.word;
    console.log(JSON.stringify({ ok: said === 'hola', said: `${said} came back`, reasons: [`it said ${said}`] }));
  });
});
request.end(JSON.stringify({ word: 'hola' }));
