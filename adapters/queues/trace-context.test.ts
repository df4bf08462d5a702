import fc from 'fast-check';
import { beginTrace, readTraceparent, stepAfter, traceparentOf } from './trace-context.ts';

const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
const spanId = '00f067aa0ba902b7';

test.each([
  ['sampled', `00-${traceId}-${spanId}-01`, true],
  ['not sampled', `00-${traceId}-${spanId}-00`, false],
  ['flags that version 00 does not have', `00-${traceId}-${spanId}-ff`, true],
  ['a later version', `cc-${traceId}-${spanId}-01`, true],
  ['a later version with more', `01-${traceId}-${spanId}-01-what-the-future-will-be`, true],
])('%s is read', (_what, text, isSampled) => {
  expect(readTraceparent(text)).toEqual({ traceId, spanId, isSampled });
});

test.each<[string, unknown]>([
  ['nothing', undefined],
  ['no text', 7],
  ['an empty text', ''],
  ['the forbidden version', `ff-${traceId}-${spanId}-01`],
  ['a version that is no number', `0x-${traceId}-${spanId}-01`],
  ['more than version 00 has', `00-${traceId}-${spanId}-01-more`],
  ['a later version with more that no dash begins', `01-${traceId}-${spanId}-01.more`],
  ['an empty trace id', `00-${'0'.repeat(32)}-${spanId}-01`],
  ['an empty parent id', `00-${traceId}-${'0'.repeat(16)}-01`],
  ['capital letters', `00-${traceId.toUpperCase()}-${spanId}-01`],
  ['a short trace id', `00-${traceId.slice(1)}-${spanId}-01`],
  ['a space before', ` 00-${traceId}-${spanId}-01`],
  ['a line end after', `00-${traceId}-${spanId}-01\n`],
  ['a book', `01-${traceId}-${spanId}-01-${'x'.repeat(1_000)}`],
])('%s is no traceparent', (_what, value) => {
  expect(readTraceparent(value)).toBeUndefined();
});

const names = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });

test('what is written is read again, with its flag, and a step keeps the trace', () => {
  fc.assert(
    fc.property(names, fc.string(), fc.boolean(), (beginning, what, isSampled) => {
      const begun = { ...beginTrace(...beginning), isSampled };
      const step = stepAfter(begun, what);
      expect(traceparentOf(step)).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
      expect(readTraceparent(traceparentOf(begun))).toEqual(begun);
      expect(readTraceparent(traceparentOf(step))).toEqual(step);
      expect(step).toMatchObject({ traceId: begun.traceId, isSampled });
      expect(step.spanId).not.toBe(begun.spanId);
    }),
  );
});

test('the same step has the same ids each time, and another one has others', () => {
  const begun = beginTrace('run', 1, 'c0', 'wave', 0);
  expect(begun).toEqual(beginTrace('run', 1, 'c0', 'wave', 0));
  expect(stepAfter(begun, 'a')).toEqual(stepAfter(begun, 'a'));
  const spanIds = [begun, stepAfter(begun, 'a'), stepAfter(begun, 'b')].map((one) => one.spanId);
  expect(new Set(spanIds).size).toBe(3);
  expect(beginTrace('run', 1, 'c0', 'wave', 1).traceId).not.toBe(begun.traceId);
});

test('whatever the text, reading it never throws, and only valid ids come out', () => {
  const piece = fc.oneof(
    fc.constantFrom('00', 'ff', '-', traceId, spanId, '01', '0', '\0', '\ud800', 'é', '%00'),
    fc.string({ unit: 'binary' }),
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const read = readTraceparent(pieces.join(''));
      if (read === undefined) return;
      expect(read.traceId).toMatch(/^(?!0+$)[0-9a-f]{32}$/);
      expect(read.spanId).toMatch(/^(?!0+$)[0-9a-f]{16}$/);
    }),
    { numRuns: 2_000 },
  );
});
