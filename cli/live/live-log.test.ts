import type { LiveEvent } from './live-event.ts';
import { openLiveLog } from './live-log.ts';

const end = (words: string): LiveEvent => ({ kind: 'end', words });
const result = (text: string): LiveEvent => ({
  kind: 'result',
  files: { result: text },
  isWhole: false,
});

test('a viewer gets what came after the event that it had last, and a late one all', () => {
  const log = openLiveLog('run');
  for (const words of ['a', 'b', 'c']) log.add(end(words));
  expect(log.after(undefined)).toHaveLength(3);
  expect(log.after('run.2')).toEqual(['id: run.3\ndata: {"kind":"end","words":"c"}\n\n']);
  expect(log.after('run.3')).toEqual([]);
});

test.each(['other.2', 'run.x', 'run', ''])('%j is not of this run: all comes', (id) => {
  const log = openLiveLog('run');
  log.add(end('a'));
  expect(log.after(id)).toHaveLength(1);
});

test('of several results only the last is kept', () => {
  const log = openLiveLog('run');
  log.add(result('one'));
  log.add(end('between'));
  log.add(result('two'));
  expect(log.after(undefined).join('')).not.toContain('one');
  expect(log.after('run.1')).toHaveLength(2);
});

test('a line end in a word does not end the frame', () => {
  const log = openLiveLog('run');
  log.add(end('a\n\ndata: {"kind":"end"}\r'));
  const [frame = ''] = log.after(undefined);
  expect(frame.trimEnd().split('\n')).toHaveLength(2);
});
