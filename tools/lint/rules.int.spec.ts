import { beforeAll, describe, expect, it } from '@jest/globals';
import { lintTexts, type Finding, type LintCase } from './testing/lint-texts.js';

interface RuleCase extends LintCase {
  readonly name: string;
}

const anywhere = 'apps/gateway/src/probe.ts';
const spec = 'apps/gateway/src/probe.unit.spec.ts';
const one = (name: string, text: string, file = anywhere): RuleCase => ({ name, text: `${text}\n`, file });

const lines = (count: number, line = 'export {};') => Array.from({ length: count }, () => line).join('\n');
const longFunction = (statements: number) =>
  `export function long(list: number[]) {\n${lines(statements, '  list.push(1);')}\n}`;
const decorated = (decorator: string) =>
  `import { Get } from '@nestjs/common';\nimport { Public } from './public.js';\nexport class Probe {\n  ${decorator}\n  @Get()\n  get() {\n    return 'ok';\n  }\n}`;

/** By rule: what it refuses, what it lets pass, and the words that say what to do instead. */
const rules: { rule: string; advice: string; refused: RuleCase[]; passed: RuleCase[] }[] = [
  {
    rule: 'max-lines',
    advice: 'too many lines',
    refused: [
      one('a file of 301 lines', lines(301)),
      one('a spec of 501 lines', lines(501), spec),
      one('a script of 301 lines', lines(301), 'deploy/local/probe.mjs'),
    ],
    passed: [one('a file of 300 lines', lines(300)), one('a spec of 500 lines', lines(500), spec)],
  },
  {
    rule: 'max-lines-per-function',
    advice: 'too many lines',
    refused: [
      one('a function of 61 lines', longFunction(59)),
      one('a function of 61 lines in a script', longFunction(59).replace(': number[]', ''), 'deploy/local/probe.mjs'),
    ],
    passed: [one('a function of 60 lines', longFunction(58)), one('a long block of a spec', longFunction(99), spec)],
  },
  {
    rule: 'no-restricted-properties',
    advice: 'libs/platform/config',
    refused: [
      one('the environment in a service', 'export const port = process.env.PORT;'),
      one('the environment by destructuring', 'export const { env } = process;'),
      one('the environment in a spec', 'export const port = process.env.PORT;', spec),
    ],
    passed: [
      one('the environment in its seam', 'export const port = process.env.PORT;', 'libs/platform/config/src/probe.ts'),
    ],
  },
  {
    rule: '@typescript-eslint/no-explicit-any',
    advice: 'Specify a different type',
    refused: [
      one('any', 'export const probe = (value: any): unknown => value;'),
      one('any in a spec', 'export let x: any;', spec),
    ],
    passed: [one('unknown', 'export const probe = (value: unknown): unknown => value;')],
  },
  {
    rule: 'no-console',
    advice: 'Unexpected console statement',
    refused: [
      one('console in a service', "console.log('x');"),
      one('console in a library', "console.warn('x');", 'libs/ai/src/probe.ts'),
    ],
    passed: [one('console in a command', "console.log('x');", 'tools/checks/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/platform/messaging',
    refused: [
      one('NATS in a service', "import '@nats-io/transport-node';"),
      one('NATS in the cache', "import '@nats-io/jetstream';", 'libs/platform/cache/src/probe.ts'),
    ],
    passed: [
      one('NATS in its seam', "import '@nats-io/transport-node';", 'libs/platform/messaging/src/probe.ts'),
      one('JetStream in the event store', "import '@nats-io/jetstream';", 'libs/event-store/src/probe.ts'),
    ],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/platform/cache',
    refused: [one('Redis in a service', "import 'ioredis';")],
    passed: [one('Redis in its seam', "import 'ioredis';", 'libs/platform/cache/src/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/platform/database',
    refused: [
      one('PostgreSQL in a service', "import 'pg';"),
      one('TypeORM in the event store', "import 'typeorm';", 'libs/event-store/src/probe.ts'),
    ],
    passed: [one('PostgreSQL in its seam', "import 'pg';\nimport 'typeorm';", 'libs/platform/database/src/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/platform/logging',
    refused: [one('pino in a service', "import 'pino';")],
    passed: [one('pino in its seam', "import 'pino';", 'libs/platform/logging/src/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/ai',
    refused: [one('a model provider in a service', "import 'openai';"), one('another', "import '@anthropic-ai/sdk';")],
    passed: [one('both in their seam', "import 'openai';\nimport '@anthropic-ai/sdk';", 'libs/ai/src/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'libs/backing-services',
    refused: [one('PGlite in a service', "import '@electric-sql/pglite';")],
    passed: [one('PGlite in its seam', "import '@electric-sql/pglite';", 'libs/backing-services/src/probe.ts')],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'Throw fail(code, sentence) of #kernel',
    refused: [
      one('an HTTP exception in a service', "import { NotFoundException } from '@nestjs/common';"),
      one('their base class', "import { HttpException } from '@nestjs/common';"),
      one('a bus exception', "import { RpcException } from '@nestjs/microservices';"),
      one('all of Nest at once', "import * as nest from '@nestjs/common';\nexport const probe = nest;"),
    ].map((each) => ({ ...each, text: `${each.text}export {};\n` })),
    passed: [
      one('other things of Nest', "export { Controller, type ExceptionFilter } from '@nestjs/common';"),
      one(
        'an HTTP exception in its seam',
        "export { HttpException } from '@nestjs/common';",
        'libs/platform/http/src/probe.ts',
      ),
    ],
  },
  {
    rule: 'no-restricted-imports',
    advice: 'Settings are parsed in libs/platform/config',
    refused: [one('the environment by import', "export { env } from 'node:process';")],
    passed: [one('something else of the process', "export { pid } from 'node:process';")],
  },
  {
    rule: 'clubos/public-needs-reason',
    advice: 'Say why this route needs no API key',
    refused: [
      one('a public route without a reason', decorated('@Public()')),
      one('a public route with an empty reason', decorated("@Public(' ')")),
      one('a decorator that is not called', decorated('@Public')),
      one('a reason that is no text', decorated('@Public(String(1))')),
    ],
    passed: [
      one('a public route with a reason', decorated("@Public('health probes have no key')")),
      one('a route with the key', decorated("@Roles(Public, 'staff')")),
    ],
  },
  {
    rule: 'clubos/no-skipped-specs',
    advice: 'Every spec runs, always',
    refused: [
      'it.skip',
      'it.only',
      'describe.only',
      'test.todo',
      "it['only']",
      'it.failing',
      'it.concurrent.only',
      'xit',
      'fit',
      'fdescribe',
    ]
      .map((block) => one(block, `${block}('probe', () => undefined);`, spec))
      .concat([
        one('it.skip.each', "it.skip.each([1])('%s', () => undefined);", spec),
        one('it.skip by condition', 'export const maybe = Date.now() > 0 ? it : it.skip;', spec),
      ]),
    passed: [
      one('it and it.each', "it('a', () => undefined);\nit.each([1])('%s', () => undefined);", spec),
      one(
        'the same words elsewhere',
        'export const skip = (list: { only: number; skip: number }) => list.only + list.skip;',
        spec,
      ),
    ],
  },
  {
    rule: 'clubos/no-sleep-in-specs',
    advice: 'Wait for what you wait for',
    refused: [
      one('a promise that waits', 'await new Promise((go) => setTimeout(go, 50));', spec),
      one('the same in longer words', 'await new Promise<void>((go) => { setTimeout(() => { go(); }, 50); });', spec),
      one(
        'withResolvers',
        'const { promise, resolve } = Promise.withResolvers<void>();\nsetTimeout(() => resolve(), 50);\nawait promise;',
        spec,
      ),
      one(
        'a timer that is a promise',
        "import { setTimeout as wait } from 'node:timers/promises';\nawait wait(50);",
        spec,
      ),
      one('promisify', "import { promisify } from 'node:util';\nexport const wait = promisify(setTimeout);", spec),
      one('sleep', 'await sleep(50);', spec),
    ],
    passed: [
      one('a limit', 'await new Promise((_, reject) => setTimeout(() => reject(new Error()), 50));', spec),
      one(
        'a server that answers late',
        'export const late = (answer: () => void) => setTimeout(() => answer(), 50);',
        spec,
      ),
      one('a wait outside of specs', 'await new Promise((go) => setTimeout(go, 50));'),
    ],
  },
];

const typed: LintCase = {
  file: 'libs/kernel/src/clock.ts',
  text: 'export const work = () => Promise.resolve();\nwork();\n',
  typed: true,
};

describe('the rules bite', () => {
  const cases = [...rules.flatMap(({ refused, passed }) => [...refused, ...passed]), typed];
  const found = new Map<LintCase, readonly Finding[]>();
  beforeAll(async () => {
    const results = await lintTexts(cases);
    cases.forEach((each, index) => found.set(each, results[index]!));
  });

  describe.each(rules)('$rule ($advice)', ({ rule, advice, refused, passed }) => {
    it.each(refused)('refuses $name', (each) => {
      expect(found.get(each)).toContainEqual({ rule, message: expect.stringContaining(advice) });
    });

    it.each(passed)('lets pass $name', (each) => {
      expect(found.get(each)).toEqual([]);
    });
  });

  it('knows the types: a promise that nobody waits for is refused', () => {
    expect(found.get(typed)?.map((finding) => finding.rule)).toEqual(['@typescript-eslint/no-floating-promises']);
  });
});
