import { Injectable, SetMetadata, type CanActivate, type CustomDecorator, type ExecutionContext } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '#contracts';
import { fail } from '#kernel';
import { ApiKeys, type ApiKey, type Scope } from './api-key.js';

const publicRoute = Symbol('public route');
const neededScope = Symbol('needed scope');

/** A route that needs no key. The reason is for whoever reads the code next. */
export const Public = (reason: string): CustomDecorator<symbol> => SetMetadata(publicRoute, reason);

/** What a key must be allowed to, to reach a route. Without it, `ask` is enough. */
export const Needs = (scope: Scope): CustomDecorator<symbol> => SetMetadata(neededScope, scope);

const keys = new WeakMap<object, ApiKey>();

/** On whose behalf a request is made, once the guard let it in. */
export function principalOf(request: FastifyRequest): Principal {
  const key = keys.get(request);
  if (!key) throw fail('missing-api-key', 'An API key is needed.', 'principalOf on a route without the guard');
  return { id: key.id, kind: 'api-key' };
}

/** What the key of a request may do. */
export const scopesOf = (request: FastifyRequest): readonly Scope[] => keys.get(request)?.scopes ?? [];

const bearer = /^Bearer ([\w-]{8,128})$/i;

/** The key in a header `Authorization`; undefined where there is none. */
export const keyIn = (authorization: string | undefined): string | undefined =>
  authorization === undefined ? undefined : bearer.exec(authorization)?.[1];

/** Every route needs a key unless it says that it is public. */
@Injectable()
export class ApiKeyGuard implements CanActivate {
  private readonly needed = new WeakMap<object, WeakMap<object, Scope | 'nothing'>>();

  constructor(
    private readonly reflector: Reflector,
    private readonly apiKeys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const needed = this.neededBy(context);
    if (needed === 'nothing') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const header = request.headers.authorization;
    if (header === undefined)
      throw fail('missing-api-key', 'Send an API key in the header Authorization: Bearer <key>.');
    const sent = keyIn(header);
    const key = sent === undefined ? undefined : await this.apiKeys.find(sent);
    if (!key) throw fail('invalid-api-key', 'This API key is not valid, or was revoked.');
    if (!key.scopes.includes(needed))
      throw fail('forbidden', `This API key may not do that; it needs the scope "${needed}".`);
    keys.set(request, key);
    return true;
  }

  /** What a route says of itself never changes; looking it up costs more than the rest of this. */
  private neededBy(context: ExecutionContext): Scope | 'nothing' {
    const places = [context.getHandler(), context.getClass()] as const;
    const [handler, controller] = places;
    const ofController = this.needed.get(controller) ?? new WeakMap<object, Scope | 'nothing'>();
    const known = ofController.get(handler);
    if (known !== undefined) return known;
    const isPublic = this.reflector.getAllAndOverride<string | undefined>(publicRoute, [...places]) !== undefined;
    const scope = this.reflector.getAllAndOverride<Scope | undefined>(neededScope, [...places]) ?? 'ask';
    const needed = isPublic ? 'nothing' : scope;
    this.needed.set(controller, ofController.set(handler, needed));
    return needed;
  }
}
