// The switch at the page's top: lab, story or presenter.
import { type Mode, modes } from '../story/link.ts';
import { button } from './element.ts';

const names: Readonly<Record<Mode, string>> = {
  lab: 'Lab',
  story: 'Story',
  presenter: 'Presenter',
};

/** The switch on the page. */
export interface ModeSwitch {
  show(mode: Mode): void;
}

/** Fills the switch's place. */
export function modeSwitch(place: HTMLElement, onMode: (mode: Mode) => void): ModeSwitch {
  const buttons = modes.map((mode) => ({
    mode,
    made: button(names[mode], () => onMode(mode), { 'aria-pressed': 'false' }),
  }));
  place.append(...buttons.map(({ made }) => made));
  return {
    show: (shown) => {
      for (const { mode, made } of buttons)
        made.setAttribute('aria-pressed', String(mode === shown));
    },
  };
}
