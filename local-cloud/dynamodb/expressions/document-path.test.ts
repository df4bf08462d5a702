import { projectItem } from './document-path.ts';

const home = { M: { supernode: { S: 's1' }, epoch: { N: '2' } } };
const item = { pk: { S: 'a' }, n: { N: '1' }, home, list: { L: [{ N: '1' }, home, { N: '3' }] } };

test.each([
  ['whole attributes, in any order', [['home'], ['pk']], { pk: item.pk, home }],
  ['nothing for a name that the item lacks', [['n'], ['m']], { n: item.n }],
  ['nothing of what JavaScript adds of its own', [['constructor'], ['toString']], {}],
  ['a part of a map', [['home', 'epoch']], { home: { M: { epoch: { N: '2' } } } }],
  [
    'a part beside a whole',
    [['n'], ['home', 'epoch']],
    { n: item.n, home: { M: { epoch: { N: '2' } } } },
  ],
  [
    'elements of a list, closed up',
    [
      ['list', 2],
      ['list', 0],
    ],
    { list: { L: [{ N: '1' }, { N: '3' }] } },
  ],
  [
    'a part of an element',
    [['list', 1, 'supernode']],
    { list: { L: [{ M: { supernode: { S: 's1' } } }] } },
  ],
  [
    'nothing of a part that is not there',
    [
      ['n', 'm'],
      ['list', 7],
    ],
    {},
  ],
] as const)('a projection gives %s', (_what, paths, projected) => {
  const before = JSON.stringify(item);
  expect(projectItem(item, paths)).toStrictEqual(projected);
  expect(JSON.stringify(item)).toBe(before);
});
