import type { AttributeValue } from './attribute-value.ts';
import { itemSizeBytes, valueSizeBytes } from './item-size.ts';

test.each<[AttributeValue, number]>([
  [{ S: 'abc' }, 3],
  [{ S: 'é😀' }, 2 + 4],
  [{ N: '0' }, 1],
  [{ N: '27' }, 2],
  [{ N: '-27' }, 3],
  [{ N: '1000000' }, 2],
  [{ N: '1234.5' }, 4],
  [{ N: '3.5' }, 3],
  [{ N: '120.5' }, 4],
  [{ B: 'AAEC' }, 3],
  [{ BOOL: true }, 1],
  [{ NULL: true }, 1],
  [{ L: [] }, 3],
  [{ M: {} }, 3],
  [{ L: [{ S: 'ab' }, { S: 'c' }] }, 3 + 1 + 2 + 1 + 1],
  [{ M: { key: { S: 'ab' } } }, 3 + 1 + 3 + 2],
  [{ SS: ['ab', 'c'] }, 3],
  [{ NS: ['1', '22'] }, 4],
])('%j takes %d bytes', (value, bytes) => {
  expect(valueSizeBytes(value)).toBe(bytes);
});

test('an item counts its names as well as its values', () => {
  expect(itemSizeBytes({ name: { S: 'ab' }, é: { BOOL: true } })).toBe(4 + 2 + 2 + 1);
});
