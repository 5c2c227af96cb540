/** The text of a literal, or of a template without expressions. */
function textOf(node) {
  if (node?.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node?.type === 'TemplateLiteral' && node.expressions.length === 0) return node.quasis[0].value.cooked;
  return undefined;
}

/** Every route asks for the API key; the one way out says why, where a reviewer sees it. */
export default {
  meta: {
    type: 'problem',
    schema: [],
    messages: {
      reason:
        "Say why this route needs no API key: @Public('health probes have none'). Without @Public() the global guard asks for the key.",
    },
  },
  create: (context) => ({
    Decorator({ expression }) {
      const called = expression.type === 'CallExpression';
      const name = called ? expression.callee.name : expression.name;
      if (name !== 'Public') return;
      const reason = called ? textOf(expression.arguments[0]) : undefined;
      if (!reason?.trim()) context.report({ node: expression, messageId: 'reason' });
    },
  }),
};
