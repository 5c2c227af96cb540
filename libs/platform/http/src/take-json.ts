import type { FastifyInstance } from 'fastify';
import { fail } from '#kernel';

const isJson = (text: string): boolean => {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
};

/**
 * Reads JSON bodies as Fastify does, and tells apart what Fastify calls the same: a body that is no JSON, and one with a
 * name that reaches into the prototype of whatever it is copied to.
 */
export function takeJson(
  fastify: Pick<FastifyInstance, 'addContentTypeParser' | 'removeContentTypeParser' | 'getDefaultJsonParser'>,
): void {
  const parse = fastify.getDefaultJsonParser('error', 'error');
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser<string>('application/json', { parseAs: 'string' }, (request, body, done) => {
    void parse(request, body, (error, value) => {
      if (error === null || !isJson(body)) return done(error, value);
      done(fail('malformed-request', 'The body has a field that is never taken: __proto__ or constructor.prototype.'));
    });
  });
}
