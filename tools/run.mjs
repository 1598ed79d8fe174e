// Runs a tool of the workspace (nx, prettier, node …), and installs packages first if needed: `node tools/run.mjs nx run-many -t build`.
import { ensureInstalled, nodePath, runToEnd } from './ensure-installed.mjs';

ensureInstalled();
const [tool, ...args] = process.argv.slice(2);
runToEnd(tool === 'node' ? nodePath() : tool, args);
