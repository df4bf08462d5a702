import { isUnhealthy } from './health.ts';

test('exactly the share that is wanted is healthy, one less is not', () => {
  expect(isUnhealthy(99, 100, { onlineShare: 0.99 })).toBe(false);
  expect(isUnhealthy(98, 100, { onlineShare: 0.99 })).toBe(true);
});

test('where nobody wants to be signed in all is well', () => {
  expect(isUnhealthy(0, 0, { onlineShare: 1 })).toBe(false);
});
