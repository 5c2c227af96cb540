import { join } from 'node:path';
import { projectFolder } from '#backing-services';
import { runMain } from './main.js';
import { readSettings } from './settings.js';

const root = projectFolder();
runMain(() => ({
  settings: readSettings(process.env, root),
  apps: join(root, 'dist', 'apps'),
  sourceApps: join(root, 'apps'),
  assistantSettings: join(root, 'dist', 'libs', 'assistant-kit', 'src', 'serve', 'settings.js'),
}));
