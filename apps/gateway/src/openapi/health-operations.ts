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
    summary: 'Whether the process can do its job, and each thing it depends on',
    public: true,
    replies: {
      200: { description: 'Ready.', content: anyJson },
      503: { description: 'Not ready; `checks` says why.', content: anyJson },
    },
    failures: [],
  },
];
