// One worker process for each plugin of nx costs two seconds; in this process the same graph takes a tenth of one.
process.env.NX_ISOLATE_PLUGINS = 'false';
process.env.NX_DAEMON = 'false';

/**
 * Writes nx's graph of the projects as they are now. The boundary rule reads that file, and without it says nothing at
 * all: on a fresh checkout, or for a project younger than the file, every forbidden import would pass.
 */
export async function writeProjectGraph() {
  const { createProjectGraphAsync } = await import('@nx/devkit');
  await createProjectGraphAsync({ exitOnError: false });
}
