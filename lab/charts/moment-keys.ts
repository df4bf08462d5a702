// The keys that move the moment, on charts and on strips alike.
import type { Moment } from '../page/moment.ts';

const bigStep = 20;

const stepKeys: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  PageUp: -bigStep,
  PageDown: bigStep,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/** Arrows move by a sample, with Shift by twenty; Home and End to the ends of the run. */
export function listenToKeys(surface: HTMLElement, moment: Moment, onMove: () => void): void {
  surface.addEventListener('keydown', (event) => {
    const by = stepKeys[event.key];
    if (by === undefined || event.ctrlKey || event.altKey || event.metaKey) return;
    event.preventDefault();
    moment.step(event.shiftKey && Math.abs(by) === 1 ? by * bigStep : by, 'keys');
    onMove();
  });
}
