import { parseDocument, type YAMLError } from 'yaml';
import { err, failure, ok, type Result } from '#kernel';

/** yaml's messages go on with the lines around the place and a caret below it. */
function sentence(error: YAMLError, text: string): string {
  const line = error.linePos?.[0].line ?? 1;
  if (error.code === 'DUPLICATE_KEY') {
    const name = /^[^\s:]+/.exec(text.slice(error.pos[0]))?.[0] ?? 'a name';
    return `${name}: it stands there a second time, on line ${line}.`;
  }
  const [first] = error.message.split('\n');
  return `it is not YAML: ${first!.replace(/:$/, '')}.`;
}

/** What a YAML text holds, or one `invalid-request` failure with what is wrong first and where. */
export function readYaml(text: string): Result<unknown> {
  const document = parseDocument(text);
  const [error] = document.errors;
  if (error) return err(failure('invalid-request', sentence(error, text)));
  try {
    return ok(document.toJS());
  } catch (problem) {
    // An alias of nothing, or of so much that nobody means it.
    return err(failure('invalid-request', `it is not YAML: ${(problem as Error).message}.`));
  }
}
