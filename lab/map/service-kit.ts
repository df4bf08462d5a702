// What the page loads to show the service from inside: its map, its state machine, and one PC that
// is followed. It is a file of its own, so that the first runs do not wait for it.
import { followPanel } from '../follow/follow-panel.ts';
import { insidePanel } from './inside-panel.ts';

/** What the file gives the page. */
export interface ServiceKit {
  insidePanel: typeof insidePanel;
  followPanel: typeof followPanel;
}

declare global {
  /** Set by the file once it is loaded. */
  var rebootstormServiceKit: ServiceKit | undefined;
}

globalThis.rebootstormServiceKit = { insidePanel, followPanel };
