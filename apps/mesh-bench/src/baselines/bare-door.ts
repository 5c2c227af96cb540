import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** The cheapest refusal there is: a request is read, and the same few bytes are sent, whatever it says. */
const problem = JSON.stringify({ code: 'overloaded', status: 503 });
const head = {
  'content-type': 'application/problem+json; charset=utf-8',
  'content-length': Buffer.byteLength(problem),
  'retry-after': '1',
};
const server = createServer((request, response) => {
  request.resume().once('end', () => response.writeHead(503, head).end(problem));
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` });
});
process.once('disconnect', () => process.exit(0));
