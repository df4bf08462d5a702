import { actionOf, chosenCharts, presenterKeys } from './presenter-keys.ts';

const plain = { shiftKey: false, ctrlKey: false, altKey: false, metaKey: false };

test.each([
  [' ', { kind: 'play' }],
  ['ArrowLeft', { kind: 'move', by: -1 }],
  ['PageDown', { kind: 'turn', by: 1 }],
  ['Home', { kind: 'end', isLast: false }],
  ['1', { kind: 'chart', index: 0 }],
  ['9', { kind: 'chart', index: 8 }],
  ['0', { kind: 'chart', index: 9 }],
  ['Enter', { kind: 'reveal' }],
  ['?', { kind: 'help' }],
  ['Escape', { kind: 'leave' }],
  ['a', null],
])('%j does %j', (key, action) => {
  expect(actionOf({ ...plain, key })).toEqual(action);
});

test('Shift goes from event to event, and keys of the browser are left to it', () => {
  expect(actionOf({ ...plain, key: 'ArrowRight', shiftKey: true })).toEqual({
    kind: 'event',
    by: 1,
  });
  for (const held of ['ctrlKey', 'altKey', 'metaKey'])
    expect(actionOf({ ...plain, key: 'ArrowRight', [held]: true })).toBeNull();
});

test('a chart is shown beside the one before; one that is shown, alone', () => {
  expect(chosenCharts(['a'], 'b')).toEqual(['a', 'b']);
  expect(chosenCharts(['a', 'b'], 'c')).toEqual(['b', 'c']);
  expect(chosenCharts(['a', 'b'], 'a')).toEqual(['a']);
  expect(chosenCharts([], 'a')).toEqual(['a']);
});

test('each key of the list does something', () => {
  const named: Record<string, string> = {
    Space: ' ',
    '←': 'ArrowLeft',
    '→': 'ArrowRight',
    'Page Up': 'PageUp',
    'Page Down': 'PageDown',
    Esc: 'Escape',
  };
  for (const [keys] of presenterKeys)
    for (const word of keys.split(/, | to |(?<=←) /)) {
      const key = word.replace('Shift ', '');
      expect(actionOf({ ...plain, key: named[key] ?? key })).not.toBeNull();
    }
});
