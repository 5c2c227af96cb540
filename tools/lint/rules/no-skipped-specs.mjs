const blocks = /^(describe|it|test|concurrent)$/;
const narrowed = /^(skip|only|todo|failing)$/;
const shorthands = /^(fit|fdescribe|xit|xtest|xdescribe)$/;

const nameOf = (node) => {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return node.computed ? node.property.value : node.property.name;
  return undefined;
};

/** A spec that does not run is worse than none: it looks like a guarantee. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      runs: 'Every spec runs, always: repair this one, or delete it. To run one file, name it: npm test -- <path>.',
    },
  },
  create: (context) => ({
    MemberExpression(node) {
      if (narrowed.test(nameOf(node)) && blocks.test(nameOf(node.object))) context.report({ node, messageId: 'runs' });
    },
    CallExpression({ callee }) {
      const name = nameOf(callee.type === 'MemberExpression' ? callee.object : callee);
      if (shorthands.test(name)) context.report({ node: callee, messageId: 'runs' });
    },
  }),
};
