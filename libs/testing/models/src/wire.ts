/** What a stub says in one answer, whatever the protocol. */
export interface Said {
  readonly pieces: Iterable<string> | AsyncIterable<string>;
  readonly model: string;
  /** Why it stopped, in the protocol's own word; absent: the stream ends without saying so. */
  readonly finish: string | undefined;
  readonly usage: { readonly input: number; readonly output: number };
  /** Whether the caller asked for the usage, where the protocol has it only then. */
  readonly usageWanted: boolean;
  /** The type of an error that the stream ends with instead of an end. */
  readonly error: string | undefined;
}

/** One server-sent event. */
const event = (data: unknown, name?: string): string =>
  `${name === undefined ? '' : `event: ${name}\n`}data: ${JSON.stringify(data)}\n\n`;

/** OpenAI, "Streaming responses" of chat completions: chunks without names, then `[DONE]`. */
export async function* openAiChat({ pieces, model, finish, usage, usageWanted, error }: Said): AsyncGenerator<string> {
  const base = { id: 'chatcmpl-stub', object: 'chat.completion.chunk', created: 1_700_000_000, model };
  const chunk = (delta: object, reason: string | null = null): string =>
    event({
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: reason }],
      ...(usageWanted ? { usage: null } : {}),
    });
  yield chunk({ role: 'assistant', content: '', refusal: null });
  for await (const content of pieces) yield chunk({ content });
  if (error !== undefined)
    return void (yield event({ error: { message: 'Told to.', type: error, param: null, code: null } }));
  if (finish === undefined) return;
  yield chunk({}, finish);
  if (usageWanted) {
    const { input, output } = usage;
    const counted = { prompt_tokens: input, completion_tokens: output, total_tokens: input + output };
    yield event({ ...base, choices: [], usage: counted });
  }
  yield 'data: [DONE]\n\n';
}

/** OpenAI, the events of a streamed response: named and numbered, from response.created to response.completed. */
export async function* openAiResponses({ pieces, model, finish, usage, error }: Said): AsyncGenerator<string> {
  let number = 0;
  const numbered = (type: string, rest: object): string => event({ type, sequence_number: number++, ...rest }, type);
  const response = { id: 'resp_stub', object: 'response', created_at: 1_700_000_000, model, error: null };
  const place = { item_id: 'msg_stub', output_index: 0, content_index: 0 };
  const part = (text: string) => ({ type: 'output_text', text, annotations: [], logprobs: [] });
  const item = (status: string, content: object[]) => ({
    id: 'msg_stub',
    type: 'message',
    role: 'assistant',
    status,
    content,
  });
  yield numbered('response.created', { response: { ...response, status: 'in_progress', output: [] } });
  yield numbered('response.in_progress', { response: { ...response, status: 'in_progress', output: [] } });
  yield numbered('response.output_item.added', { output_index: 0, item: item('in_progress', []) });
  yield numbered('response.content_part.added', { ...place, part: part('') });
  let text = '';
  for await (const delta of pieces) {
    text += delta;
    yield numbered('response.output_text.delta', { ...place, delta, logprobs: [] });
  }
  if (error !== undefined) return void (yield numbered('error', { code: error, message: 'Told to.', param: null }));
  if (finish === undefined) return;
  yield numbered('response.output_text.done', { ...place, text, logprobs: [] });
  yield numbered('response.content_part.done', { ...place, part: part(text) });
  yield numbered('response.output_item.done', { output_index: 0, item: item('completed', [part(text)]) });
  const { input, output } = usage;
  const ended = {
    ...response,
    status: finish === 'stop' ? 'completed' : 'incomplete',
    incomplete_details: finish === 'stop' ? null : { reason: finish === 'length' ? 'max_output_tokens' : finish },
    output: [item('completed', [part(text)])],
    usage: {
      input_tokens: input,
      input_tokens_details: { cached_tokens: 0 },
      output_tokens: output,
      output_tokens_details: { reasoning_tokens: 0 },
      total_tokens: input + output,
    },
  };
  yield numbered(`response.${ended.status}`, { response: ended });
}

/** Anthropic, "Streaming messages": named events from message_start to message_stop. */
export async function* anthropicMessages({ pieces, model, finish, usage, error }: Said): AsyncGenerator<string> {
  const named = (type: string, rest: object): string => event({ type, ...rest }, type);
  yield named('message_start', {
    message: {
      ...{ id: 'msg_stub', type: 'message', role: 'assistant', content: [], model },
      ...{ stop_reason: null, stop_sequence: null, usage: { input_tokens: usage.input, output_tokens: 1 } },
    },
  });
  yield named('content_block_start', { index: 0, content_block: { type: 'text', text: '' } });
  yield named('ping', {});
  for await (const text of pieces)
    yield named('content_block_delta', { index: 0, delta: { type: 'text_delta', text } });
  if (error !== undefined) return void (yield named('error', { error: { type: error, message: 'Told to.' } }));
  if (finish === undefined) return;
  yield named('content_block_stop', { index: 0 });
  const delta = { stop_reason: finish, stop_sequence: null };
  yield named('message_delta', { delta, usage: { output_tokens: usage.output } });
  yield named('message_stop', {});
}
