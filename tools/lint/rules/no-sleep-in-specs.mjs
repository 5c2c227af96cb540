const sleepers = /^(sleep|delay|pause)$/;
const timerModules = /^(node:)?timers\/promises$/;

const named = (node, name) => node.type === 'Identifier' && node.name === name;

const isSetTimeout = ({ callee }) =>
  named(callee, 'setTimeout') ||
  (callee.type === 'MemberExpression' && named(callee.object, 'globalThis') && named(callee.property, 'setTimeout'));

/** What the function around a node that was given to `new Promise` calls its first parameter. */
function resolverAround(node) {
  for (let around = node.parent; around; around = around.parent) {
    const promised = around.type === 'NewExpression' && named(around.callee, 'Promise');
    const resolver = promised && around.arguments[0]?.params?.[0];
    if (resolver) return resolver.name;
  }
  return 'resolve'; // as Promise.withResolvers() calls it
}

/** Whether a callback does nothing but go on: `resolve`, `() => resolve(…)`, `() => { resolve(…); }`. */
function onlyResolves(callback, resolver) {
  if (callback?.type === 'Identifier') return callback.name === resolver;
  if (callback?.type !== 'ArrowFunctionExpression' && callback?.type !== 'FunctionExpression') return false;
  const statements = callback.body.type === 'BlockStatement' ? callback.body.body : [{ expression: callback.body }];
  const call = statements.length === 1 ? statements[0].expression : undefined;
  return call?.type === 'CallExpression' && named(call.callee, resolver);
}

/** A wait for a while is too short on a busy machine and too long on an idle one. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      wait: 'Wait for what you wait for: an event, a reply, a condition that is asked for until a deadline; or give the code a fake clock.',
    },
  },
  create: (context) => ({
    ImportDeclaration(node) {
      if (timerModules.test(node.source.value)) context.report({ node, messageId: 'wait' });
    },
    CallExpression(node) {
      const sleeps =
        (node.callee.type === 'Identifier' && sleepers.test(node.callee.name)) ||
        (isSetTimeout(node) && onlyResolves(node.arguments[0], resolverAround(node))) ||
        node.arguments.some((argument) => named(node.callee, 'promisify') && named(argument, 'setTimeout'));
      if (sleeps) context.report({ node, messageId: 'wait' });
    },
  }),
};
