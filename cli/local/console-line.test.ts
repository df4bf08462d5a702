import { readConsoleLine } from './console-line.ts';

const minuteMs = 60_000;

test.each([
  ['pause', { kind: 'pause' }],
  ['  now  ', { kind: 'now' }],
  ['', { kind: 'nothing' }],
  ['step 1m', { kind: 'step', durationMs: minuteMs }],
  ['step 500ms', { kind: 'step', durationMs: 500 }],
  ['jump 1h30m', { kind: 'jump', durationMs: 90 * minuteMs }],
  ['jump 1.5min', { kind: 'jump', durationMs: 1.5 * minuteMs }],
  ['speed 600', { kind: 'speed', pace: 600 }],
  ['speed 0', { kind: 'speed', pace: 0 }],
  ['speed waiting', { kind: 'speed', pace: 'waiting' }],
  ['quit', { kind: 'quit' }],
])("'%s' is understood", (line, expected) => {
  expect(readConsoleLine(line)).toEqual(expected);
});

test.each([
  ['stpe 1m', /no command stpe\. Did you mean step\?/],
  ['step', /step takes a time: .* For instance: step 1m/],
  ['step 1', /step takes a time/],
  ['step -1m', /step takes a time/],
  ['jump 0s', /jump takes a time/],
  ['jump 400d', /jump takes 366 days at most/],
  ['jump 1h 30m', /jump takes one value at most/],
  ['speed', /It takes a number from 0 to 1,000,000, or waiting\. For instance: speed 60/],
  ['speed 1e9', /It takes a number/],
  ['pause 3', /pause takes no value/],
])("'%s' is refused in words", (line, words) => {
  expect(readConsoleLine(line)).toEqual({
    kind: 'unreadable',
    why: expect.stringMatching(words),
  });
});
