// `npm start`: installs packages if needed, then runs `leadlight start` with the given options.
import { ensureInstalled, nodePath, root, runToEnd } from './ensure-installed.mjs';

ensureInstalled();
runToEnd(nodePath(), [`${root}/apps/cli/bin/leadlight.mjs`, 'start', ...process.argv.slice(2)]);
