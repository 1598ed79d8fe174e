import * as core from '../core/index.ts';
import type { Arrays, Engine, Layout, Workspace } from './engine.ts';
import { byteLength, viewsOver } from './layout.ts';

function overBuffer<L extends Layout>(layout: L, buffer: SharedArrayBuffer): Workspace<L> {
  const view: Arrays<L> = viewsOver(layout, buffer, 0);
  return { core, view, ref: view, memory: buffer, extend: allocate };
}

function allocate<L extends Layout>(layout: L): Workspace<L> {
  return overBuffer(layout, new SharedArrayBuffer(byteLength(layout)));
}

/** The reference engine: the core as plain JavaScript. */
export const javascriptEngine: Engine = {
  name: 'javascript',
  allocate,
  attach: (layout, memory) => overBuffer(layout, memory as SharedArrayBuffer),
};
