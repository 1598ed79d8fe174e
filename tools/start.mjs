// `npm start`: installs what is missing, then runs the whole spine on a sandbox org. Options go to `leadlight start`.
import { ensureInstalled, nodePath, root, runToEnd } from './ensure-installed.mjs';

ensureInstalled();
runToEnd(nodePath(), [`${root}/apps/cli/bin/leadlight.mjs`, 'start', ...process.argv.slice(2)]);
