/**
 * Lints texts with the project's own configuration. Standard input: `{ workspace, cases: [{ file, text, typed }] }`, where
 * `file` is a path in the workspace that need not exist unless the case is typed. Standard output: the messages by case.
 */
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const { workspace, cases } = JSON.parse(await text(process.stdin));
process.env.NX_WORKSPACE_ROOT_PATH = workspace;
// The boundary rule reads the graph once if ESLint's own command runs, and again for every text if anything else does.
process.argv[1] = fileURLToPath(import.meta.resolve('eslint/package.json')).replace('package.json', 'bin/eslint.js');

const { ESLint } = await import('eslint');
const { configs } = await import('typescript-eslint');
const options = {
  cwd: workspace,
  overrideConfigFile: fileURLToPath(new URL('../../../eslint.config.mjs', import.meta.url)),
};
const typed = new ESLint(options);
const untyped = new ESLint({ ...options, overrideConfig: { ...configs.disableTypeChecked, files: ['**/*.ts'] } });

const found = [];
for (const each of cases) {
  const [result] = await (each.typed ? typed : untyped).lintText(each.text, { filePath: each.file });
  found.push(result.messages.map(({ ruleId, message }) => ({ rule: ruleId, message })));
}
process.stdout.write(JSON.stringify(found));
