import { get } from 'node:http';

/** Whether a service says that it is ready; anything but a prompt 200 is a no. */
export function askReady(port: number, withinMs = 1000): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/health/ready', agent: false, timeout: withinMs },
      (response) => {
        response.resume();
        resolve(response.statusCode === 200);
      },
    );
    request.on('timeout', () => request.destroy()).on('error', () => resolve(false));
  });
}
