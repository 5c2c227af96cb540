import { queryStreamPartSchema, type QueryStreamPart } from '#contracts';

/** The parts of a server-sent event stream, each checked against its schema and its event name. */
export async function* partsOfEventStream(response: Response): AsyncGenerator<QueryStreamPart> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
    rest += decoder.decode(chunk, { stream: true });
    const frames = rest.split('\n\n');
    rest = frames.pop()!;
    for (const frame of frames) {
      const name = /^event: (.+)$/m.exec(frame)?.[1];
      const data = /^data: (.+)$/m.exec(frame)?.[1];
      if (data === undefined) continue;
      const part = queryStreamPartSchema.parse(JSON.parse(data));
      if (part.type !== name) throw new Error(`event ${name} holds a part ${part.type}`);
      yield part;
    }
  }
}
