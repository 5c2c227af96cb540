import { anyJson, type Operation } from './operation.js';

/** For probes. */
export const healthOperations: readonly Operation[] = [
  {
    method: 'get',
    path: '/health/live',
    id: 'live',
    summary: 'Whether the process turns',
    public: true,
    replies: { 200: { description: 'It does.', content: anyJson } },
    failures: [],
  },
  {
    method: 'get',
    path: '/health/ready',
    id: 'ready',
    summary: 'Whether questions should be sent here, and each thing they are answered with',
    public: true,
    replies: {
      200: { description: 'Ready; `degraded` names what is away meanwhile.', content: anyJson },
      503: { description: 'Not ready; `checks` says why.', content: anyJson },
    },
    failures: [],
  },
];
