import fastify from 'fastify';

/** The floor: a body is parsed and a body of the size of an answer is sent, with nothing in between. */
const app = fastify();
let reply: unknown = {};
app.put('/reply', (request) => {
  reply = request.body;
  return { taken: true };
});
app.post('/query', () => reply);
const url = await app.listen({ port: 0, host: '127.0.0.1' });
process.send?.({ url });
process.once('disconnect', () => process.exit(0));
