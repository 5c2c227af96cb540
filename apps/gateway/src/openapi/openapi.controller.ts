import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { fail } from '#kernel';
import { Public } from '../security/api-key.guard.js';
import { describeApi } from './describe-api.js';

const uiFolder = dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));
const uiFiles: Readonly<Record<string, string>> = {
  'swagger-ui.css': 'text/css; charset=utf-8',
  'swagger-ui-bundle.js': 'text/javascript; charset=utf-8',
};

const page = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>ClubOS gateway</title><link rel="stylesheet" href="/docs/swagger-ui.css"></head>
<body><div id="ui"></div><script src="/docs/swagger-ui-bundle.js"></script>
<script>SwaggerUIBundle({ url: '/openapi.json', dom_id: '#ui', persistAuthorization: true });</script></body>
</html>
`;

/** The gateway's own description, for programs and for people. */
@Controller()
@Public('the description of the API is no secret, and whoever asks for a key has to read it first')
export class OpenApiController {
  private readonly document = describeApi('2.0.0');

  @Get('openapi.json')
  openapi(): object {
    return this.document;
  }

  @Get('docs')
  @Header('content-type', 'text/html; charset=utf-8')
  docs(): string {
    return page;
  }

  @Get('docs/:file')
  async file(@Param('file') file: string): Promise<StreamableFile> {
    const type = Object.hasOwn(uiFiles, file) ? uiFiles[file] : undefined;
    if (!type) throw fail('not-found', 'There is nothing at this path.');
    return new StreamableFile(await readFile(join(uiFolder, file)), { type });
  }
}
