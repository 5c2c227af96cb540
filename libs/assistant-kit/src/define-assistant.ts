import { respondFromKnowledge, type Responder } from './answer/respond.js';
import { loadManifest } from './manifest/load-manifest.js';
import type { AssistantPolicy } from './policy.js';
import type { Manifest } from '#contracts';

export interface AssistantDefinition {
  /** The assistant's folder, with a slash at the end: where `manifest.yaml`, `examples.txt` and `sops/` are. */
  readonly folder: URL;
  /** @throws FailureError `invalid-request` that says what in the folder does not fit */
  readonly manifest: Manifest;
  readonly policy: AssistantPolicy;
  readonly respond: Responder;
}

/**
 * An assistant: its folder and its rules, and a way to answer of its own where the kit's is not enough.
 * @param folder `new URL('..', import.meta.url)` in a file of the assistant's `src`
 * @returns its manifest is read when it is first asked for, so that one that does not fit is told by whoever runs it
 */
export const defineAssistant = ({
  folder,
  policy,
  respond = respondFromKnowledge,
}: {
  readonly folder: URL;
  readonly policy: AssistantPolicy;
  readonly respond?: Responder;
}): AssistantDefinition => {
  let manifest: Manifest | undefined;
  return {
    folder,
    get manifest() {
      return (manifest ??= loadManifest(folder));
    },
    policy,
    respond,
  };
};
