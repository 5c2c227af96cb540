import { pathToFileURL } from 'node:url';
import { projectFolder } from './project-folder.js';

/**
 * The flags with which Node runs our source as it stands: types removed, `./file.js` read as `./file.ts`, and a library
 * `#name` as its source. For child processes in tests; what is built needs none.
 */
export function sourceFlags(): string[] {
  const libraries = pathToFileURL(`${projectFolder()}/libs/`).href;
  const hook = `
    import { registerHooks } from 'node:module';
    const source = (name, parent) => {
      if (!parent?.endsWith('.ts')) return name;
      if (name.startsWith('#')) return '${libraries}' + name.slice(1) + '/src/index.ts';
      return name.startsWith('.') ? name.replace(/[.]js$/, '.ts') : name;
    };
    registerHooks({ resolve: (name, context, next) => next(source(name, context.parentURL), context) });`;
  const url = `data:text/javascript,${encodeURIComponent(hook)}`;
  return ['--experimental-transform-types', '--disable-warning=ExperimentalWarning', '--import', url];
}
