// What a key does while the page is shown to a room. A presenter's remote control sends Page Up and
// Page Down.

/** What a key asks for. */
export type PresenterAction =
  | { readonly kind: 'play' | 'help' | 'leave' | 'reveal' }
  /** Through the run: by so many fiftieths of it, or from event to event. */
  | { readonly kind: 'move' | 'event'; readonly by: -1 | 1 }
  /** To another step of the story, or to another chart where no step is open. */
  | { readonly kind: 'turn'; readonly by: -1 | 1 }
  /** To an end of the run. */
  | { readonly kind: 'end'; readonly isLast: boolean }
  /** A chart by its place, from 0 on. */
  | { readonly kind: 'chart'; readonly index: number };

/** A key as the browser tells it. */
export type PressedKey = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'altKey' | 'metaKey'>;

/** The keys with what they do, for the list that `?` shows. */
export const presenterKeys: readonly (readonly [string, string])[] = [
  ['Space', 'plays and pauses'],
  ['← →', 'move through the run'],
  ['Shift ← →', 'go from event to event'],
  ['Home, End', 'go to the ends of the run'],
  ['Page Up, Page Down', 'turn to another step of the story, or to another chart'],
  ['Enter', 'shows the answer of a step'],
  ['1 to 9, 0', 'choose one of the first ten charts; it stands beside the one before'],
  ['?', 'shows and hides these keys'],
  ['Esc', 'leaves'],
];

/** What a key asks for; null: nothing, so the browser may have it. */
export function actionOf(pressed: PressedKey): PresenterAction | null {
  const { key, shiftKey, ctrlKey, altKey, metaKey } = pressed;
  if (ctrlKey || altKey || metaKey) return null;
  if (/^\d$/.test(key)) return { kind: 'chart', index: (Number(key) + 9) % 10 };
  switch (key) {
    case ' ':
      return { kind: 'play' };
    case 'ArrowLeft':
      return { kind: shiftKey ? 'event' : 'move', by: -1 };
    case 'ArrowRight':
      return { kind: shiftKey ? 'event' : 'move', by: 1 };
    case 'PageUp':
      return { kind: 'turn', by: -1 };
    case 'PageDown':
      return { kind: 'turn', by: 1 };
    case 'Home':
      return { kind: 'end', isLast: false };
    case 'End':
      return { kind: 'end', isLast: true };
    case 'Enter':
      return { kind: 'reveal' };
    case '?':
      return { kind: 'help' };
    case 'Escape':
      return { kind: 'leave' };
    default:
      return null;
  }
}

/**
 * Which charts are shown once one was chosen: at most two, the newest last. One that is shown
 * already is then shown alone.
 */
export function chosenCharts(shown: readonly string[], chosen: string): readonly string[] {
  if (shown.includes(chosen)) return [chosen];
  return [...shown.slice(-1), chosen];
}
